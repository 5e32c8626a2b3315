#include <algorithm>
#include <set>
#include <utility>

#include "base/format.h"
#include "datalog/syntax/parser.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using text::Code;

}  // namespace

bool Parser::AtAggregate() const {
  return At(TokenKind::kName) && FindAggregate(Text(Peek())) &&
         Peek(1).kind == TokenKind::kOpenParen;
}

// `count(X : body)`, `count(X, atom)` or `count(X, N, atom)`; a given result is what stood before
// `=`.
std::optional<Literal> Parser::ReadAggregate(std::optional<Term> result) {
  const std::size_t first = next_;
  Literal literal;
  literal.kind = LiteralKind::kAggregate;
  literal.aggregate = *FindAggregate(Text(Take()));
  Take();
  if (in_aggregate_) {
    return Fail(Code::kRuleAggregate, SpanFrom(first), "an aggregate inside an aggregate",
                "give the inner one a relation of its own");
  }
  if (++aggregates_ > kMostAggregates) {
    return Fail(Code::kRuleTooLong, SpanFrom(first),
                Format("more than {} aggregates in one clause", kMostAggregates),
                "give some of them a relation of their own");
  }
  const bool given = result.has_value();
  if (!given) {
    Term placeholder;
    placeholder.kind = TermKind::kVariable;
    placeholder.variable = kNoVariable;
    result = std::move(placeholder);
  }
  literal.arguments.push_back(*std::move(result));
  auto term = ReadTerm();
  if (!term) return std::nullopt;
  literal.arguments.push_back(*std::move(term));
  bool resolved = given;
  if (Accept(TokenKind::kComma)) {
    if (!given && At(TokenKind::kVariable) && Peek(1).kind == TokenKind::kComma) {
      auto explicit_result = ReadVariable();
      if (!explicit_result) return std::nullopt;
      literal.arguments[0] = *std::move(explicit_result);
      resolved = true;
      Take();
    }
  } else if (!Expect(TokenKind::kColon, "`:` and the body of the aggregate")) {
    return std::nullopt;
  }
  auto inner = ReadInnerBody();
  if (!inner) return std::nullopt;
  literal.inner.push_back(*std::move(inner));
  if (!resolved && Accept(TokenKind::kAssign)) {
    auto right = ReadTerm();
    if (!right) return std::nullopt;
    literal.arguments[0] = *std::move(right);
    resolved = true;
  }
  if (!resolved && !ReadAggregateResult(literal)) return std::nullopt;
  return literal;
}

// Nothing names the result: a variable of the head will.
bool Parser::ReadAggregateResult(Literal& literal) {
  const TokenKind kind = Peek().kind;
  if (kind == TokenKind::kEqual || kind == TokenKind::kNotEqual || kind == TokenKind::kLess ||
      kind == TokenKind::kLessEqual || kind == TokenKind::kGreater ||
      kind == TokenKind::kGreaterEqual) {
    Fail(Code::kRuleAggregate, SpanOf(Peek()), "an aggregate cannot be compared directly",
         "take its result first: `N = count(X : ..), N > 3`");
    return false;
  }
  literal.arguments[0].span = literal.arguments[1].span;
  ++unresolved_aggregates_;
  return true;
}

std::optional<Body> Parser::ReadInnerBody() {
  in_aggregate_ = true;
  Body inner;
  do {
    if (AtGroup()) {
      return Fail(Code::kRuleAggregate, SpanOf(Peek()), "a group inside an aggregate",
                  "give the alternatives a relation of their own");
    }
    auto literal = ReadLiteral();
    if (!literal) return std::nullopt;
    inner.push_back(*std::move(literal));
  } while (Accept(TokenKind::kComma));
  in_aggregate_ = false;
  if (At(TokenKind::kSemicolon)) {
    return Fail(Code::kRuleAggregate, SpanOf(Peek()), "alternatives inside an aggregate",
                "give them a relation of their own");
  }
  if (!Expect(TokenKind::kCloseParen, "`,` or the `)` of the aggregate")) return std::nullopt;
  return inner;
}

// The seed's spelling: the head variable that does not occur in the body takes the result.
bool Parser::ResolveAggregates(Clause& clause) {
  if (unresolved_aggregates_ == 0) return true;
  if (unresolved_aggregates_ > 1) {
    Fail(Code::kRuleAggregate, clause.span, "two aggregates here leave their results to the head",
         "name each result: `N = count(X : ..)`");
    return false;
  }
  std::set<VariableId> in_body;
  for (const Body& body : clause.bodies) {
    for (const Literal& literal : body) {
      VisitVariables(literal, [&](VariableId id) { in_body.insert(id); });
    }
  }
  std::vector<const Term*> results;
  for (const Term& term : clause.head) {
    if (term.kind != TermKind::kVariable || in_body.contains(term.variable)) continue;
    if (clause.variables[term.variable].anonymous) continue;
    const bool again = std::ranges::any_of(
        results, [&](const Term* seen) { return seen->variable == term.variable; });
    if (!again) results.push_back(&term);
  }
  if (results.size() != 1) {
    auto builder = diagnostics_.Add(
        Code::kRuleAggregate, clause.head_span,
        results.empty() ? "no variable of the head takes the result of the aggregate"
                        : Format("both `{}` and `{}` could take the result of the aggregate",
                                 clause.variables[results[0]->variable].name,
                                 clause.variables[results[1]->variable].name));
    builder.Help(
        "name the result: `N = count(X : ..)`; or let exactly one variable of the head be absent "
        "from the body");
    ++errors_;
    return false;
  }
  for (Body& body : clause.bodies) {
    for (Literal& literal : body) {
      if (literal.kind != LiteralKind::kAggregate) continue;
      Term& result = literal.arguments[0];
      if (result.kind == TermKind::kVariable && result.variable == kNoVariable)
        result = *results[0];
    }
  }
  return true;
}

}  // namespace rune::datalog
