// The formatter, byte for byte: on the set-up's policies, at a width and an indent that its seed
// chooses, and on policies that are made for the widths of their characters.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskFormat(const Setup& setup);
std::optional<Difference> JudgeFormat(const Setup& setup, const Ours& ours,
                                      const value::Json& result, Counts& counts);
std::string AskWidths(const Setup& setup);
std::optional<Difference> JudgeWidths(const Setup& setup, const Ours& ours,
                                      const value::Json& result, Counts& counts);

}  // namespace rune::diff
