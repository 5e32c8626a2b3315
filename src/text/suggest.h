// "Did you mean": the known name closest to a mistyped one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rune::text {

// The closest of `known` by edit distance with transpositions (Damerau, optimal string alignment),
// if it is close: at most a third of the longer name differs, and at most three edits. Ties go to
// the first. Nothing for names over 100 bytes.
std::optional<std::string> Suggest(std::string_view name, std::span<const std::string> known);

}  // namespace rune::text
