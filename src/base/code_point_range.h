// Sets of code points as tables of ranges, as the generated tables keep them.
#pragma once

#include <algorithm>
#include <span>

namespace rune {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

// Requires: the ranges are sorted and none touches the next. Cost: a binary search.
inline bool Contains(std::span<const CodePointRange> ranges, char32_t c) {
  const auto it = std::ranges::lower_bound(ranges, c, {}, &CodePointRange::last);
  return it != ranges.end() && it->first <= c;
}

}  // namespace rune
