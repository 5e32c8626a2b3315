#include "datalog/syntax/lexer.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/utf8.h"

namespace rune::datalog {
namespace {

using text::Code;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsWordStart(char c) { return IsLower(c) || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsWord(char c) { return IsWordStart(c) || IsDigit(c); }
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// A sign of two characters, or kEof.
TokenKind PairKind(char c, char next) {
  if (c == ':' && next == ':') return TokenKind::kDoubleColon;
  if (c == '\xC2' && next == '\xAC') return TokenKind::kNot;  // U+00AC
  if (next != '=') return TokenKind::kEof;
  switch (c) {
    case '=': return TokenKind::kEqual;
    case '!': return TokenKind::kNotEqual;
    case '<': return TokenKind::kLessEqual;
    case '>': return TokenKind::kGreaterEqual;
    default: return TokenKind::kEof;
  }
}

// A sign of one character, or kEof.
TokenKind SignKind(char c) {
  switch (c) {
    case '(': return TokenKind::kOpenParen;
    case ')': return TokenKind::kCloseParen;
    case '[': return TokenKind::kOpenBracket;
    case ']': return TokenKind::kCloseBracket;
    case '{': return TokenKind::kOpenBrace;
    case '}': return TokenKind::kCloseBrace;
    case ',': return TokenKind::kComma;
    case ';': return TokenKind::kSemicolon;
    case ':': return TokenKind::kColon;
    case '=': return TokenKind::kAssign;
    case '<': return TokenKind::kLess;
    case '>': return TokenKind::kGreater;
    case '+': return TokenKind::kPlus;
    case '-': return TokenKind::kMinus;
    case '*': return TokenKind::kStar;
    case '/': return TokenKind::kSlash;
    case '%': return TokenKind::kPercent;
    case '!': return TokenKind::kNot;
    default: return TokenKind::kEof;
  }
}

// What people write who come from elsewhere.
std::string SpellingHelp(std::string_view rest) {
  if (rest.starts_with("&&") || rest.starts_with("\xE2\x88\xA7")) return "write `,` for `and`";
  if (rest.starts_with("||") || rest.starts_with("\xE2\x88\xA8")) return "write `;` for `or`";
  if (rest.starts_with("\xE2\x89\xA0")) return "write `!=`";
  if (rest.starts_with("\xE2\x89\xA4")) return "write `<=`";
  if (rest.starts_with("\xE2\x89\xA5")) return "write `>=`";
  if (rest.starts_with("\xE2\x86\x90")) return "write `:-`";
  if (rest.starts_with("?")) return "rules ask nothing; queries are given to `rune query`";
  return "a text stands in quotes: `\"..\"`";
}

bool Opens(TokenKind kind) {
  return kind == TokenKind::kOpenParen || kind == TokenKind::kOpenBracket ||
         kind == TokenKind::kOpenBrace;
}

bool Closes(TokenKind kind) {
  return kind == TokenKind::kCloseParen || kind == TokenKind::kCloseBracket ||
         kind == TokenKind::kCloseBrace;
}

bool Pairs(TokenKind open, TokenKind close) {
  return static_cast<int>(open) + 1 == static_cast<int>(close);
}

}  // namespace

bool Lexer::Next(ClauseTokens& out) {
  out.tokens.clear();
  out.error.reset();
  open_.clear();
  ended_ = false;
  SkipBlanks(out);
  if (pos_ >= text_.size() && !out.error) return false;
  while (!ended_ && pos_ < text_.size()) {
    ReadToken(out);
    if (!ended_) SkipBlanks(out);
  }
  if (!ended_) Push(out, TokenKind::kEof, pos_);
  if (out.error) out.tokens.clear();
  return true;
}

void Lexer::Fail(ClauseTokens& out, Code code, std::size_t begin, std::size_t end,
                 std::string message, std::string help) {
  if (out.error) return;
  out.tokens.clear();
  open_.clear();
  out.error = LexError{code, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                       std::move(message), std::move(help)};
}

bool Lexer::StartsComment(std::size_t pos) const {
  return At(pos) == '#' || (At(pos) == '/' && (At(pos + 1) == '/' || At(pos + 1) == '*'));
}

void Lexer::SkipBlanks(ClauseTokens& out) {
  while (pos_ < text_.size()) {
    if (IsBlank(text_[pos_])) {
      ++pos_;
    } else if (StartsComment(pos_)) {
      SkipComment(out);
    } else {
      return;
    }
  }
}

void Lexer::SkipComment(ClauseTokens& out) {
  if (At(pos_ + 1) != '*' || At(pos_) == '#') {
    pos_ = std::min(text_.find('\n', pos_), text_.size());
    return;
  }
  const std::size_t close = text_.find("*/", pos_ + 2);
  if (close == std::string_view::npos) {
    Fail(out, Code::kRuleText, pos_, pos_ + 2, "this comment is never closed",
         "close it with `*/`");
    pos_ = text_.size();
    return;
  }
  pos_ = close + 2;
}

void Lexer::Push(ClauseTokens& out, TokenKind kind, std::size_t begin) {
  if (out.error) return;
  if (out.tokens.size() >= kMostTokens) {
    Fail(out, Code::kRuleTooLong, out.tokens.front().begin, out.tokens.front().end,
         Format("this clause has more than {} words and signs", kMostTokens),
         "split it: a relation of its own for each part");
    return;
  }
  const bool line_start = begin == 0 || text_[begin - 1] == '\n';
  out.tokens.push_back(Token{kind, line_start, static_cast<std::uint32_t>(begin),
                             static_cast<std::uint32_t>(pos_), 0});
}

void Lexer::PushBracket(ClauseTokens& out, TokenKind kind, std::size_t begin) {
  Push(out, kind, begin);
  if (out.error) return;
  const auto here = static_cast<std::uint32_t>(out.tokens.size() - 1);
  if (Opens(kind)) {
    if (open_.size() >= depth_limit_) {
      Fail(out, Code::kRuleTooDeep, begin, pos_,
           Format("this clause nests more than {} brackets in each other", depth_limit_),
           "give an inner part a variable or a relation of its own");
      return;
    }
    open_.push_back(here);
  } else if (!open_.empty() && Pairs(out.tokens[open_.back()].kind, kind)) {
    out.tokens[open_.back()].match = here;
    open_.pop_back();
  }
}

void Lexer::ReadToken(ClauseTokens& out) {
  const std::size_t begin = pos_;
  const char c = text_[pos_];
  if (IsWordStart(c)) {
    while (IsWord(At(pos_))) ++pos_;
    Push(out, IsLower(c) ? TokenKind::kName : TokenKind::kVariable, begin);
  } else if (IsDigit(c)) {
    ReadNumber(out);
  } else if (c == '"' || c == '\'') {
    ReadString(out);
  } else if (c == '.') {
    ReadDot(out);
  } else if (!ReadSymbol(out)) {
    ReadUnknown(out);
  }
}

bool Lexer::ReadSymbol(ClauseTokens& out) {
  const std::size_t begin = pos_;
  const char c = text_[pos_];
  // Inside brackets `:-` is a colon and a minus, as in `{limit:-1}`.
  const bool arrow = c == ':' && At(pos_ + 1) == '-' && open_.empty();
  TokenKind kind = arrow ? TokenKind::kArrow : PairKind(c, At(pos_ + 1));
  pos_ += 2;
  if (kind == TokenKind::kEof) {
    kind = SignKind(c);
    --pos_;
  }
  if (kind == TokenKind::kEof) {
    --pos_;
    return false;
  }
  if (Opens(kind) || Closes(kind)) {
    PushBracket(out, kind, begin);
  } else {
    Push(out, kind, begin);
  }
  return true;
}

void Lexer::ReadUnknown(ClauseTokens& out) {
  const std::size_t begin = pos_;
  const char32_t code_point = DecodeUtf8(text_, pos_);
  if (out.error) return;
  if (code_point == kInvalidCodePoint) {
    Fail(out, Code::kRuleText, begin, pos_, "this is not valid UTF-8");
  } else if (code_point < 0x20 || code_point == 0x7F) {
    Fail(out, Code::kRuleSyntax, begin, pos_,
         Format("a control character (U+{:04X}) cannot stand here",
                static_cast<unsigned>(code_point)));
  } else {
    Fail(out, Code::kRuleSyntax, begin, pos_,
         Format("`{}` has no meaning in rules", text_.substr(begin, pos_ - begin)),
         SpellingHelp(text_.substr(begin)));
  }
}

void Lexer::ReadNumber(ClauseTokens& out) {
  const std::size_t begin = pos_;
  TokenKind kind = TokenKind::kInteger;
  while (IsDigit(At(pos_))) ++pos_;
  if (At(pos_) == '.' && IsDigit(At(pos_ + 1))) {
    kind = TokenKind::kDecimal;
    ++pos_;
    while (IsDigit(At(pos_))) ++pos_;
  }
  if (IsWordStart(At(pos_))) {
    while (IsWord(At(pos_))) ++pos_;
    Fail(out, Code::kRuleNumber, begin, pos_,
         Format("`{}` is neither a number nor a word",
                text_.substr(begin, std::min<std::size_t>(pos_ - begin, 40))),
         "numbers are digits, with or without decimals (no exponent); a text stands in quotes");
    return;
  }
  Push(out, kind, begin);
}

void Lexer::ReadString(ClauseTokens& out) {
  const std::size_t begin = pos_;
  const char quote = text_[pos_++];
  while (pos_ < text_.size() && text_[pos_] != quote) {
    const std::size_t special = text_.find_first_of(quote == '"' ? "\"\\" : "'\\", pos_);
    pos_ = std::min(special, text_.size());
    if (At(pos_) == '\\') pos_ = std::min(pos_ + 2, text_.size());
  }
  if (pos_ >= text_.size()) {
    Fail(out, Code::kRuleText, begin, begin + 1, "this text is never closed",
         Format("close it with `{}`", quote));
    return;
  }
  ++pos_;
  Push(out, TokenKind::kString, begin);
}

void Lexer::ReadDot(ClauseTokens& out) {
  const std::size_t begin = pos_++;
  const char next = At(pos_);
  if (pos_ >= text_.size() || IsBlank(next) || StartsComment(pos_)) {
    Push(out, TokenKind::kEnd, begin);
    ended_ = true;
  } else if (IsWordStart(next)) {
    Push(out, TokenKind::kDot, begin);
  } else {
    Fail(out, Code::kRuleClauseEnd, begin, pos_, "this `.` ends nothing and leads nowhere",
         "the `.` that ends a clause needs a blank, a comment or the end of the section behind it");
  }
}

}  // namespace rune::datalog
