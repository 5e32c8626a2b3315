// Schemas that are joined, and schemas read from JSON: accepted or refused and why, and what they
// then are.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskLink(const Setup& setup);
std::optional<Difference> JudgeLink(const Setup& setup, const Ours& ours, const value::Json& result,
                                    Counts& counts);

// The JSON that we write of the schema, broken in one set-up of three.
std::string AskSchemaJson(const Setup& setup);
std::optional<Difference> JudgeSchemaJson(const Setup& setup, const Ours& ours,
                                          const value::Json& result, Counts& counts);

}  // namespace rune::diff
