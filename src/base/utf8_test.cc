#include "base/utf8.h"

#include <gtest/gtest.h>

#include <vector>

namespace rune {
namespace {

std::vector<char32_t> Decode(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t pos = 0; pos < text.size();) out.push_back(DecodeUtf8(text, pos));
  return out;
}

using Points = std::vector<char32_t>;
constexpr char32_t kBad = kInvalidCodePoint;

TEST(Utf8, DecodesTheEndsOfEachLength) {
  EXPECT_EQ(Decode("\x7f"), Points{0x7F});
  EXPECT_EQ(Decode("\xc2\x80"), Points{0x80});
  EXPECT_EQ(Decode("\xdf\xbf"), Points{0x7FF});
  EXPECT_EQ(Decode("\xe0\xa0\x80"), Points{0x800});
  EXPECT_EQ(Decode("\xed\x9f\xbf"), Points{0xD7FF});
  EXPECT_EQ(Decode("\xee\x80\x80"), Points{0xE000});
  EXPECT_EQ(Decode("\xef\xbf\xbf"), Points{0xFFFF});
  EXPECT_EQ(Decode("\xf0\x90\x80\x80"), Points{0x10000});
  EXPECT_EQ(Decode("\xf4\x8f\xbf\xbf"), Points{0x10FFFF});
}

TEST(Utf8, RefusesWhatIsNoCharacter) {
  EXPECT_EQ(Decode("\xc0\x80"), (Points{kBad, kBad})) << "overlong, two bytes";
  EXPECT_EQ(Decode("\xc1\xbf"), (Points{kBad, kBad})) << "overlong, two bytes";
  EXPECT_EQ(Decode("\xe0\x9f\xbf"), (Points{kBad, kBad, kBad})) << "overlong, three bytes";
  EXPECT_EQ(Decode("\xf0\x8f\xbf\xbf"), (Points{kBad, kBad, kBad, kBad})) << "overlong, four";
  EXPECT_EQ(Decode("\xed\xa0\x80"), (Points{kBad, kBad, kBad})) << "surrogate";
  EXPECT_EQ(Decode("\xf4\x90\x80\x80"), (Points{kBad, kBad, kBad, kBad})) << "above 10FFFF";
  EXPECT_EQ(Decode("\xf5\x80\x80\x80"), (Points{kBad, kBad, kBad, kBad}));
  EXPECT_EQ(Decode("\xff"), Points{kBad});
  EXPECT_EQ(Decode("\x80"), Points{kBad}) << "a lone continuation";
}

TEST(Utf8, ABrokenSequenceCostsOneByte) {
  EXPECT_EQ(Decode("\xe2\x82z"), (Points{kBad, kBad, 'z'})) << "cut short by another character";
  EXPECT_EQ(Decode("\xf0\x9f\x98"), (Points{kBad, kBad, kBad})) << "cut short by the end";
  EXPECT_EQ(Decode("\xc3"), Points{kBad});
}

TEST(Utf8, FindsTheFirstBrokenByte) {
  EXPECT_EQ(FindInvalidUtf8(""), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("gr\xc3\xbc\xc3\x9f"), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("ab\xc3"), 2u);
  EXPECT_EQ(FindInvalidUtf8("\xc3\xbc\xff"), 2u);
}

TEST(Utf8, FindsABrokenByteWhereverItStands) {
  for (std::size_t at = 0; at < 20; ++at) {
    std::string text(20, 'a');
    EXPECT_EQ(FindInvalidUtf8(text), std::string_view::npos);
    text[at] = '\x80';
    EXPECT_EQ(FindInvalidUtf8(text), at);
    text.replace(at, 1, "\xc3\xbc");
    EXPECT_EQ(FindInvalidUtf8(text), std::string_view::npos);
  }
}

TEST(Utf8, AppendIsTheInverse) {
  for (char32_t c = 0; c <= 0x10FFFF; c += (c < 0x3000 ? 1 : 97)) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(text, c);
    EXPECT_EQ(Decode(text), Points{c});
  }
}

TEST(Utf8, AppendReplacesWhatIsNoCharacter) {
  for (const char32_t c : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, kBad}) {
    std::string text;
    AppendUtf8(text, c);
    EXPECT_EQ(text, "\xef\xbf\xbd");
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"), 4u);
}

}  // namespace
}  // namespace rune
