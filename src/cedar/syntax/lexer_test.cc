#include "cedar/syntax/lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace rune::cedar {
namespace {

// The tokens' spellings, `_` between them; a broken one in `<>`. `room` tokens are read at a time.
std::string TokensBy(std::size_t room, const std::string& text, bool extended) {
  text::SourceMap sources;
  const auto file = sources.Add("test", text);
  text::Diagnostics diagnostics(sources);
  Lexer lexer(sources.Whole(file), extended, diagnostics);
  std::vector<Token> tokens(room);
  std::string out;
  while (true) {
    const std::size_t count = lexer.Fill(tokens);
    for (std::size_t i = 0; i < count; ++i) {
      const Token& token = tokens[i];
      if (token.kind == TokenKind::kEnd) {
        for (const Diagnostic& finding : diagnostics.all()) out += " " + finding.code;
        return out;
      }
      if (!out.empty()) out += '_';
      const std::string spelling(lexer.Text(token));
      out += token.kind == TokenKind::kBroken ? "<" + spelling + ">" : spelling;
    }
  }
}

std::string Tokens(const std::string& text, bool extended = false) {
  std::string out = TokensBy(1, text, extended);
  for (const std::size_t room : {2u, 3u, 64u}) EXPECT_EQ(TokensBy(room, text, extended), out);
  return out;
}

TEST(LexerTest, ReportsWaitForTheirPlace) {
  text::SourceMap sources;
  const auto file = sources.Add("test", "a b # c\nd");
  text::Diagnostics diagnostics(sources);
  Lexer lexer(sources.Whole(file), false, diagnostics);
  std::vector<Token> tokens(64);
  EXPECT_EQ(lexer.Fill(tokens), 2u);
  EXPECT_EQ(diagnostics.all().size(), 0u);
  EXPECT_EQ(lexer.Fill(tokens), 2u) << "d and the end";
  EXPECT_EQ(diagnostics.all().size(), 1u);
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
