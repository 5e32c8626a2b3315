#include "cedar/syntax/parse.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/pages.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "cedar/syntax/parser.h"
#include "store/name_index.h"
#include "text/suggest.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::size_t kMostShown = 40;

bool ReportBrokenUtf8(text::Slice slice, text::Diagnostics& diagnostics) {
  const std::size_t broken = FindInvalidUtf8(slice.text);
  if (broken == std::string_view::npos) return false;
  diagnostics
      .Add(Code::kPolicyUnexpectedCharacter, slice.At(broken, broken + 1),
           "the text is not UTF-8 from here on")
      .Help("save the file as UTF-8");
  return true;
}

void CountBracket(TokenKind kind, std::size_t& open) {
  switch (kind) {
    case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket:
    case TokenKind::kLeftBrace: ++open; break;
    case TokenKind::kRightParen:
    case TokenKind::kRightBracket:
    case TokenKind::kRightBrace: open -= open > 0 ? 1 : 0; break;
    default: break;
  }
}

}  // namespace

Parser::Parser(text::Slice slice, const ParseOptions& options, text::Diagnostics& diagnostics)
    : options_(options),
      diagnostics_(diagnostics),
      slice_(slice),
      lexer_(slice, options.extended, diagnostics) {}

void Parser::ReadOn(std::size_t ahead) {
  Token* const begin = tokens_.data();
  end_ = std::copy(next_ - 1, end_, begin);
  next_ = begin + 1;
  while (next_ + ahead >= end_) {
    end_ += lexer_.Fill(std::span(end_, begin + tokens_.size()));
  }
}

bool Parser::Missing(std::string_view what) {
  Broken(what);
  return false;
}

bool Parser::NotClosed(TokenKind kind, Token open) {
  const char bracket = kind == TokenKind::kRightParen     ? ')'
                       : kind == TokenKind::kRightBracket ? ']'
                                                          : '}';
  if (At(TokenKind::kBroken)) {
    ReportBrokenToken(Peek());
    return false;
  }
  Wrong(Code::kPolicyUnexpectedToken, SpanOf(Peek()),
        Format("expected `{}`, found {}", bracket, Describe(Peek())))
      .Other(SpanOf(open), "opened here");
  return false;
}

std::string Parser::Describe(Token token) const {
  if (token.kind == TokenKind::kEnd) return "the end of the text";
  if (token.kind == TokenKind::kString) return "a string";
  const std::string_view spelling = Spelling(token);
  if (spelling.size() > kMostShown) return "a long word";
  return Format("`{}`", spelling);
}

void Parser::Broken(std::string_view expected, std::string_view help) {
  const Token token = Peek();
  if (token.kind == TokenKind::kBroken) {
    ReportBrokenToken(token);
    return;
  }
  Wrong(Code::kPolicyUnexpectedToken, SpanOf(token),
        Format("expected {}, found {}", expected, Describe(token)))
      .Help(std::string(help));
}

void Parser::ReportBrokenToken(Token token) {
  const std::string_view spelling = Spelling(token);
  if (spelling.starts_with('"')) {
    Wrong(Code::kPolicyUnterminatedString, lexer_.At(token.begin, token.begin + 1),
          "this string never ends")
        .Help("close it with `\"`; a quote inside is written `\\\"`");
    return;
  }
  if (spelling == "&" || spelling == "|") {
    Wrong(Code::kPolicyOperator, SpanOf(token), Format("Cedar has no operator `{}`", spelling))
        .Help(Format("did you mean `{}{}`?", spelling, spelling));
    return;
  }
  std::size_t pos = 0;
  const char32_t c = DecodeUtf8(spelling, pos);
  if (c == 0xFEFF) {
    Wrong(Code::kPolicyUnexpectedCharacter, SpanOf(token), "a byte-order mark cannot stand here")
        .Help("save the file as UTF-8 without one");
    return;
  }
  const std::string shown = IsPrintable(c) ? Format("`{}`", spelling.substr(0, pos))
                                           : Format("U+{:04X}", static_cast<std::uint32_t>(c));
  auto report = Wrong(Code::kPolicyUnexpectedCharacter, SpanOf(token),
                      "policies do not know the character " + shown);
  report.Help(spelling == "'" ? "strings stand between double quotes"
              : c > 0x7F      ? "names use the letters a to z, digits and `_`; other text "
                                "stands between double quotes"
                              : "remove it");
}

text::Diagnostics::Builder Parser::Wrong(Code code, text::Span span, std::string message) {
  return diagnostics_.Add(code, span, std::move(message));
}

std::string Parser::SuggestHelp(std::string_view name, const std::vector<std::string>& known,
                                std::string otherwise) {
  if (const auto close = text::Suggest(name, known)) return Format("did you mean `{}`?", *close);
  return otherwise;
}

bool Parser::DeepEnough() {
  if (depth_ <= options_.bounds.depth) return false;
  Wrong(Code::kPolicyTooDeep, SpanOf(Peek()),
        Format("this is nested more than {} levels deep", options_.bounds.depth))
      .Help("divide the policy; `bounds.depth` is 256 at most");
  return true;
}

