// Policies whose lines are about as long as a line may be, with characters that join, take
// selectors or colours, or are not one cell wide.
#pragma once

#include <cstdint>
#include <string>

namespace rune::diff {

// A few policies. `width`: that of the lines.
std::string MakeWidePolicies(std::uint64_t seed, std::size_t width);

}  // namespace rune::diff
