// One request against one policy set, for the subcommands of `rune cedar` that decide.
#pragma once

#include <chrono>
#include <ostream>

#include "cedar/authorize.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"
#include "cli/cedar/world.h"

namespace rune::cli {

struct CedarAnswer {
  bool allow = false;
  std::vector<std::string> reasons;  // ids of the policies that decided, in their order
  std::vector<std::string> errors;   // a line for each policy in error, in their order
};

// Cedar's own rule: policies in error are skipped.
Reported<CedarAnswer> Decide(const cedar::PolicySet& policies, const store::Entities& entities,
                             const Request& request);

// Many requests of a JSON list, each answered by a line of JSON on `out`:
//
//   {"decision": "allow" | "deny", "forbidden": true | false, "reasons": [..], "errors": [..]}
//   {"error": ".."} for a request that cannot be read
//
// `forbidden` tells a denial by a policy from one for want of a permission. Returns: 0 when all are
// allowed, 1 when one could not be answered, else 2.
Reported<int> DecideAll(const std::string& requests_file, bool check,
                        const cedar::PolicySet& policies, const store::Entities& entities,
                        const cedar::Schema* schema, std::ostream& out);

// What --timing tells: the time since it was made.
class Stopwatch {
 public:
  void Tell(const CedarRun& run) const;

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

// A decision, or that there is none and what is left of policies, each on a line. Returns: the exit
// code.
int TellDecision(std::optional<bool> allow, const std::vector<cedar::Policy>& residuals,
                 const CedarRun& run);

// What an evaluation reads. All references must outlive it.
class CedarWorld {
 public:
  CedarWorld(const store::EntityView& view, const Request& request);

  const cedar::Environment& environment() const { return environment_; }

 private:
  Value context_;
  WorkMeter meter_;
  cedar::Environment environment_;
};

}  // namespace rune::cli
