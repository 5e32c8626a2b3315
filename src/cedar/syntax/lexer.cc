#include "cedar/syntax/lexer.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace rune::cedar {
namespace {

using text::Code;

// Beyond ASCII.
bool IsBlank(char32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// What a byte may begin.
enum class ByteClass : std::uint8_t { kOther, kBlank, kLetter, kDigit };

constexpr std::array<ByteClass, 256> kClasses = [] {
  std::array<ByteClass, 256> classes{};
  for (std::size_t c = 0x09; c <= 0x0D; ++c) classes[c] = ByteClass::kBlank;
  classes[0x20] = ByteClass::kBlank;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = ByteClass::kLetter;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] = ByteClass::kLetter;
  classes['_'] = ByteClass::kLetter;
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = ByteClass::kDigit;
  return classes;
}();

ByteClass ClassOf(char c) { return kClasses[static_cast<std::uint8_t>(c)]; }
bool IsWordStart(char c) { return ClassOf(c) == ByteClass::kLetter; }
bool IsDigit(char c) { return ClassOf(c) == ByteClass::kDigit; }

// A word is told from the reserved ones by its length first.
TokenKind WordKind(std::string_view word) {
  const auto is = [word](std::string_view reserved, TokenKind kind) {
    return word == reserved ? kind : TokenKind::kIdentifier;
  };
  switch (word.size()) {
    case 2:
      return word[0] != 'i'   ? TokenKind::kIdentifier
             : word[1] == 'n' ? TokenKind::kIn
             : word[1] == 's' ? TokenKind::kIs
             : word[1] == 'f' ? TokenKind::kIf
                              : TokenKind::kIdentifier;
    case 3: return is("has", TokenKind::kHas);
    case 4:
      return word[0] == 'e'   ? is("else", TokenKind::kElse)
             : word[0] == 'l' ? is("like", TokenKind::kLike)
             : word[1] == 'h' ? is("then", TokenKind::kThen)
                              : is("true", TokenKind::kTrue);
    case 5: return is("false", TokenKind::kFalse);
    case 7: return is("__cedar", TokenKind::kCedar);
    default: return TokenKind::kIdentifier;
  }
}

// What a symbol is by itself, and what it is with a second character behind it.
struct Symbols {
  TokenKind alone = TokenKind::kBroken;
  char second = 0;
  TokenKind both = TokenKind::kBroken;
};

Symbols SymbolsOf(char first) {
  switch (first) {
    case '(': return {TokenKind::kLeftParen};
    case ')': return {TokenKind::kRightParen};
    case '[': return {TokenKind::kLeftBracket};
    case ']': return {TokenKind::kRightBracket};
    case '{': return {TokenKind::kLeftBrace};
    case '}': return {TokenKind::kRightBrace};
    case ',': return {TokenKind::kComma};
    case ';': return {TokenKind::kSemicolon};
    case '.': return {TokenKind::kDot};
    case '@': return {TokenKind::kAt};
    case '+': return {TokenKind::kPlus};
    case '-': return {TokenKind::kMinus};
    case '*': return {TokenKind::kStar};
    case '/': return {TokenKind::kSlash};
    case '%': return {TokenKind::kPercent};
    case ':': return {TokenKind::kColon, ':', TokenKind::kDoubleColon};
    case '=': return {TokenKind::kAssign, '=', TokenKind::kEqual};
    case '!': return {TokenKind::kNot, '=', TokenKind::kNotEqual};
    case '<': return {TokenKind::kLess, '=', TokenKind::kLessEqual};
    case '>': return {TokenKind::kGreater, '=', TokenKind::kGreaterEqual};
    case '&': return {TokenKind::kBroken, '&', TokenKind::kAnd};
    case '|': return {TokenKind::kBroken, '|', TokenKind::kOr};
    default: return {};
  }
}

}  // namespace

Token Lexer::Make(TokenKind kind, std::size_t begin) const {
  return Token{kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(pos_)};
}

void Lexer::SkipLine() {
  const std::string_view rest = slice_.text.substr(pos_);
  const std::string_view line = rest.substr(0, rest.find('\n'));
  pos_ += std::min(line.find('\r'), line.size());
}

