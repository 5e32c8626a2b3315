#include "cedar/syntax/lexer.h"

#include <array>
#include <utility>

#include "base/utf8.h"

namespace rune::cedar {
namespace {

using text::Code;

bool IsBlank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool IsWordStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::pair<std::string_view, TokenKind>, 10> kReserved = {{
    {"true", TokenKind::kTrue},
    {"false", TokenKind::kFalse},
    {"if", TokenKind::kIf},
    {"then", TokenKind::kThen},
    {"else", TokenKind::kElse},
    {"in", TokenKind::kIn},
    {"is", TokenKind::kIs},
    {"like", TokenKind::kLike},
    {"has", TokenKind::kHas},
    {"__cedar", TokenKind::kCedar},
}};

// Longer ones first.
constexpr std::array<std::pair<std::string_view, TokenKind>, 30> kSymbols = {{
    {"...", TokenKind::kEllipsis},  {"::", TokenKind::kDoubleColon},
    {"==", TokenKind::kEqual},      {"!=", TokenKind::kNotEqual},
    {"<=", TokenKind::kLessEqual},  {">=", TokenKind::kGreaterEqual},
    {"&&", TokenKind::kAnd},        {"||", TokenKind::kOr},
    {"(", TokenKind::kLeftParen},   {")", TokenKind::kRightParen},
    {"[", TokenKind::kLeftBracket}, {"]", TokenKind::kRightBracket},
    {"{", TokenKind::kLeftBrace},   {"}", TokenKind::kRightBrace},
    {",", TokenKind::kComma},       {";", TokenKind::kSemicolon},
    {":", TokenKind::kColon},       {".", TokenKind::kDot},
    {"@", TokenKind::kAt},          {"=", TokenKind::kAssign},
    {"<", TokenKind::kLess},        {">", TokenKind::kGreater},
    {"!", TokenKind::kNot},         {"+", TokenKind::kPlus},
    {"-", TokenKind::kMinus},       {"*", TokenKind::kStar},
    {"/", TokenKind::kSlash},       {"%", TokenKind::kPercent},
    {"&", TokenKind::kBroken},      {"|", TokenKind::kBroken},
}};

}  // namespace

Token Lexer::Make(TokenKind kind, std::size_t begin) const {
  return Token{kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(pos_)};
}

void Lexer::SkipLine() {
  const std::size_t end = slice_.text.find_first_of("\n\r", pos_);
  pos_ = end == std::string_view::npos ? slice_.text.size() : end;
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
    if (SkipComment()) continue;
    std::size_t next = pos_;
    if (!IsBlank(DecodeUtf8(slice_.text, next))) return;
    pos_ = next;
  }
}

Token Lexer::Word() {
  const std::size_t begin = pos_;
  while (pos_ < slice_.text.size() &&
         (IsWordStart(slice_.text[pos_]) || IsDigit(slice_.text[pos_]))) {
    ++pos_;
  }
  Token token = Make(TokenKind::kIdentifier, begin);
  for (const auto& [word, kind] : kReserved) {
    if (Text(token) == word) token.kind = kind;
  }
  return token;
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
    pos_ = slice_.text.find_first_of("\"\\", pos_);
    if (pos_ == std::string_view::npos) break;
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
    Word();
    return Make(TokenKind::kSlot, begin);
  }
  for (const auto& [symbol, kind] : kSymbols) {
    if (!Has(symbol)) continue;
    pos_ += symbol.size();
    return Make(kind, begin);
  }
  DecodeUtf8(slice_.text, pos_);
  return Make(TokenKind::kBroken, begin);
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
