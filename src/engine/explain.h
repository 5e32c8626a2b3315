// The long answer to "why": what of the determining and erring policies decided and which values it
// saw, proofs of the facts that the decision used, and the nearest miss of a denial.
//
// Nothing is recorded while deciding; an explanation re-derives what it shows, from the same
// snapshot and request, within what the decision left of the request's bounds. It cannot change the
// decision: where the bounds do not suffice, it ends early and says so. Cost: an evaluation of each
// policy that it shows (of every permit for a nearest miss), and the derivations it proves.
#pragma once

#include "engine/predicate_bridge.h"
#include "engine/verdict.h"
#include "text/source.h"

namespace rune::engine {

struct ExplainInput {
  const text::SourceMap& sources;
  const cedar::Environment& environment;
  const std::vector<cedar::Instance>& instances;
  const CedarVerdict& cedar;
  const DatalogVerdict& datalog;
  datalog::RequestEvaluation& rules;
  PredicateBridge& bridge;
};

// Policies: those that determined a PERMIT or FORBID, then those that erred. Proofs: of the rows of
// the votes that determined the outcome, and of the predicate tests that were true in the
// determining policies. Nearest miss (only for DENY): the permits that got furthest, and the allow
// clause that did. At most 64 of each; `complete` is false where there is more, or where a bound
// was reached. Returns: no kLimit.
Result<Explanation> Explain(Outcome outcome, const ExplainInput& input);

}  // namespace rune::engine
