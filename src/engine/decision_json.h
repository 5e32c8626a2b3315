// Decisions, answers and explanations as JSON, the shape that every edge of RUNE gives out.
#pragma once

#include <string>

#include "rune/decision.h"
#include "rune/fault.h"

namespace rune::engine {

// One object: outcome, permitted, state, mode, verdicts, reasons, errors, obligations, answers,
// explanation, epoch, evaluation_ns. Integers are JSON integers, entities and extension values are
// written as Cedar's JSON escapes.
std::string DecisionJson(const Decision& decision);

// {"rows", "open", "count", "errors"}; `rows` is left out when only the count is wanted, and holds
// at most `limit` rows.
std::string AnswerJson(const Answer& answer, bool with_rows, std::size_t limit);

// {"error": {"code", "message"}, "diagnostics": [..]}
std::string FaultJson(const Fault& fault);

}  // namespace rune::engine