void Lexer::SkipBlock() {
  const std::size_t begin = pos_;
  const std::size_t end = slice_.text.find("*/", begin + 2);
  pos_ = end == std::string_view::npos ? slice_.text.size() : end + 2;
  if (end == std::string_view::npos) {
    diagnostics_.Add(Code::kPolicyComment, At(begin, begin + 2), "this comment never ends")
        .Help("close it with `*/`");
  } else if (!extended_) {
    diagnostics_.Add(Code::kPolicyComment, At(begin, begin + 2), "Cedar has no `/* */` comments")
        .Help("begin each line of the comment with `//`");
  }
}

bool Lexer::SkipComment() {
  if (Has("//")) {
    SkipLine();
    return true;
  }
  if (Has("/*")) {
    SkipBlock();
    return true;
  }
  if (!Has("#")) return false;
  if (!extended_) {
    diagnostics_.Add(Code::kPolicyComment, At(pos_, pos_ + 1), "Cedar has no `#` comments")
        .Help("begin the comment with `//`");
  }
  SkipLine();
  return true;
}

void Lexer::SkipBlank() {
  while (pos_ < slice_.text.size()) {
    const char c = slice_.text[pos_];
    if (ClassOf(c) == ByteClass::kBlank) {
      SkipPlainBlank();
    } else if (c == '/' || c == '#') {
      if (!SkipComment()) return;
    } else {
      if (static_cast<std::uint8_t>(c) < 0x80) return;
      std::size_t next = pos_;
      if (!IsBlank(DecodeUtf8(slice_.text, next))) return;
      pos_ = next;
    }
  }
}

void Lexer::SkipPlainBlank() {
  const std::string_view text = slice_.text;
  std::size_t pos = pos_;
  while (pos < text.size() && ClassOf(text[pos]) == ByteClass::kBlank) ++pos;
  pos_ = pos;
}

void Lexer::SkipWord() {
  const std::string_view text = slice_.text;
  std::size_t pos = pos_;
  while (pos < text.size() && ClassOf(text[pos]) >= ByteClass::kLetter) ++pos;
  pos_ = pos;
}

Token Lexer::Word() {
  const std::size_t begin = pos_;
  SkipWord();
  return Make(WordKind(slice_.text.substr(begin, pos_ - begin)), begin);
}

Token Lexer::Number() {
  const std::size_t begin = pos_;
  while (pos_ < slice_.text.size() && IsDigit(slice_.text[pos_])) ++pos_;
  return Make(TokenKind::kNumber, begin);
}

Token Lexer::String() {
  const std::size_t begin = pos_;
  ++pos_;
  while (true) {
    while (pos_ < slice_.text.size() && slice_.text[pos_] != '"' && slice_.text[pos_] != '\\') {
      ++pos_;
    }
    if (pos_ >= slice_.text.size()) break;
    if (slice_.text[pos_] == '"') {
      ++pos_;
      return Make(TokenKind::kString, begin);
    }
    pos_ += 2;
    if (pos_ >= slice_.text.size()) break;
  }
  pos_ = slice_.text.size();
  return Make(TokenKind::kBroken, begin);
}

Token Lexer::Symbol() {
  const std::size_t begin = pos_;
  if (slice_.text[pos_] == '?' && pos_ + 1 < slice_.text.size() &&
      IsWordStart(slice_.text[pos_ + 1])) {
    ++pos_;
    SkipWord();
    return Make(TokenKind::kSlot, begin);
  }
  const char first = slice_.text[pos_];
  if (first == '.' && Has("...")) {
    pos_ += 3;
    return Make(TokenKind::kEllipsis, begin);
  }
  const Symbols symbols = SymbolsOf(first);
  DecodeUtf8(slice_.text, pos_);
  if (symbols.second == 0 || pos_ >= slice_.text.size() || slice_.text[pos_] != symbols.second) {
    return Make(symbols.alone, begin);
  }
  ++pos_;
  return Make(symbols.both, begin);
}

Token Lexer::Next() {
  SkipBlank();
  if (pos_ >= slice_.text.size()) return Make(TokenKind::kEnd, pos_);
  const char c = slice_.text[pos_];
  if (IsWordStart(c)) return Word();
  if (IsDigit(c)) return Number();
  if (c == '"') return String();
  return Symbol();
}

}  // namespace rune::cedar
