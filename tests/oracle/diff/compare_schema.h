// Schemas: whether a text is one, what is wrong with it, what is warned of.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskSchema(const Setup& setup);
std::optional<Difference> JudgeSchema(const Setup& setup, const Ours& ours,
                                      const value::Json& result, Counts& counts);

}  // namespace rune::diff
