// Queries: a goal's text to its rows.
#pragma once

#include <string>

#include "config/configuration.h"
#include "datalog/eval/evaluate.h"
#include "rune/decision.h"

namespace rune::engine {

// Returns: kInvalidRequest for a text that is no goal (with its diagnostics), kNotFound for a
// relation that is mentioned nowhere or not with so many columns, kLimit.
Result<Answer> AnswerGoal(const config::Configuration& configuration,
                          datalog::RequestEvaluation& rules, const std::string& goal);

}  // namespace rune::engine
