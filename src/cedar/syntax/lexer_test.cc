#include "cedar/syntax/lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace rune::cedar {
namespace {

// The tokens' spellings, `_` between them; a broken one in `<>`.
std::string Tokens(const std::string& text, bool extended = false) {
  text::SourceMap sources;
  const auto file = sources.Add("test", text);
  text::Diagnostics diagnostics(sources);
  Lexer lexer(sources.Whole(file), extended, diagnostics);
  std::string out;
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd; token = lexer.Next()) {
    if (!out.empty()) out += '_';
    const std::string spelling(lexer.Text(token));
    out += token.kind == TokenKind::kBroken ? "<" + spelling + ">" : spelling;
  }
  for (const Diagnostic& finding : diagnostics.all()) out += " " + finding.code;
  return out;
}

TEST(LexerTest, LongestSymbolsFirst) {
  EXPECT_EQ(Tokens("a==b!=c<=d>=e<f>g=h"), "a_==_b_!=_c_<=_d_>=_e_<_f_>_g_=_h");
  EXPECT_EQ(Tokens("A::B:c...d.e"), "A_::_B_:_c_..._d_._e");
  EXPECT_EQ(Tokens("a&&b||!c"), "a_&&_b_||_!_c");
}

TEST(LexerTest, WordsAndNumbersNeedNoBlankBetween) {
  EXPECT_EQ(Tokens("1in[2]"), "1_in_[_2_]");
  EXPECT_EQ(Tokens("007 _a9 ?x"), "007__a9_?x");
}

TEST(LexerTest, ASlotIsOneToken) {
  EXPECT_EQ(Tokens("?principal"), "?principal");
  EXPECT_EQ(Tokens("? principal"), "<?>_principal");
}

TEST(LexerTest, StringsEndAtTheFirstBareQuote) {
  EXPECT_EQ(Tokens(R"("a\"b" "c\\" d)"), R"("a\"b"_"c\\"_d)");
  EXPECT_EQ(Tokens("\"a\nb\""), "\"a\nb\"");
  EXPECT_EQ(Tokens("a \"b"), "a_<\"b>");
  EXPECT_EQ(Tokens("\"b\\"), "<\"b\\>");
  EXPECT_EQ(Tokens("\"b\\\""), "<\"b\\\">");
}

TEST(LexerTest, BlanksAreUnicodes) {
  for (const char* blank : {"\u00A0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202F", "\u205F",
                            "\u3000", "\u0085", "\t", "\v", "\f", "\r"}) {
    EXPECT_EQ(Tokens(std::string("a") + blank + "b"), "a_b");
  }
  // Zero-width space and byte-order mark are no blanks.
  EXPECT_EQ(Tokens("a\u200Bb"), "a_<\u200B>_b");
  EXPECT_EQ(Tokens("\uFEFFb"), "<\uFEFF>_b");
}

TEST(LexerTest, LineCommentsEndAtEitherLineEnd) {
  EXPECT_EQ(Tokens("a // b\nc"), "a_c");
  EXPECT_EQ(Tokens("a // b\rc"), "a_c");
  EXPECT_EQ(Tokens("a // b"), "a");
  EXPECT_EQ(Tokens("\"// no\" // \""), "\"// no\"");
}

TEST(LexerTest, ExtendedFilesKnowTwoMoreComments) {
  EXPECT_EQ(Tokens("a # b\nc", true), "a_c");
  EXPECT_EQ(Tokens("a # b\rc", true), "a_c");
  EXPECT_EQ(Tokens("a /* b\n ** / */c", true), "a_c");
  EXPECT_EQ(Tokens("a /*/ b */c", true), "a_c");
  EXPECT_EQ(Tokens("a / * b", true), "a_/_*_b");
}

TEST(LexerTest, StrictFilesReportThemAndReadOn) {
  EXPECT_EQ(Tokens("a # b\nc"), "a_c RUNE-P0004");
  EXPECT_EQ(Tokens("a /* b */c"), "a_c RUNE-P0004");
}

TEST(LexerTest, ACommentMustEnd) {
  EXPECT_EQ(Tokens("a /* b", true), "a RUNE-P0004");
  EXPECT_EQ(Tokens("a /*", false), "a RUNE-P0004");
}

}  // namespace
}  // namespace rune::cedar
