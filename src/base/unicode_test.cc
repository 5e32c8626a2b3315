#include "base/unicode.h"

#include <gtest/gtest.h>

namespace rune {
namespace {

TEST(Unicode, WhatCannotBeSeenIsNotPrintable) {
  for (const char32_t c :
       {0x00,   0x1B,   0x1F,   0x7F,   0x80,   0x9F,   0xA0,   0xAD,    0x200B,   0x200E,  0x2028,
        0x202E, 0x2066, 0x3000, 0xD800, 0xE000, 0xFEFF, 0xFFFF, 0xE0001, 0x10FFFF, 0x110000}) {
    EXPECT_FALSE(IsPrintable(c)) << std::hex << static_cast<unsigned>(c);
  }
}

TEST(Unicode, LettersSignsAndTheSpaceArePrintable) {
  for (const char32_t c : {0x20, 0x21, 0x7E, 0xA1, 0xE9, 0x301, 0x416, 0x4E2D, 0xFFFD, 0x1F600}) {
    EXPECT_TRUE(IsPrintable(c)) << std::hex << static_cast<unsigned>(c);
  }
}

TEST(Unicode, MarksJoinAndLettersDoNot) {
  EXPECT_TRUE(IsCombining(0x300));
  EXPECT_TRUE(IsCombining(0x20DD));
  EXPECT_FALSE(IsCombining('a'));
  EXPECT_FALSE(IsCombining(0x2FF));
}

}  // namespace
}  // namespace rune
