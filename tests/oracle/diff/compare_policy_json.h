// The JSON form of policies: ours is the reference's, and reading it gives the same tree.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskPolicyJson(const Setup& setup);
std::optional<Difference> JudgePolicyJson(const Setup& setup, const Ours& ours,
                                          const value::Json& result, Counts& counts);

}  // namespace rune::diff
