// What of a configuration determined an outcome, what erred, and what a permission obliges to: the
// verdicts of both engines in the words of an answer, by id and place.
#pragma once

#include <vector>

#include "engine/verdict.h"
#include "text/source.h"

namespace rune::engine {

// The satisfied policies of the outcome's effect and the clauses with a true instance (of deny and
// forbid relations for FORBID, of `allow_<action>` for PERMIT); none for DENY.
std::vector<Reason> ReasonsOf(Outcome outcome, const CedarVerdict& cedar,
                              const DatalogVerdict& datalog, const datalog::Program& program,
                              const text::SourceMap& sources);

// Every policy and clause that erred, also one that forbids because of it.
std::vector<EvaluationError> ErrorsOf(const CedarVerdict& cedar, const DatalogVerdict& datalog,
                                      const text::SourceMap& sources);

// `@obligation("type")` and `@advice("type")` of the permits that determined a PERMIT.
std::vector<Obligation> ObligationsOf(const std::vector<cedar::Instance>& permits);

}  // namespace rune::engine
