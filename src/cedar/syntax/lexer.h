// Policy text to tokens, some at a time, so that a file of any size needs no list of them.
//
// White space is Unicode's; `//` comments end at a line feed, a carriage return or the end of the
// text. In an extended file
// `#` and `/* */` are comments too; in a strict one they are reported (once each) and skipped, so
// that the policy behind them is still read. All else that is no token becomes a kBroken token,
// which the parser reports unless it is skipping. Requires: valid UTF-8. Cost: linear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "text/diagnostics.h"
#include "text/source.h"

namespace rune::cedar {

enum class TokenKind : std::uint8_t {
  kEnd,
  kBroken,      // an unknown character, or a string without its end
  kIdentifier,  // not reserved
  kTrue,
  kFalse,
  kIf,
  kThen,
  kElse,
  kIn,
  kIs,
  kLike,
  kHas,
  kCedar,  // reserved words; kCedar is `__cedar`
  kNumber,
  kString,  // with its quotes; escapes not yet looked at
  kSlot,    // `?name`
  kAt,
  kComma,
  kSemicolon,
  kColon,
  kDoubleColon,
  kDot,
  kEllipsis,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAssign,
  kAnd,
  kOr,
  kNot,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPercent,
};

// Identifiers that have a meaning in some places.
enum class Keyword : std::uint8_t {
  kOther,
  kPermit,
  kForbid,
  kWhen,
  kUnless,
  kActionType,  // `Action`
  kPrincipal,   // from here on the variables, in the order of Variable
  kAction,
  kResource,
  kContext,
};

// Bytes [begin, end) of the slice.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  Keyword keyword = Keyword::kOther;  // kIdentifier: which one
  bool plain = false;  // a string that means what it shows: no escape, no carriage return
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  Token() = default;
  Token(TokenKind what, std::size_t from, std::size_t to)
      : kind(what), begin(static_cast<std::uint32_t>(from)), end(static_cast<std::uint32_t>(to)) {}
};

// An identifier, reserved or not.
constexpr bool IsWord(TokenKind kind) {
  return kind >= TokenKind::kIdentifier && kind <= TokenKind::kCedar;
}
constexpr bool IsReservedWord(TokenKind kind) {
  return kind > TokenKind::kIdentifier && kind <= TokenKind::kCedar;
}

class Lexer {
 public:
  Lexer(text::Slice slice, bool extended, text::Diagnostics& diagnostics)
      : slice_(slice), extended_(extended), diagnostics_(diagnostics) {}

  // Writes the next tokens, at least one and at most as many as there is room for; the last one is
  // kEnd again and again. Stops before what must be reported, so that reports come when their place
  // is reached. Requires: room for one. Returns: how many.
  std::size_t Fill(std::span<Token> tokens);
  // The next one alone.
  Token Next() {
    Token token;
    Fill(std::span(&token, 1));
    return token;
  }
  std::string_view Text(Token token) const {
    return slice_.text.substr(token.begin, token.end - token.begin);
  }
  text::Span At(std::size_t from, std::size_t to) const { return slice_.At(from, to); }

 private:
  [[gnu::noinline]] bool SkipOther();
  bool SkipComment();
  void SkipLine();
  bool ToNextComment();
  void SkipBlock();
  Token Number() const;
  Token String() const;
  Token Slot() const;
  Token Other() const;
  bool AtReport() const;
  bool Has(std::string_view text) const { return slice_.text.substr(pos_).starts_with(text); }

  text::Slice slice_;
  bool extended_;
  text::Diagnostics& diagnostics_;
  std::size_t pos_ = 0;
};

}  // namespace rune::cedar
