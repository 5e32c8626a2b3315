// What can be shown of a text: properties of code points, by Unicode 16.0.
//
// Used where text of unknown origin is printed: what cannot be seen is escaped, so that no text
// steers a terminal or looks like another. Each question is a binary search over a constant table.
#pragma once

namespace rune {

// False for controls, format characters (bidirectional marks among them), private and unassigned
// code points, surrogates, and every blank but the space.
bool IsPrintable(char32_t code_point);
// Marks that join the character before them.
bool IsCombining(char32_t code_point);

}  // namespace rune
