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

// Bytes are looked at 64 at a time.
TEST(LexerTest, TokensAreTheSameWhereverTheyStand) {
  const std::string letters(70, 'a');
  const std::string text = "permit(p==A::\"b\",...)when{x.y has z&&\"" + letters +
                           "\" like \"\\*\\r\"}" + letters + letters + " 12 // c\n\u00A0;?slot";
  const std::string tokens = Tokens(text);
  for (std::size_t before = 1; before < 200; ++before) {
    ASSERT_EQ(Tokens(std::string(before, ' ') + text), tokens) << before;
    ASSERT_EQ(Tokens(text + std::string(before, ' ')), tokens) << before;
  }
}

TEST(LexerTest, WordsAreKnownWhole) {
  const auto first = [](const std::string& text) {
    text::SourceMap sources;
    const auto file = sources.Add("test", text);
    text::Diagnostics diagnostics(sources);
    return Lexer(sources.Whole(file), false, diagnostics).Next();
  };
  const std::vector<std::pair<std::string, Keyword>> keywords = {
      {"permit", Keyword::kPermit},     {"forbid", Keyword::kForbid},
      {"when", Keyword::kWhen},         {"unless", Keyword::kUnless},
      {"Action", Keyword::kActionType}, {"principal", Keyword::kPrincipal},
      {"action", Keyword::kAction},     {"resource", Keyword::kResource},
      {"context", Keyword::kContext}};
  const std::vector<std::pair<std::string, TokenKind>> reserved = {
      {"true", TokenKind::kTrue},    {"false", TokenKind::kFalse}, {"if", TokenKind::kIf},
      {"then", TokenKind::kThen},    {"else", TokenKind::kElse},   {"in", TokenKind::kIn},
      {"is", TokenKind::kIs},        {"like", TokenKind::kLike},   {"has", TokenKind::kHas},
      {"__cedar", TokenKind::kCedar}};
  const auto expect = [&](const std::string& word, TokenKind kind, Keyword keyword) {
    for (const std::string behind : {"", " ", "(", " and more behind it"}) {
      const Token token = first(word + behind);
      EXPECT_EQ(token.kind, kind) << word << behind;
      EXPECT_EQ(token.keyword, keyword) << word << behind;
    }
  };
  for (const auto& [word, keyword] : keywords) expect(word, TokenKind::kIdentifier, keyword);
  for (const auto& [word, kind] : reserved) expect(word, kind, Keyword::kOther);
  std::vector<std::string> all;
  for (const auto& [word, keyword] : keywords) all.push_back(word);
  for (const auto& [word, kind] : reserved) all.push_back(word);
  for (const std::string& word : all) {
    std::string other = word;
    other.back() = 'X';
    for (const std::string& near : {word + "s", "x" + word, other, word + word}) {
      expect(near, TokenKind::kIdentifier, Keyword::kOther);
    }
  }
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
  EXPECT_EQ(Tokens("a // b\n \t// c\r\n\n//\n d // e\n / f"), "a_d_/_f");
  EXPECT_EQ(Tokens("a // b\n//"), "a");
  EXPECT_EQ(Tokens("a // b\n# c\n// d\ne"), "a_e RUNE-P0004");
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