// A policy begins where its effect or an annotation stands in the right company. This is sure
// enough to end the skipping inside brackets that were never closed.
bool Parser::AtPolicyStart() {
  if (At(TokenKind::kAt)) {
    return IsWord(Peek(1).kind) &&
           (Peek(2).kind == TokenKind::kLeftParen || Peek(2).kind == TokenKind::kAt);
  }
  if (!At(TokenKind::kIdentifier) || Peek(1).kind != TokenKind::kLeftParen) return false;
  const Keyword effect = Peek().keyword;
  if (effect != Keyword::kPermit && effect != Keyword::kForbid) return false;
  return Peek(2).keyword == Keyword::kPrincipal || Peek(2).kind == TokenKind::kEllipsis;
}

// Behind the `;` that ends the policy in hand, or before the next policy.
void Parser::Resynchronise() {
  if (Peek().begin == policy_begin_) Take();
  std::size_t open = OpenBrackets();
  while (!At(TokenKind::kEnd) && !AtPolicyStart()) {
    const TokenKind kind = Take().kind;
    if (kind == TokenKind::kSemicolon && open == 0) return;
    CountBracket(kind, open);
  }
}

// Brackets of the policy in hand that wait for their end. They are counted only when a policy is
// broken, by reading its tokens once more.
std::size_t Parser::OpenBrackets() const {
  text::Diagnostics reported_before(diagnostics_.sources());
  const std::string_view read = slice_.text.substr(policy_begin_, last_end() - policy_begin_);
  Lexer lexer({slice_.file, slice_.begin + policy_begin_, read}, options_.extended,
              reported_before);
  std::size_t open = 0;
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd; token = lexer.Next()) {
    CountBracket(token.kind, open);
  }
  return open;
}

void Parser::Start() {
  errors_before_ = diagnostics_.error_count();
  depth_ = 0;
  orphans_ = false;
  policy_begin_ = Peek().begin;
  pool_.Clear();
  if (!starred_.empty()) starred_.clear();
}

bool Parser::Failed() const { return diagnostics_.error_count() != errors_before_; }

// The rest of the text holds as many policies to a byte as what was read, at a guess that is never
// far off what is there.
void Parser::MakeRoom(std::vector<Policy>& policies) const {
  if (policies.size() < policies.capacity()) return;
  constexpr std::size_t kFirst = 8;
  constexpr std::size_t kMostTimes = 16;
  const double whole = static_cast<double>(slice_.text.size()) / std::max<double>(last_end(), 1);
  const auto guess = static_cast<std::size_t>(static_cast<double>(policies.size()) * whole * 1.05);
  policies.reserve(std::clamp(guess, policies.size() * 2, policies.size() * kMostTimes) + kFirst);
  TouchPages(policies.data() + policies.size(),
             (policies.capacity() - policies.size()) * sizeof(Policy));
}

std::vector<Policy> Parser::Policies() {
  std::vector<Policy> policies;
  store::NameIndex<std::string> ids;
  using Number = store::NameIndex<std::string>::Number;
  const auto id_of = [&](Number i) -> const std::string& { return policies[i].id; };
  for (std::size_t number = 0; !At(TokenKind::kEnd); ++number) {
    Start();
    MakeRoom(policies);
    Policy& policy = policies.emplace_back();
    const bool whole = OnePolicy(policy, number);
    if (!whole) Resynchronise();
    if (whole && !Failed()) {
      if (!options_.id_annotations) continue;  // ids by position differ
      const auto taken = ids.FindOrAdd(policy.id, static_cast<Number>(policies.size() - 1), id_of);
      if (!taken) continue;
      Wrong(Code::kPolicyDuplicateId, policy.id_span,
            Format("two policies have the id `{}`", policy.id))
          .Other(policies[*taken].id_span, "the first one")
          .Help("give one of them another `@id(\"..\")`");
    }
    policies.pop_back();
  }
  return policies;
}

std::optional<ParsedExpr> Parser::Expression() {
  Start();
  ExprId root = Expression0();
  if (root == kNone) return std::nullopt;
  if (!At(TokenKind::kEnd)) {
    Broken("the end of the expression");
    return std::nullopt;
  }
  ReadPlainStars();
  if (Failed()) return std::nullopt;
  if (orphans_) pool_.Prune({&root});
  return ParsedExpr{std::move(pool_), root};
}

std::vector<Policy> ParsePolicies(text::Slice slice, const ParseOptions& options,
                                  text::Diagnostics& diagnostics) {
  if (ReportBrokenUtf8(slice, diagnostics)) return {};
  return Parser(slice, options, diagnostics).Policies();
}

std::optional<ParsedExpr> ParseExpression(text::Slice slice, const ParseOptions& options,
                                          text::Diagnostics& diagnostics) {
  if (ReportBrokenUtf8(slice, diagnostics)) return std::nullopt;
  return Parser(slice, options, diagnostics).Expression();
}

}  // namespace rune::cedar
