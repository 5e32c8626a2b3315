// The answer to a request: outcome, verdicts, reasons, errors, obligations, answers to attached
// queries, explanation.
//
// `permitted()` is true for PERMIT alone. A fault (rune/fault.h) is not a decision.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rune/diagnostic.h"
#include "rune/value.h"

namespace rune {

enum class Outcome : std::uint8_t { kPermit, kDeny, kForbid };
enum class Verdict : std::uint8_t { kPermit, kDeny, kForbid, kAbstain };
enum class Engine : std::uint8_t { kCedar, kDatalog };

std::string_view OutcomeName(Outcome outcome);  // PERMIT DENY FORBID
std::string_view VerdictName(Verdict verdict);  // permit deny forbid abstain
std::string_view EngineName(Engine engine);     // cedar datalog

using Annotations = std::map<std::string, std::string>;

// A policy or a rule that determined the outcome.
struct Reason {
  Engine engine = Engine::kCedar;
  std::string id;
  Place place;
  Annotations annotations;
};

// A policy or a rule that erred on this request.
struct EvaluationError {
  Engine engine = Engine::kCedar;
  std::string id;
  Place place;
  std::string kind;  // `type_error`, `overflow`, `missing_attribute`, ...
  std::string message;
};

struct Obligation {
  std::string id;  // of the policy
  std::string type;
  bool advice = false;
  Annotations properties;
};

// The rows of an attached query: a set, sorted by value. `open`: a clause needed a value that
// nobody provided.
struct Answer {
  std::vector<Tuple> rows;
  bool open = false;
  std::vector<EvaluationError> errors;
};

// Why one fact holds: the clause and the facts it used. Facts that are given have an empty `from`.
struct Proof {
  std::string fact;  // `ancestor("ann", "bob")`
  std::string by;    // rule id, or `data`, `request`, `entities`, `built-in`
  Place place;
  std::vector<Proof> from;
};

// The permit (policy or clause) that came closest to permitting, and what failed.
struct NearestMiss {
  Engine engine = Engine::kCedar;
  std::string id;
  Place place;                                              // of the part that failed
  std::string literal;                                      // its text
  std::vector<std::pair<std::string, std::string>> values;  // what it saw, as text
};

struct Explanation {
  std::vector<Proof> proofs;
  std::vector<NearestMiss> nearest_miss;
};

struct Decision {
  Outcome outcome = Outcome::kDeny;
  bool no_policy = false;  // nothing was loaded that could permit
  bool observe = false;    // the configuration's mode
  Verdict cedar = Verdict::kAbstain;
  Verdict datalog = Verdict::kAbstain;
  std::vector<Reason> reasons;
  std::vector<EvaluationError> errors;
  std::vector<Obligation> obligations;
  std::vector<std::pair<std::string, Answer>> answers;  // in the order asked
  std::optional<Explanation> explanation;
  std::uint64_t epoch = 0;
  std::uint64_t evaluation_ns = 0;

  bool permitted() const { return outcome == Outcome::kPermit; }
};

}  // namespace rune
