#include "base/display_width.h"

#include <gtest/gtest.h>

#include <string>

#include "base/utf8.h"

namespace rune {
namespace {

// Widths are those of the crate unicode-width 0.2.2; tests/oracle compares at random.
std::size_t WidthOf(std::u32string_view code_points) {
  std::string text;
  for (const char32_t c : code_points) AppendUtf8(text, c);
  return DisplayWidth(text);
}

TEST(DisplayWidth, CodePointsAlone) {
  EXPECT_EQ(DisplayWidth(U'a'), 1);
  EXPECT_EQ(DisplayWidth(U'\u00E9'), 1);
  EXPECT_EQ(DisplayWidth(U'\u0301'), 0);
  EXPECT_EQ(DisplayWidth(U'\u00AD'), 0);
  EXPECT_EQ(DisplayWidth(U'\u202E'), 0);
  EXPECT_EQ(DisplayWidth(U'\uFE0F'), 0);
  EXPECT_EQ(DisplayWidth(U'\u1160'), 0);
  EXPECT_EQ(DisplayWidth(U'\u115F'), 2);
  EXPECT_EQ(DisplayWidth(U'\u4E2D'), 2);
  EXPECT_EQ(DisplayWidth(U'\uFF21'), 2);
  EXPECT_EQ(DisplayWidth(U'\U0001F600'), 2);
  EXPECT_EQ(DisplayWidth(U'\u17D8'), 3);
  EXPECT_EQ(DisplayWidth(kInvalidCodePoint), 1);
}

TEST(DisplayWidth, AsciiIsItsBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("a\tb\r\n"), 5);
}

TEST(DisplayWidth, ALineEndIsOneCellBesideOtherText) {
  EXPECT_EQ(WidthOf(U"é\r\n"), 2);
  EXPECT_EQ(WidthOf(U"é\n\r"), 3);
}

TEST(DisplayWidth, BrokenBytesAreACellEach) { EXPECT_EQ(DisplayWidth("\xFF\xFE"), 2); }

TEST(DisplayWidth, SelectorsChooseBetweenTextAndPicture) {
  EXPECT_EQ(WidthOf(U"\u2764"), 1);
  EXPECT_EQ(WidthOf(U"\u2764\uFE0F"), 2);
  EXPECT_EQ(WidthOf(U"\u231A"), 2);
  EXPECT_EQ(WidthOf(U"\u231A\uFE0E"), 1);
  EXPECT_EQ(WidthOf(U"a\uFE0F"), 1);
  EXPECT_EQ(WidthOf(U"1\uFE0F\u20E3"), 2);
  EXPECT_EQ(WidthOf(U"\u2019\uFE00"), 1);
  EXPECT_EQ(WidthOf(U"\u2019\uFE01"), 2);
}

TEST(DisplayWidth, JoinedAndColouredPicturesAreOne) {
  EXPECT_EQ(WidthOf(U"\U0001F468\U0001F469\U0001F467"), 6);
  EXPECT_EQ(WidthOf(U"\U0001F468\u200D\U0001F469\u200D\U0001F467"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F44D\U0001F3FD"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F600\U0001F3FD"), 4);
  EXPECT_EQ(WidthOf(U"\u2764\uFE0F\u200D\U0001F525"), 2);
  EXPECT_EQ(WidthOf(U"1\uFE0F\u20E3\u200D\U0001F525"), 2);
}

TEST(DisplayWidth, FlagsAreACellALetterOrTagged) {
  EXPECT_EQ(WidthOf(U"\U0001F1E9"), 1);
  EXPECT_EQ(WidthOf(U"\U0001F1E9\U0001F1EA"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F1E9\U0001F1EA\u200D\U0001F525"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F1E9\U0001F1EA\U0001F1EB\u200D\U0001F525"), 5);
  EXPECT_EQ(WidthOf(U"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F3F4\U000E0061\U000E0062\U000E0063\U000E007F\u200D\U0001F525"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F3F4\U000E0031\U000E0032\U000E0033\U000E007F\u200D\U0001F525"), 2);
  EXPECT_EQ(WidthOf(U"\U0001F3F4\U000E0031\U000E0032\U000E007F\u200D\U0001F525"), 4);
}

TEST(DisplayWidth, LigaturesAreNarrowerThanTheirLetters) {
  EXPECT_EQ(WidthOf(U"\u0644\u0627"), 1);              // lam, alef
  EXPECT_EQ(WidthOf(U"\u0644\u064E\u0627"), 1);        // with a vowel
  EXPECT_EQ(WidthOf(U"\u0644\u200D\u0627"), 2);        // parted
  EXPECT_EQ(WidthOf(U"\u0627\u0644"), 2);              // alef, lam
  EXPECT_EQ(WidthOf(U"\u05D0\u200D\u05DC"), 1);        // Hebrew alef, lamed
  EXPECT_EQ(WidthOf(U"\u05D0\uFE00\u200D\u05DC"), 1);  // selectors do not part it
  EXPECT_EQ(WidthOf(U"\u05D0\u05DC"), 2);
  EXPECT_EQ(WidthOf(U"\u1780\u17D2\u1780"), 1);        // Khmer letter below
  EXPECT_EQ(WidthOf(U"\u1A15\u1A17\u200D\u1A10"), 1);  // Buginese
  EXPECT_EQ(WidthOf(U"\u2D4F\u2D7F\u2D3E"), 1);        // Tifinagh
  EXPECT_EQ(WidthOf(U"\u2D4F\u200D\u2D3E"), 1);
  EXPECT_EQ(WidthOf(U"\u2D4F\u2D3E"), 2);
  EXPECT_EQ(WidthOf(U"\uA4F9\uA4FC"), 1);                // Lisu tones
  EXPECT_EQ(WidthOf(U"\U00010C32\u200D\U00010C03"), 1);  // Old Turkic
  EXPECT_EQ(WidthOf(U"\U00016D63\U00016D67"), 1);        // Kirat Rai
  EXPECT_EQ(WidthOf(U"\U00016D63\U00016D67\U00016D67"), 1);
}

TEST(DisplayWidth, HangulSyllablesOfPartsAreTheirFirstPart) {
  EXPECT_EQ(WidthOf(U"\u1112\u1161\u11AB"), 2);
  EXPECT_EQ(WidthOf(U"\uD55C"), 2);
}

}  // namespace
}  // namespace rune
