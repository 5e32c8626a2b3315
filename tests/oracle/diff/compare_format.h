// The formatter, byte for byte, at a width and an indent that the set-up's seed chooses.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskFormat(const Setup& setup);
std::optional<Difference> JudgeFormat(const Setup& setup, const Ours& ours,
                                      const value::Json& result, Counts& counts);

}  // namespace rune::diff
