#include "base/unicode.h"

#include <algorithm>
#include <span>

namespace rune {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

#include "base/unicode_tables.inc"

bool Contains(std::span<const CodePointRange> ranges, char32_t c) {
  const auto it = std::ranges::lower_bound(ranges, c, {}, &CodePointRange::last);
  return it != ranges.end() && it->first <= c;
}

}  // namespace

bool IsPrintable(char32_t c) {
  if (c < 0x7F) return c >= 0x20;
  return c <= 0x10FFFF && !Contains(kUnprintable, c);
}

bool IsCombining(char32_t c) { return c >= 0x300 && Contains(kCombining, c); }

int DisplayWidth(char32_t c) {
  if (c < 0x300) return 1;
  if (IsCombining(c)) return 0;
  return Contains(kWide, c) ? 2 : 1;
}

}  // namespace rune
