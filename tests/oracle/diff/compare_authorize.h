// Decision, reasons, erring policies and the kinds of their errors, request by request.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskAuthorize(const Setup& setup);
std::optional<Difference> JudgeAuthorize(const Setup& setup, const Ours& ours,
                                         const value::Json& result, Counts& counts);

}  // namespace rune::diff
