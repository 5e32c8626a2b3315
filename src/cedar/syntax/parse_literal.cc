// Strings, numbers, names, entity ids and patterns.
#include <algorithm>
#include <charconv>
#include <limits>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/syntax/parser.h"
#include "value/escape.h"
#include "value/path.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::string_view kEscapeHelp =
    "the escapes are \\n \\r \\t \\0 \\\\ \\\" \\' \\xHH and \\u{..}; a backslash itself is "
    "written \\\\";

std::string_view Inner(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

std::string Joined(std::string_view names, std::string_view last) {
  return Format("{}::{}", names, last);
}

void AppendCodePoints(std::vector<char32_t>& out, std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) out.push_back(DecodeUtf8(text, pos));
}

}  // namespace

void Parser::ReportEscape(Token token, std::size_t offset, const value::EscapeError& error) {
  const std::size_t begin = token.begin + 1 + offset + error.offset;
  Wrong(Code::kPolicyEscape, lexer_.At(begin, begin + error.length), error.message)
      .Help(std::string(kEscapeHelp));
}

// Requires: at a string.
std::string_view Parser::String() { return Unquoted(Take()); }

std::string_view Parser::Unescaped(Token token) {
  auto value = value::Unescape(Inner(Spelling(token)));
  if (!value) ReportEscape(token, 0, value.error());
  undone_ = value ? *std::move(value) : std::string();
  return undone_;
}

std::vector<char32_t> Parser::LikePattern(Token token) {
  auto pattern = value::UnescapePattern(Inner(Spelling(token)));
  if (!pattern) ReportEscape(token, 0, pattern.error());
  return pattern ? *std::move(pattern) : std::vector<char32_t>();
}

void Parser::ReservedName(Token token) {
  Wrong(Code::kPolicyReserved, SpanOf(token), Format("{} is a reserved word", Describe(token)))
      .Help(token.kind == TokenKind::kCedar
                ? "names that hold `__cedar` belong to Cedar"
                : Format("write it as a string: `[\"{0}\"]`, `has \"{0}\"` or `{{\"{0}\": ..}}`",
                         Spelling(token)));
}

ExprId Parser::Number(Token token) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  const auto value = ReadInteger(token, kMost);
  return Literal(memory_.Keep(Value(static_cast<std::int64_t>(value.value_or(0)))), SpanOf(token));
}

std::optional<std::uint64_t> Parser::ReadInteger(Token token, std::uint64_t most) {
  const std::string_view digits = Spelling(token);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc() && value <= most) return value;
  auto report = Wrong(Code::kPolicyInteger, SpanOf(token), "this number does not fit 64 bits");
  if (error == std::errc() && value == most + 1) {
    report.Help("only `-9223372036854775808` can have these digits, with the `-` before them");
  } else {
    report.Help("numbers reach from -9223372036854775808 to 9223372036854775807");
  }
  return std::nullopt;
}

// Words joined by `::`, and perhaps the string of an entity behind the last one.
bool Parser::TypeOrEntity(Name& name) {
  name.begin = Peek().begin;
  std::uint32_t length = 0;  // of the words with what joins them
  while (true) {
    if (At(TokenKind::kString)) {
      name.id = Take();
      break;
    }
    if (!IsWord(Peek().kind)) {
      EntityWithoutId(name);
      return false;
    }
    const Token word = Take();
    if (IsReservedWord(word.kind)) ReservedType(word);
    length += word.end - word.begin + (name.components++ > 0 ? 2 : 0);
    const std::string_view source = slice_.text.substr(name.begin, word.end - name.begin);
    // What stands between the words, if anything does, is no part of the name.
    name.text = source.size() == length ? source : Kept(Joined(name.text, Spelling(word)));
    if (!Accept(TokenKind::kDoubleColon)) break;
  }
  name.span = Since(name.begin);
  return true;
}

void Parser::ReservedType(Token word) {
  Wrong(Code::kPolicyReserved, SpanOf(word), Format("{} is a reserved word", Describe(word)))
      .Help("use another name for this type");
}

void Parser::EntityWithoutId(const Name& name) {
  if (At(TokenKind::kBroken)) {
    ReportBrokenToken(Peek());
    return;
  }
  Wrong(Code::kPolicyEntityLiteral, SpanOf(Peek()),
        Format("expected the id of the entity, found {}", Describe(Peek())))
      .Help(Format("an entity is written `{}::\"id\"`", name.text));
}

