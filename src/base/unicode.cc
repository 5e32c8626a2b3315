#include "base/unicode.h"

#include "base/code_point_range.h"

namespace rune {
namespace {

#include "base/unicode_tables.inc"

}  // namespace

bool IsPrintable(char32_t c) {
  if (c < 0x7F) return c >= 0x20;
  return c <= 0x10FFFF && !Contains(kUnprintable, c);
}

bool IsCombining(char32_t c) { return c >= 0x300 && Contains(kCombining, c); }

}  // namespace rune
