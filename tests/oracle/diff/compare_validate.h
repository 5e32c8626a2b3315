// The validator: verdict, and for each policy the kinds of errors and warnings; strict, permissive
// and with a level.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskStrict(const Setup& setup);
std::optional<Difference> JudgeStrict(const Setup& setup, const Ours& ours,
                                      const value::Json& result, Counts& counts);

std::string AskPermissive(const Setup& setup);
std::optional<Difference> JudgePermissive(const Setup& setup, const Ours& ours,
                                          const value::Json& result, Counts& counts);

std::string AskLevel(const Setup& setup);
std::optional<Difference> JudgeLevel(const Setup& setup, const Ours& ours,
                                     const value::Json& result, Counts& counts);

}  // namespace rune::diff
