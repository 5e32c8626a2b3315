// How many cells of a terminal a text takes, exactly as Cedar's own formatter counts them (the
// crate unicode-width 0.2.2, Unicode 17): a line that fits there fits here.
//
// A text is not always as wide as its characters one by one: pictures that are joined, take a
// colour of skin or a selector, flags of two letters, and ligatures of some scripts (lam and alef)
// are narrower or wider than their parts.
#pragma once

#include <cstddef>
#include <string_view>

namespace rune {

// Cells of the code point alone: 0 for marks and what is never seen, 2 for wide East Asian
// characters and pictures, 3 for one sign of Khmer, else 1, controls too.
int DisplayWidth(char32_t code_point);
// Cells of the text. "\r\n" is one, unless all is ASCII: then each byte is. A broken byte is one.
std::size_t DisplayWidth(std::string_view text);

}  // namespace rune
