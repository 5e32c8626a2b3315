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

// Default_Ignorable_Code_Point, and the vowels and finals that join a Hangul syllable.
constexpr CodePointRange kInvisible[] = {
    {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x11FF},   {0x17B4, 0x17B5}, {0x180B, 0x180F},
    {0x200B, 0x200F},   {0x202A, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164}, {0xD7B0, 0xD7C6},
    {0xD7CB, 0xD7FB},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

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
  if (c < 0x300) return c == 0xAD ? 0 : 1;
  if (IsCombining(c) || (c != 0x115F && Contains(kInvisible, c))) return 0;
  return Contains(kWide, c) ? 2 : 1;
}

}  // namespace rune
