#include "value/escape.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"

namespace rune::value {
namespace {

using namespace std::string_view_literals;

std::string Read(std::string_view text) {
  const auto result = Unescape(text);
  return result ? *result
                : "error at " + std::to_string(result.error().offset) + "+" +
                      std::to_string(result.error().length);
}

std::string Broken(std::size_t offset, std::size_t length) {
  return "error at " + std::to_string(offset) + "+" + std::to_string(length);
}

TEST(Unescape, TheShortOnes) {
  EXPECT_EQ(Read(R"(a\n\r\t\\\'\"b)"), "a\n\r\t\\'\"b");
  EXPECT_EQ(Read(R"(\0)"), "\0"sv);
  EXPECT_EQ(Read(R"(\01)"),
            "\0"
            "1"sv)
      << "no octal";
  EXPECT_EQ(Read(""), "");
}

TEST(Unescape, HexUpTo7F) {
  EXPECT_EQ(Read(R"(\x41\x7F\x00)"), "A\x7f\0"sv);
  EXPECT_EQ(Read(R"(\x80)"), Broken(0, 4));
  EXPECT_EQ(Read(R"(ab\x4)"), Broken(2, 3));
  EXPECT_EQ(Read(R"(\xg0)"), Broken(0, 2));
}

TEST(Unescape, BracedFromOneToSixDigits) {
  EXPECT_EQ(Read(R"(\u{41})"), "A");
  EXPECT_EQ(Read(R"(\u{00e9})"), "\xc3\xa9");
  EXPECT_EQ(Read(R"(\u{1F600})"), "\xf0\x9f\x98\x80");
  EXPECT_EQ(Read(R"(\u{10FFFF})"), "\xf4\x8f\xbf\xbf");
  EXPECT_EQ(Read(R"(\u{1_F6_00_})"), "\xf0\x9f\x98\x80") << "underscores behind the first digit";
  for (const char* wrong :
       {R"(\u{})", R"(\u{_1})", R"(\u{1234567})", R"(\u{0000041})", R"(\u{110000})", R"(\u{D800})",
        R"(\u{dfff})", R"(\u{12)", R"(\u{)", R"(\u)", R"(\u0041)", R"(\u{g})", R"(\u{1 })",
        R"(\u{FFFFFFFFFFFFFFFFFFFF})"}) {
    EXPECT_FALSE(Unescape(wrong).has_value()) << wrong;
  }
}

TEST(Unescape, UnknownEscapesNameTheirPlace) {
  EXPECT_EQ(Read(R"(abc\qd)"), Broken(3, 2));
  EXPECT_EQ(Read("\\\xc3\xa9"), Broken(0, 3));
  EXPECT_EQ(Read("\\"), Broken(0, 1));
  EXPECT_FALSE(Unescape(R"(\*)").has_value()) << "a star is escaped in patterns only";
  EXPECT_FALSE(Unescape("\\\n").has_value());
  EXPECT_FALSE(Unescape("\\\r\n").has_value());
}

TEST(Unescape, ARawNewlineStandsAndARawReturnDoesNot) {
  EXPECT_EQ(Read("a\nb\tc"), "a\nb\tc");
  EXPECT_EQ(Read("a\r\nb"), Broken(1, 1));
  EXPECT_FALSE(UnescapePattern("a\r").has_value());
}

TEST(Unescape, BrokenUtf8IsAnError) {
  EXPECT_EQ(Read("ab\xff"), Broken(2, 1));
  EXPECT_FALSE(UnescapePattern("ab\xff").has_value());
  EXPECT_FALSE(Unescape("\\\xff").has_value());
}

TEST(UnescapePattern, StarsAndEscapedStars) {
  using Points = std::vector<char32_t>;
  EXPECT_EQ(UnescapePattern(R"(a*\*)"), (Points{'a', kPatternWildcard, '*'}));
  EXPECT_EQ(UnescapePattern(R"(\x2a\u{2A})"), (Points{kPatternWildcard, kPatternWildcard}))
      << "as the reference reads it";
  EXPECT_EQ(UnescapePattern(R"(\\*)"), (Points{'\\', kPatternWildcard}));
  EXPECT_EQ(UnescapePattern("\xf0\x9f\x98\x80"), (Points{0x1F600}));
  EXPECT_FALSE(UnescapePattern("\\").has_value());
}

TEST(Escape, WhatCanBeSeenStands) {
  EXPECT_EQ(Escape("it's a \xc3\xa9 \xe4\xb8\xad"), "it's a \xc3\xa9 \xe4\xb8\xad");
  EXPECT_EQ(Escape("\n\r\t\\\"\0"sv), R"(\n\r\t\\\"\0)");
  EXPECT_EQ(Quote("a\"b"), R"("a\"b")");
}

TEST(Escape, WhatCannotBeSeenIsEscaped) {
  EXPECT_EQ(Escape("\x1b\x7f"), R"(\u{1b}\u{7f})");
  EXPECT_EQ(Escape("\xe2\x80\xae\xc2\xa0"), R"(\u{202e}\u{a0})");
  EXPECT_EQ(Escape("\xcc\x81"
                   "e\xcc\x81"),
            "\\u{301}e\xcc\x81")
      << "a mark would join the quote";
}

TEST(Escape, PatternsReadBack) {
  const std::vector<char32_t> pattern{'a', kPatternWildcard, '*', '\\', 0x1B, 0x1F600};
  EXPECT_EQ(EscapePattern(pattern), "a*\\*\\\\\\u{1b}\xf0\x9f\x98\x80");
  EXPECT_EQ(UnescapePattern(EscapePattern(pattern)), pattern);
}

TEST(Escape, IsTheInverseOfUnescape) {
  EXPECT_TRUE(rc::check("Unescape(Escape(t)) == t", [](const std::vector<std::uint32_t>& points) {
    std::string text;
    for (const std::uint32_t p : points) AppendUtf8(text, p % 0x110000);
    RC_ASSERT(Unescape(Escape(text)).value() == text);
  }));
}

TEST(Escape, UnescapeEndsOnAnyText) {
  EXPECT_TRUE(rc::check("errors lie inside the text", [] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("\\\\\\ux{}_019afnrt\"'*\r\n\x80\xc3")));
    if (const auto result = Unescape(text); !result) {
      RC_ASSERT(result.error().length > 0u);
      RC_ASSERT(result.error().offset + result.error().length <= text.size());
    }
    if (const auto result = UnescapePattern(text); !result) {
      RC_ASSERT(result.error().offset + result.error().length <= text.size());
    }
  }));
}

TEST(Escape, ALongTextTakesLinearTime) {
  const std::string text(10'000'000, '\\');
  EXPECT_EQ(Unescape(text)->size(), 5'000'000u);
}

}  // namespace
}  // namespace rune::value
