// Untyped partial evaluation: what is left of policies where parts of requests are missing and
// fields of contexts are unknown.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskPartialEval(const Setup& setup);
std::optional<Difference> JudgePartialEval(const Setup& setup, const Ours& ours,
                                           const value::Json& result, Counts& counts);

}  // namespace rune::diff
