// Rules text to tokens, one clause at a time.
//
// Idea: where a clause ends is decided by characters alone (a `.` before a blank, a comment or the
// end of the text), so the lexer hands out whole clauses. A text of any length is read with the
// memory of its longest clause, and an error in one clause never reaches the next. Brackets are
// paired here, which lets the parser look behind one without reading it.
//
// Invariants: the last token of a clause is kEnd or kEof; a clause with an error holds that one
// error and no tokens. Belongs to one thread; linear in the text; no recursion.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bounds.h"
#include "text/codes.h"
#include "text/source.h"

namespace rune::datalog {

enum class TokenKind : std::uint8_t {
  kName,      // lower-case word
  kVariable,  // word that begins with an upper-case letter or `_`
  kInteger,
  kDecimal,
  kString,  // with its quotes
  kOpenParen,
  kCloseParen,
  kOpenBracket,
  kCloseBracket,
  kOpenBrace,
  kCloseBrace,
  kComma,
  kSemicolon,
  kColon,
  kDoubleColon,
  kArrow,  // kArrow: `:-`
  kAssign,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPercent,
  kNot,  // `!` or the sign of negation
  kDot,  // before a letter or `_`
  kEnd,  // the `.` that ends a clause
  kEof,
};

struct Token {
  TokenKind kind = TokenKind::kEof;
  bool line_start = false;  // at column 1
  std::uint32_t begin = 0;  // offsets into the slice
  std::uint32_t end = 0;
  std::uint32_t match = 0;  // of an opening bracket: the token that closes it, else 0
};

struct LexError {
  text::Code code = text::Code::kRuleSyntax;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;
  std::string help;
};

// The tokens up to and with the end of one clause.
struct ClauseTokens {
  std::vector<Token> tokens;
  std::optional<LexError> error;
};

class Lexer {
 public:
  // The most tokens of one clause.
  static constexpr std::size_t kMostTokens = 1u << 20;

  Lexer(text::Slice slice, const Bounds& bounds) : text_(slice.text), depth_limit_(bounds.depth) {}

  // Reads the next clause. Returns: false when nothing but blanks and comments is left.
  bool Next(ClauseTokens& out);

 private:
  void SkipBlanks(ClauseTokens& out);
  void SkipComment(ClauseTokens& out);
  void ReadToken(ClauseTokens& out);
  bool ReadSymbol(ClauseTokens& out);
  void ReadNumber(ClauseTokens& out);
  void ReadString(ClauseTokens& out);
  void ReadDot(ClauseTokens& out);
  void ReadUnknown(ClauseTokens& out);
  void Push(ClauseTokens& out, TokenKind kind, std::size_t begin);
  void PushBracket(ClauseTokens& out, TokenKind kind, std::size_t begin);
  void Fail(ClauseTokens& out, text::Code code, std::size_t begin, std::size_t end,
            std::string message, std::string help = {});
  char At(std::size_t pos) const { return pos < text_.size() ? text_[pos] : '\0'; }
  bool StartsComment(std::size_t pos) const;

  std::string_view text_;
  std::size_t depth_limit_;
  std::size_t pos_ = 0;
  std::vector<std::uint32_t> open_;  // tokens of open brackets
  bool ended_ = false;               // the clause being read has its end
};

}  // namespace rune::datalog
