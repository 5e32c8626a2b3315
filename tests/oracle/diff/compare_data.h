// Entities and requests read with the schema: accepted or refused and why, and what they then are;
// and decisions on such data.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskEntities(const Setup& setup);
std::optional<Difference> JudgeEntities(const Setup& setup, const Ours& ours,
                                        const value::Json& result, Counts& counts);

std::string AskRequests(const Setup& setup);
std::optional<Difference> JudgeRequests(const Setup& setup, const Ours& ours,
                                        const value::Json& result, Counts& counts);

}  // namespace rune::diff
