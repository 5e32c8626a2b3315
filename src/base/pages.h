// Pages of memory.
#pragma once

#include <cstddef>

namespace rune {

// Asks the system for the pages of memory that will soon be written, all in one call: one that is
// asked for when it is first written costs twice as much. Where the system knows no such call,
// nothing happens.
void TouchPages(void* memory, std::size_t bytes);

}  // namespace rune
