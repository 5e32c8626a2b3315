#include "cedar/syntax/lexer.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"
#include "cedar/syntax/word_scan.h"

namespace rune::cedar {
namespace {

using text::Code;

// Beyond ASCII.
bool IsBlank(char32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// What a byte may begin.
enum class ByteClass : std::uint8_t {
  kOther,  // a comment, what is no ASCII, what is no token
  kBlank,
  kLetter,
  kDigit,
  kQuote,
  kSymbol,  // a token by itself, whatever stands behind it
  kDouble,  // a token by itself or with what stands behind it
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

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

// What a symbol is by itself, and what it is with more behind it.
struct Symbols {
  TokenKind alone = TokenKind::kBroken;
  std::string_view more = {};
  TokenKind both = TokenKind::kBroken;

  // Whether `more` stands at the begin of `rest`.
  bool Goes(std::string_view rest) const {
    return rest.size() >= more.size() && rest[0] == more[0] && rest[more.size() - 1] == more.back();
  }
};

constexpr std::array<Symbols, 256> kSymbols = [] {
  std::array<Symbols, 256> symbols{};
  symbols['('] = {TokenKind::kLeftParen};
  symbols[')'] = {TokenKind::kRightParen};
  symbols['['] = {TokenKind::kLeftBracket};
  symbols[']'] = {TokenKind::kRightBracket};
  symbols['{'] = {TokenKind::kLeftBrace};
  symbols['}'] = {TokenKind::kRightBrace};
  symbols[','] = {TokenKind::kComma};
  symbols[';'] = {TokenKind::kSemicolon};
  symbols['.'] = {TokenKind::kDot, "..", TokenKind::kEllipsis};
  symbols['@'] = {TokenKind::kAt};
  symbols['+'] = {TokenKind::kPlus};
  symbols['-'] = {TokenKind::kMinus};
  symbols['*'] = {TokenKind::kStar};
  symbols['/'] = {TokenKind::kSlash};
  symbols['%'] = {TokenKind::kPercent};
  symbols[':'] = {TokenKind::kColon, ":", TokenKind::kDoubleColon};
  symbols['='] = {TokenKind::kAssign, "=", TokenKind::kEqual};
  symbols['!'] = {TokenKind::kNot, "=", TokenKind::kNotEqual};
  symbols['<'] = {TokenKind::kLess, "=", TokenKind::kLessEqual};
  symbols['>'] = {TokenKind::kGreater, "=", TokenKind::kGreaterEqual};
  symbols['&'] = {TokenKind::kBroken, "&", TokenKind::kAnd};
  symbols['|'] = {TokenKind::kBroken, "|", TokenKind::kOr};
  return symbols;
}();

constexpr std::array<ByteClass, 256> kClasses = [] {
  std::array<ByteClass, 256> classes{};
  for (std::size_t c = 0; c < 0x80; ++c) {
    const Symbols& symbols = kSymbols[c];
    if (IsWordByte(static_cast<char>(c))) classes[c] = ByteClass::kLetter;
    if (symbols.alone != TokenKind::kBroken) classes[c] = ByteClass::kSymbol;
    if (!symbols.more.empty()) classes[c] = ByteClass::kDouble;
  }
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = ByteClass::kDigit;
  for (std::size_t c = 0x09; c <= 0x0D; ++c) classes[c] = ByteClass::kBlank;
  classes[' '] = ByteClass::kBlank;
  classes['"'] = ByteClass::kQuote;
  classes['/'] = ByteClass::kOther;  // perhaps of a comment
  return classes;
}();

ByteClass ClassOf(char c) { return kClasses[static_cast<std::uint8_t>(c)]; }

}  // namespace

Token Lexer::Make(TokenKind kind, std::size_t begin) const {
  return Token{kind, false, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(pos_)};
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

// Requires: not at the end. Returns: false when nothing that is skipped begins here.
bool Lexer::SkipOther() {
  const char c = slice_.text[pos_];
  if (c == '/' || c == '#') return SkipComment();
  if (static_cast<std::uint8_t>(c) < 0x80) return false;
  std::size_t next = pos_;
  if (!IsBlank(DecodeUtf8(slice_.text, next))) return false;
  pos_ = next;
  return true;
}

Token Lexer::Number() {
  const std::size_t begin = pos_;
  while (pos_ < slice_.text.size() && IsDigit(slice_.text[pos_])) ++pos_;
  return Make(TokenKind::kNumber, begin);
}

Token Lexer::String() {
  const std::string_view text = slice_.text;
  const std::size_t begin = pos_;
  bool plain = true;
  for (std::size_t pos = begin + 1; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '"') {
      pos_ = pos + 1;
      Token token = Make(TokenKind::kString, begin);
      token.plain = plain;
      return token;
    }
    if (c == '\\') {
      plain = false;
      ++pos;
    } else if (c == '\r') {
      plain = false;
    }
  }
  pos_ = text.size();
  return Make(TokenKind::kBroken, begin);
}

// A slot, a slash, or what is no token.
Token Lexer::Odd() {
  const std::string_view text = slice_.text;
  const std::size_t begin = pos_;
  const char first = text[begin];
  DecodeUtf8(text, pos_);
  const bool slot = first == '?' && pos_ < text.size() && ClassOf(text[pos_]) == ByteClass::kLetter;
  if (!slot) return Make(kSymbols[static_cast<std::uint8_t>(first)].alone, begin);
  const char* const at = text.data();
  pos_ = static_cast<std::size_t>(WordEnd(at + pos_, at + text.size()) - at);
  return Make(TokenKind::kSlot, begin);
}

// Whether a comment begins here that may be reported.
bool Lexer::AtReport() const { return (!extended_ && Has("#")) || Has("/*"); }

std::size_t Lexer::Fill(std::span<Token> tokens) {
  const std::string_view text = slice_.text;
  const char* const begin = text.data();
  std::size_t pos = pos_;
  std::size_t count = 0;
  while (count < tokens.size() && pos < text.size()) {
    const char c = text[pos];
    // Apart from the rest, since that is how the processor guesses right.
    if (ClassOf(c) == ByteClass::kBlank) {
      ++pos;
      continue;
    }
    Token& token = tokens[count];
    token.begin = static_cast<std::uint32_t>(pos);
    switch (ClassOf(c)) {
      case ByteClass::kLetter:
        pos = static_cast<std::size_t>(WordEnd(begin + pos, begin + text.size()) - begin);
        token.kind = WordKind(text.substr(token.begin, pos - token.begin));
        break;
      case ByteClass::kSymbol:
        token.kind = kSymbols[static_cast<std::uint8_t>(c)].alone;
        ++pos;
        break;
      case ByteClass::kDouble: {
        const Symbols& symbols = kSymbols[static_cast<std::uint8_t>(c)];
        const bool both = symbols.Goes(text.substr(pos + 1));
        token.kind = both ? symbols.both : symbols.alone;
        pos += 1 + (both ? symbols.more.size() : 0);
        break;
      }
      default:
        pos_ = pos;
        if (count > 0 && AtReport()) return count;
        if (SkipOther()) {
          pos = pos_;
          continue;
        }
        token = c == '"' ? String() : IsDigit(c) ? Number() : Odd();
        pos = pos_;
    }
    token.end = static_cast<std::uint32_t>(pos);
    ++count;
  }
  pos_ = pos;
  if (count < tokens.size()) tokens[count++] = Make(TokenKind::kEnd, pos_);
  return count;
}

}  // namespace rune::cedar