// --- entities and patterns

std::string Parser::NormalId(std::string_view type, std::string id, text::Span span) {
  if (!PathLike(type)) return id;
  if (const auto problem = value::PathIdProblem(id)) {
    Wrong(Code::kPolicyPathId, span, Format("the id of this `{}` holds {}", type, *problem))
        .Help("paths hold printable characters only");
    return id;
  }
  id = value::NormalizePath(id);
  return options_.fold_case ? value::FoldCase(id) : id;
}

const Value& Parser::NormalEntity(std::string_view type, Token id) {
  const std::string_view text = Unquoted(id);
  if (!PathLike(type)) return memory_.Entity(type, text);
  return memory_.Entity(type, NormalId(type, std::string(text), SpanOf(id)));
}

// A literal with a star may stand after `in`, which is known only when the operand is complete.
ExprId Parser::EntityLiteral(const Name& name) {
  if (!options_.extended || !Spelling(name.id).contains('*')) {
    return Literal(Entity(name.text, name.id), name.span);
  }
  const ExprId id = StandIn(name.span);
  starred_.emplace(id, name);
  return id;
}

ScopeEntity Parser::Pattern(const Name& name) {
  std::vector<char32_t> pattern = PatternId(name.id);
  const bool fold = options_.fold_case && PathLike(name.text);
  bool wild = false;
  std::string id;
  for (char32_t& c : pattern) {
    if (fold && c >= U'A' && c <= U'Z') c += U'a' - U'A';
    wild |= c == value::kPatternWildcard;
    AppendUtf8(id, c == value::kPatternWildcard ? U'*' : c);
  }
  ScopeEntity entity;
  entity.span = name.span;
  entity.literal = &memory_.Entity(name.text, NormalId(name.text, std::move(id), SpanOf(name.id)));
  if (!wild) return entity;
  const auto run = std::ranges::adjacent_find(pattern, [](char32_t a, char32_t b) {
    return a == value::kPatternWildcard && b == value::kPatternWildcard;
  });
  if (run != pattern.end()) {
    Wrong(Code::kPolicyPattern, SpanOf(name.id), "stars stand alone in a pattern")
        .Help("`/tmp/*` is anything below at any depth; elsewhere `*` is any run without `/`");
  }
  value::Glob glob(pattern, PathLike(name.text));
  entity.wild = &memory_.Keep(WildText{std::move(pattern), std::move(glob)});
  return entity;
}

// Only a bare `*` is a wildcard here: `\x2a` means in an id what it means in Cedar, a star.
std::vector<char32_t> Parser::PatternId(Token token) {
  const std::string_view raw = Inner(Spelling(token));
  std::vector<char32_t> pattern;
  std::size_t begin = 0;
  const auto piece = [&](std::size_t end) {
    const auto plain = value::Unescape(raw.substr(begin, end - begin));
    if (!plain) ReportEscape(token, begin, plain.error());
    if (plain) AppendCodePoints(pattern, *plain);
  };
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const bool escaped = raw[at] == '\\' && at + 1 < raw.size();
    if (escaped && raw[at + 1] != '*') {
      ++at;
    } else if (escaped || raw[at] == '*') {
      piece(at);
      pattern.push_back(escaped ? U'*' : value::kPatternWildcard);
      at += escaped ? 1 : 0;
      begin = at + 1;
    }
  }
  piece(raw.size());
  return pattern;
}

// The right side of `in`: an entity, or a set whose elements are entities, may be patterns.
void Parser::ResolvePatterns(ExprId right) {
  if (starred_.empty()) return;
  ResolvePattern(right);
  if (pool_[right].kind != ExprKind::kSet) return;
  for (const ExprId element : pool_[right].children()) ResolvePattern(element);
}

void Parser::ResolvePattern(ExprId id) {
  const auto found = starred_.find(id);
  if (found == starred_.end()) return;
  Expr& node = pool_.at(id);
  const ScopeEntity entity = Pattern(found->second);
  node.SetLiteral(*entity.literal);
  if (entity.wild != nullptr) node.SetWild(*entity.wild);
  starred_.erase(found);
}

// What is left stands elsewhere, where a star is a plain character and cannot be escaped.
void Parser::ReadPlainStars() {
  for (const auto& [id, name] : starred_) pool_.at(id).SetLiteral(Entity(name.text, name.id));
  starred_.clear();
}

}  // namespace rune::cedar
