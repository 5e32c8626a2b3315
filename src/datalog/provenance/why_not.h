// Why a vote is not true: the clause that came closest, and the literal that failed.
//
// Every clause is searched with failing literals passed over; the instance with the most true
// literals wins, ties go to the first clause in the text, then to its first alternative. The
// literal that failed is the first of that instance, in the text, that is not true; a clause whose
// input nobody provides fails at its head.
#pragma once

#include <optional>

#include "datalog/eval/state.h"

namespace rune::datalog {

// Returns: nothing for a relation that votes true, has no clause, or lacks a part of the request.
Result<std::optional<NearestMiss>> FindNearestMiss(RequestEvaluation::State& state,
                                                   const RelationName& name,
                                                   const text::SourceMap& sources);

}  // namespace rune::datalog
