// The long answer to "why": proofs of the facts a decision used, and the nearest miss of a denial.
//
// Nothing is recorded while deciding; an explanation re-derives what it shows, from the same
// snapshot and request.
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

// Proofs: of the rows of the votes that determined the outcome, and of the predicate tests that
// made the determining policies true. Nearest miss (only for DENY): the permits that got furthest,
// and the allow clause that did. Returns: kLimit when the request's bounds do not suffice.
Result<Explanation> Explain(Outcome outcome, const ExplainInput& input);

}  // namespace rune::engine
