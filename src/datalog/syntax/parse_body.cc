#include <utility>

#include "base/format.h"
#include "datalog/syntax/parser.h"

namespace rune::datalog {
namespace {

using text::Code;

std::optional<CompareOp> ComparisonAt(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual: return CompareOp::kEq;
    case TokenKind::kNotEqual: return CompareOp::kNotEq;
    case TokenKind::kLess: return CompareOp::kLess;
    case TokenKind::kLessEqual: return CompareOp::kLessEq;
    case TokenKind::kGreater: return CompareOp::kGreater;
    case TokenKind::kGreaterEqual: return CompareOp::kGreaterEq;
    default: return std::nullopt;
  }
}

bool IsRelational(TokenKind kind) {
  return kind == TokenKind::kAssign || ComparisonAt(kind).has_value();
}

// Whether a bracketed part with this behind it is a value, and not a group of literals.
bool ContinuesTerm(TokenKind kind) {
  switch (kind) {
    case TokenKind::kPlus:
    case TokenKind::kMinus:
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kPercent:
    case TokenKind::kDot: return true;
    default: return IsRelational(kind);
  }
}

bool IsTestCall(const Term& term) { return term.kind == TermKind::kCall && IsTest(term.function); }

// A test inside a value, or null.
const Term* FindTest(const Term& term) {
  if (IsTestCall(term)) return &term;
  for (const Term& operand : term.operands) {
    if (const Term* found = FindTest(operand)) return found;
  }
  for (const PatternField& field : term.fields) {
    if (const Term* found = FindTest(field.value)) return found;
  }
  for (const PathStep& step : term.steps) {
    for (const Term& part : step.parts) {
      if (const Term* found = FindTest(part)) return found;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<Bodies> Parser::ReadAlternatives() {
  const std::size_t first = next_;
  auto all = ReadConjunction();
  if (!all) return std::nullopt;
  while (Accept(TokenKind::kSemicolon)) {
    auto more = ReadConjunction();
    if (!more) return std::nullopt;
    if (all->size() + more->size() > kMostAlternatives) {
      return Fail(Code::kRuleTooLong, SpanFrom(first),
                  Format("this body has more than {} alternatives", kMostAlternatives),
                  "give the alternatives a relation of their own");
    }
    for (Body& body : *more) all->push_back(std::move(body));
  }
  return all;
}

std::optional<Bodies> Parser::ReadConjunction() {
  Bodies all(1);
  do {
    if (AtGroup()) {
      const std::size_t first = next_;
      Take();
      auto group = ReadAlternatives();
      if (!group || !Expect(TokenKind::kCloseParen, "`,`, `;` or `)`")) return std::nullopt;
      if (!Multiply(all, *group, SpanFrom(first))) return std::nullopt;
      continue;
    }
    auto literal = ReadLiteral();
    if (!literal) return std::nullopt;
    for (std::size_t i = 1; i < all.size(); ++i) all[i].push_back(*literal);
    all[0].push_back(*std::move(literal));
  } while (Accept(TokenKind::kComma));
  return all;
}

bool Parser::Multiply(Bodies& left, const Bodies& right, text::Span span) {
  std::size_t literals = 0;
  for (const Body& a : left) {
    for (const Body& b : right) literals += a.size() + b.size();
  }
  if (left.size() * right.size() > kMostAlternatives ||
      (left.size() * right.size() > 1 && literals > kMostExpandedLiterals)) {
    Fail(Code::kRuleTooLong, span,
         Format("multiplied out, this body has more than {} alternatives or {} literals",
                kMostAlternatives, kMostExpandedLiterals),
         "give this group a relation of its own");
    return false;
  }
  Bodies product;
  product.reserve(left.size() * right.size());
  for (const Body& a : left) {
    for (const Body& b : right) {
      Body& body = product.emplace_back(a);
      body.insert(body.end(), b.begin(), b.end());
    }
  }
  left = std::move(product);
  return true;
}

bool Parser::AtGroup() const {
  if (!At(TokenKind::kOpenParen)) return false;
  const std::uint32_t match = Peek().match;
  if (match == 0) return true;  // never closed: reading it as a group tells so
  const Token& behind = clause_.tokens[match + 1];
  return !ContinuesTerm(behind.kind) && !(behind.kind == TokenKind::kName && Text(behind) == "in");
}

std::optional<Literal> Parser::ReadLiteral() {
  if (!At(TokenKind::kNot) && !AtWord("not")) return ReadPositiveLiteral();
  const std::size_t first = next_;
  Take();
  if (At(TokenKind::kNot) || AtWord("not")) {
    Take();
    return Fail(Code::kRuleNegation, SpanFrom(first), "a negation of a negation", "leave out both");
  }
  if (AtGroup()) {
    return Fail(Code::kRuleNegation, SpanOf(Peek()), "a group cannot be negated",
                "negate each literal, or give the group a relation of its own and negate that");
  }
  auto literal = ReadPositiveLiteral();
  if (!literal) return std::nullopt;
  if (literal->kind == LiteralKind::kAggregate) {
    return Fail(Code::kRuleNegation, literal->span, "an aggregate cannot be negated",
                "take its result, and compare: `N = count(X : ..), N == 0`");
  }
  literal->negated = true;
  literal->span = SpanFrom(first);
  return literal;
}

std::optional<Literal> Parser::ReadPositiveLiteral() {
  const std::size_t first = next_;
  auto literal = AtAggregate() ? ReadAggregate(std::nullopt)
                 : AtAtom()    ? ReadAtom()
                               : ReadTermLiteral();
  if (!literal || !CheckTests(*literal)) return std::nullopt;
  literal->span = SpanFrom(first);
  return literal;
}

// `p`, `p(..)`, `a.b(..)`: what is no function, no constant and not the left side of something.
bool Parser::AtAtom() const {
  if (!At(TokenKind::kName) || IsKeyword(Text(Peek()))) return false;
  const std::string_view word = Text(Peek());
  const std::size_t length = DottedLength();
  const Token& behind = Peek(length);
  if (behind.kind == TokenKind::kOpenParen) {
    if (length == 1) return !FindFunction(word) && !IsConstructor(word);
    return word != "context" && !FindFunction(Text(Peek(length - 1)));
  }
  if (length > 1) return false;
  return word != "context" && !FindAggregate(word) && !ContinuesTerm(behind.kind) &&
         behind.kind != TokenKind::kOpenBracket && behind.kind != TokenKind::kDoubleColon &&
         !(behind.kind == TokenKind::kName && Text(behind) == "in");
}

std::optional<Literal> Parser::ReadAtom() {
  const std::size_t first = next_;
  Literal literal;
  auto name = ReadRelationName();
  if (!name) return std::nullopt;
  literal.relation = *std::move(name);
  literal.relation_span = SpanFrom(first);
  if (At(TokenKind::kOpenParen) && !ReadArguments(literal.arguments)) return std::nullopt;
  return literal;
}

// The left side of something: a lone word before `=` or a comparison is a data path.
std::optional<Term> Parser::ReadLeftSide() {
  if (!At(TokenKind::kName) || !IsRelational(Peek(1).kind) || IsKeyword(Text(Peek())) ||
      FindAggregate(Text(Peek())) || Text(Peek()) == "context") {
    return ReadTerm();
  }
  const Token& token = Take();
  Term path;
  path.kind = TermKind::kDataPath;
  path.span = SpanOf(token);
  PathStep step;
  step.key = Text(token);
  step.span = path.span;
  path.steps.push_back(std::move(step));
  return path;
}

std::optional<Literal> Parser::ReadTermLiteral() {
  auto left = ReadLeftSide();
  if (!left) return std::nullopt;
  Literal literal;
  if (const auto op = ComparisonAt(Peek().kind)) {
    Take();
    literal.arguments.push_back(*std::move(left));
    return ReadComparison(std::move(literal), *op);
  }
  if (Accept(TokenKind::kAssign)) {
    if (AtAggregate()) return ReadAggregate(std::move(left));
    literal.arguments.push_back(*std::move(left));
    return ReadUnification(std::move(literal));
  }
  if (AtWord("in")) {
    Take();
    literal.arguments.push_back(*std::move(left));
    return ReadMembership(std::move(literal));
  }
  if (IsTestCall(*left)) {
    literal.kind = LiteralKind::kTest;
    literal.function = left->function;
    literal.arguments = std::move(left->operands);
    return literal;
  }
  if (left->kind == TermKind::kCall) {
    return Fail(
        Code::kRuleFunction, left->span,
        Format("`{}` gives a value, and a value alone is no literal", FunctionName(left->function)),
        "compare it, or give it a name: `V = ..`");
  }
  if (left->kind == TermKind::kDataPath || left->kind == TermKind::kContextPath) {
    return Fail(Code::kRulePath, left->span, "a path alone is no literal",
                "compare what it reads, as in `.. == true`");
  }
  if (left->kind == TermKind::kVariable && At(TokenKind::kOpenParen)) {
    return Fail(Code::kRuleSyntax, left->span,
                "a relation's name is missing here: this is a variable",
                "names of relations begin with a lower-case letter");
  }
  return Unexpected("`=`, a comparison or `in` behind this value");
}

std::optional<Literal> Parser::ReadComparison(Literal literal, CompareOp op) {
  literal.kind = LiteralKind::kCompare;
  literal.compare = op;
  if (AtAggregate()) {
    return Fail(Code::kRuleAggregate, SpanOf(Peek()), "an aggregate cannot be compared directly",
                "take its result first: `N = count(X : ..), N > 3`");
  }
  if (At(TokenKind::kOpenBrace)) {
    return Fail(Code::kRuleSyntax, SpanOf(Peek()), "an object pattern stands behind `=` alone",
                "write `=` instead of the comparison");
  }
  auto right = ReadTerm();
  if (!right) return std::nullopt;
  literal.arguments.push_back(*std::move(right));
  if (IsRelational(Peek().kind)) {
    return Fail(Code::kRuleSyntax, SpanOf(Peek()), "comparisons cannot be chained",
                "write two of them: `1 < X, X < 5`");
  }
  return literal;
}

std::optional<Literal> Parser::ReadUnification(Literal literal) {
  literal.kind = LiteralKind::kUnify;
  auto right = At(TokenKind::kOpenBrace) ? ReadPattern() : ReadTerm();
  if (!right) return std::nullopt;
  literal.arguments.push_back(*std::move(right));
  return literal;
}

// A word that is no value, no path and no call: behind `in`, a relation.
bool Parser::AtLoneWord() const {
  if (!At(TokenKind::kName) || IsKeyword(Text(Peek())) || Text(Peek()) == "context") return false;
  const TokenKind behind = Peek(1).kind;
  if (AtStep(1) || behind == TokenKind::kOpenBracket || behind == TokenKind::kDoubleColon)
    return false;
  return behind != TokenKind::kOpenParen ||
         (!IsConstructor(Text(Peek())) && !FindFunction(Text(Peek())));
}

std::optional<Literal> Parser::ReadMembership(Literal literal) {
  literal.kind = LiteralKind::kIn;
  const Token& here = Peek();
  if (AtLoneWord()) {
    literal.relation = Text(here);
    literal.relation_span = SpanOf(here);
    Take();
    if (At(TokenKind::kOpenParen)) {
      return Fail(Code::kRuleSyntax, SpanOf(Peek()),
                  "behind `in` a relation stands by its name alone",
                  Format("write the atom instead: `{}(..)`", literal.relation));
    }
    return literal;
  }
  auto right = ReadTerm();
  if (!right) return std::nullopt;
  switch (right->kind) {
    case TermKind::kConstant:
    case TermKind::kArithmetic:
      return Fail(Code::kRuleSyntax, right->span, "nothing is in a single value",
                  "a list (`[..]`), a unary relation or a data path stands behind `in`");
    default: break;
  }
  literal.arguments.push_back(*std::move(right));
  return literal;
}

bool Parser::CheckTests(const Literal& literal) {
  for (const Term& argument : literal.arguments) {
    const Term* test = FindTest(argument);
    if (test == nullptr) continue;
    Fail(Code::kRuleFunction, test->span,
         Format("`{}` is a test: it is true or not, and gives no value",
                FunctionName(test->function)),
         "let it stand alone in the body, between commas");
    return false;
  }
  return true;
}

}  // namespace rune::datalog
