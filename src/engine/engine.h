// One configuration made into a snapshot, and the decision over it.
//
//   RUNE decides from two engines. Cedar policies answer "may it?"; Datalog rules answer "may it?"
//   through the relations `deny*`, `forbid*` and `allow_<action>`, and "how should it?" through
//   every other relation. A request sees one immutable snapshot; the decision is a pure function of
//   snapshot, request and inputs.
//
//   auto snapshot = engine::MakeSnapshot(std::move(configuration), diagnostics);
//   auto decision = engine::Decide(**snapshot, request, {});
//   if (decision && decision->permitted()) { ... }
//
// A fault is never a permission. Snapshots are constant and may be shared by threads; `Decide`
// keeps its work to itself.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "config/configuration.h"
#include "datalog/eval/evaluate.h"
#include "rune/decision.h"

namespace rune::engine {

struct Snapshot {
  std::unique_ptr<config::Configuration> configuration;
  datalog::Stored stored;
  std::vector<cedar::Instance> instances;  // static policies, then links
  std::uint64_t epoch = 1;

  bool no_policy() const;  // no rules and no policies at all
};

// Evaluates stored relations and constraints. Null when they pushed an error.
// Requires: `diagnostics` is over the configuration's own sources.
// Returns: kLimit when a bound is reached.
Result<std::unique_ptr<Snapshot>> MakeSnapshot(std::unique_ptr<config::Configuration> configuration,
                                               text::Diagnostics& diagnostics);

// What a decision reads besides snapshot and request.
struct Inputs {
  // Calls already made under a limit key. Without it, facts current_usage/2 of the configuration
  // answer.
  std::function<std::optional<std::int64_t>(const Value& key)> usage;
};

// Requires: the request passed config::Normalize.
// Returns: kInvalidRequest, kConflict (request entities against stored ones), kNotFound (an unknown
// relation in a query), kLimit.
Result<Decision> Decide(const Snapshot& snapshot, const Request& request, const Inputs& inputs);

// One goal without a request, over everything: for `rune query`. Not bound by the request's limits
// but by the load's.
Result<Answer> Query(const Snapshot& snapshot, const std::string& goal, const Request* request,
                     const Inputs& inputs);

}  // namespace rune::engine
