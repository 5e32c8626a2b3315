// Pages of memory.
#pragma once

#include <cstddef>

namespace rune {

// Asks the system for the pages of memory that will soon be written, all in one call: one that is
// asked for when it is first written costs twice as much. Where the system knows no such call,
// nothing happens.
void TouchPages(void* memory, std::size_t bytes);

// From now on up to 32 MiB free at the end of the heap stay with this process, so that the next
// configuration does not pay the system for pages that the last one gave back. For whole programs:
// a library leaves this to its host. With another allocator than glibc's nothing happens.
void KeepFreedPages();

}  // namespace rune
