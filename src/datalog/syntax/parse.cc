#include "datalog/syntax/parse.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/format.h"
#include "datalog/syntax/parser.h"
#include "datalog/syntax/walk.h"
#include "text/suggest.h"

namespace rune::datalog {
namespace {

using text::Code;

// A short piece of text for a message, cut at a code point.
std::string Shorten(std::string_view text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) return std::string(text);
  std::size_t cut = kMost;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return std::string(text.substr(0, cut)) + "..";
}

std::uint64_t BytesOf(const Term& term) {
  std::uint64_t bytes = 0;
  VisitTerms(term, [&](const Term& part) {
    bytes += sizeof(Term) + part.steps.size() * sizeof(PathStep);
    if (part.constant.is(ValueKind::kString)) bytes += part.constant.as_string().size();
  });
  return bytes;
}

std::uint64_t BytesOf(const std::vector<Body>& bodies) {
  std::uint64_t bytes = 0;
  for (const Body& body : bodies) {
    bytes += sizeof(Body) + body.size() * sizeof(Literal);
    for (const Literal& literal : body) {
      bytes += literal.relation.size();
      for (const Term& argument : literal.arguments) bytes += BytesOf(argument);
      for (const Body& inner : literal.inner) bytes += inner.size() * sizeof(Literal);
    }
  }
  return bytes;
}

// What a clause takes as a tree, about.
std::uint64_t BytesOf(const Clause& clause) {
  std::uint64_t bytes = sizeof(Clause) + clause.relation.size() + BytesOf(clause.bodies) +
                        clause.variables.size() * sizeof(Variable);
  for (const Term& term : clause.head) bytes += BytesOf(term);
  return bytes;
}

}  // namespace

Rules ParseRules(text::Slice slice, const ParseOptions& options, text::Diagnostics& diagnostics) {
  return Parser(slice, options, diagnostics).ReadRules();
}

std::optional<Goal> ParseGoal(text::Slice slice, const ParseOptions& options,
                              text::Diagnostics& diagnostics) {
  return Parser(slice, options, diagnostics).ReadGoal();
}

std::optional<GroundFact> ParseFact(text::Slice slice, const ParseOptions& options,
                                    text::Diagnostics& diagnostics) {
  return Parser(slice, options, diagnostics).ReadFact();
}

std::string Parser::Found() const {
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kEof: return "the end of the rules";
    case TokenKind::kEnd: return "the end of the clause";
    default: return Format("`{}`", Shorten(Text(token)));
  }
}

std::nullopt_t Parser::Fail(Code code, text::Span span, std::string message, std::string help) {
  auto builder = diagnostics_.Add(code, span, std::move(message));
  if (!help.empty()) builder.Help(std::move(help));
  ++errors_;
  return std::nullopt;
}

std::nullopt_t Parser::Unexpected(std::string_view wanted) {
  return Fail(Code::kRuleSyntax, SpanOf(Peek()), Format("expected {}, found {}", wanted, Found()));
}

bool Parser::Expect(TokenKind kind, std::string_view what) {
  if (Accept(kind)) return true;
  Unexpected(what);
  return false;
}

bool Parser::NextClause() {
  if (!lexer_.Next(clause_)) return false;
  next_ = 0;
  return true;
}

Rules Parser::ReadRules() {
  Rules rules;
  while (errors_ < text::Diagnostics::kMost && NextClause()) {
    if (clause_.error) {
      const LexError& error = *clause_.error;
      Fail(error.code, slice_.At(error.begin, error.end), error.message, error.help);
      rules.complete = false;
      continue;
    }
    while (!AtTheEnd()) {
      const std::size_t clauses = rules.clauses.size();
      const text::Span first = SpanOf(Peek());
      ReadItem(rules);
      if (rules.clauses.size() > clauses && !Charge(rules.clauses.back(), first)) {
        rules.complete = false;
        return rules;
      }
    }
  }
  std::map<store::RelationName, std::size_t> counts;
  for (Clause& clause : rules.clauses) clause.number = ++counts[clause.relation_name()];
  return rules;
}

bool Parser::Charge(const Clause& clause, text::Span span) {
  const std::uint64_t bytes = BytesOf(clause);
  if (bytes <= bytes_left_) {
    bytes_left_ -= bytes;
    return true;
  }
  Fail(Code::kRuleTooLong, span,
       Format("the rules take more than {} bytes of memory from here on", options_.bounds.bytes),
       "facts in bulk belong into files of facts or into `[data]`; else raise `bounds.bytes`");
  return false;
}

void Parser::ReadItem(Rules& rules) {
  variables_.clear();
  names_.clear();
  aggregates_ = unresolved_aggregates_ = 0;
  in_aggregate_ = false;
  depth_ = 0;
  const std::size_t errors_before = errors_;
  if (At(TokenKind::kDot)) {
    ReadDirective(rules);
  } else {
    ReadClause(rules);
  }
  if (errors_ == errors_before) return;
  rules.complete = false;
  Recover();
}

// Goes on at a clause that was seen to begin here, else at the next directive: declarations may end
// without a `.`.
void Parser::Recover() {
  const bool resume = resume_here_;
  resume_here_ = false;
  while (!resume && next_ < clause_.tokens.size() &&
         !(Peek().kind == TokenKind::kDot && Peek().line_start)) {
    ++next_;
  }
}

void Parser::ReadDirective(Rules& rules) {
  static const std::vector<std::string> kDirectives = {"decl", "check"};
  Take();
  const Token word = Take();
  const std::string_view name = Text(word);
  if (name == "decl") {
    ReadDeclaration(rules);
  } else if (name == "check") {
    ReadCheck(rules);
  } else {
    const auto close = text::Suggest(name, kDirectives);
    Fail(Code::kRuleDirective, SpanOf(word), Format("there is no directive `.{}`", Shorten(name)),
         close ? Format("did you mean `.{}`?", *close)
               : "rules know `.decl relation(column: Type, ..)` and `.check name :- body.`");
  }
}

std::optional<std::string> Parser::ReadRelationName() {
  if (At(TokenKind::kVariable)) {
    return Fail(
        Code::kRuleSyntax, SpanOf(Peek()),
        Format("`{}` begins like a variable, and a relation stands here", Shorten(Text(Peek()))),
        "names of relations begin with a lower-case letter");
  }
  if (!At(TokenKind::kName)) return Unexpected("the name of a relation");
  if (IsKeyword(Text(Peek()))) {
    return Fail(Code::kRuleSyntax, SpanOf(Peek()),
                Format("`{}` is a word of the language and cannot name a relation", Text(Peek())));
  }
  const std::size_t count = DottedLength();
  std::string name;
  for (std::size_t i = 0; i < count; ++i) name += Text(Take());
  return name;
}

bool Parser::ReadClause(Rules& rules) {
  const std::size_t first = next_;
  Clause clause;
  auto name = ReadRelationName();
  if (!name) return false;
  clause.relation = *std::move(name);
  auto head = ReadHeadArguments();
  if (!head) return false;
  clause.head = *std::move(head);
  clause.head_span = SpanFrom(first);
  if (Accept(TokenKind::kArrow)) {
    auto bodies = ReadAlternatives();
    if (!bodies) return false;
    clause.bodies = *std::move(bodies);
  } else if (At(TokenKind::kLess) && Peek(1).kind == TokenKind::kMinus) {
    Fail(Code::kRuleSyntax, SpanOf(Peek()), "`<-` is not how rules begin their body", "write `:-`");
    return false;
  }
  if (!ExpectEnd()) return false;
  clause.span = SpanFrom(first);
  clause.variables = std::move(variables_);
  if (!ResolveAggregates(clause)) return false;
  rules.clauses.push_back(std::move(clause));
  return true;
}

std::optional<std::vector<Term>> Parser::ReadHeadArguments() {
  std::vector<Term> arguments;
  if (!At(TokenKind::kOpenParen)) return arguments;
  if (!ReadArguments(arguments)) return std::nullopt;
  for (const Term& term : arguments) {
    if (term.kind == TermKind::kVariable || term.kind == TermKind::kConstant) continue;
    return Fail(Code::kRuleHead, term.span, "only variables and constants can stand here",
                "give the value a name in the body: `p(V) :- .., V = <expression>.`");
  }
  return arguments;
}

bool Parser::ReadCheck(Rules& rules) {
  const std::size_t first = next_ - 2;
  if (!At(TokenKind::kName) || IsKeyword(Text(Peek()))) {
    Unexpected("the name of the check");
    return false;
  }
  Check check;
  check.name = Text(Take());
  if (At(TokenKind::kOpenParen)) {
    Fail(Code::kRuleDirective, SpanOf(Peek()), "a check has a name and no parameters",
         "write `.check name :- body.`");
    return false;
  }
  if (!Expect(TokenKind::kArrow, "`:-` and the body of the check")) return false;
  auto bodies = ReadAlternatives();
  if (!bodies || !ExpectEnd()) return false;
  if (unresolved_aggregates_ > 0) {
    Fail(Code::kRuleAggregate, SpanFrom(first),
         "nothing takes the result of the aggregate of this check", "write `N = count(X : body)`");
    return false;
  }
  check.bodies = *std::move(bodies);
  check.variables = std::move(variables_);
  check.span = SpanFrom(first);
  rules.checks.push_back(std::move(check));
  return true;
}

bool Parser::ExpectEnd() {
  if (Accept(TokenKind::kEnd)) return true;
  const Token& token = Peek();
  const Token& before = clause_.tokens[next_ > 0 ? next_ - 1 : 0];
  if (token.kind == TokenKind::kEof) {
    Fail(Code::kRuleClauseEnd, SpanOf(before), "this clause has no end", "end it with `.`");
  } else if (token.kind == TokenKind::kDot && !token.line_start) {
    Fail(Code::kRuleClauseEnd, SpanOf(token),
         "this `.` does not end the clause, for a letter follows it",
         "put a blank or a line break behind the `.`");
  } else if (token.line_start &&
             (token.kind == TokenKind::kName || token.kind == TokenKind::kDot)) {
    Fail(Code::kRuleClauseEnd, SpanOf(before),
         "a new line begins here, and the clause before it has no end",
         "end the clause with `.`, or go on with `,` if the next line belongs to it");
    resume_here_ = true;
  } else if (token.kind == TokenKind::kArrow) {
    Fail(Code::kRuleClauseEnd, SpanOf(token), "a second `:-` in one clause",
         "end the clause before this one with `.`");
  } else {
    Unexpected("`,` and another literal, or `.`");
  }
  return false;
}

bool Parser::ReadSingle() {
  if (!NextClause()) {
    Fail(Code::kRuleSyntax, slice_.At(0, slice_.text.size()), "nothing stands here",
         "write an atom: `relation(argument, ..)`");
    return false;
  }
  if (!clause_.error) return true;
  const LexError& error = *clause_.error;
  Fail(error.code, slice_.At(error.begin, error.end), error.message, error.help);
  return false;
}

std::optional<Goal> Parser::ReadGoal() {
  if (!ReadSingle()) return std::nullopt;
  Goal goal;
  auto name = ReadRelationName();
  if (!name) return std::nullopt;
  goal.relation = *std::move(name);
  auto arguments = ReadHeadArguments();
  if (!arguments) return std::nullopt;
  goal.arguments = *std::move(arguments);
  goal.span = SpanFrom(0);
  if (!Accept(TokenKind::kEnd) && !At(TokenKind::kEof)) return Unexpected("the end of the goal");
  if (NextClause()) {
    return Fail(Code::kRuleSyntax, slice_.At(0, slice_.text.size()),
                "a goal is one atom, and more stands here");
  }
  goal.text = slice_.text.substr(goal.span.begin - slice_.begin, goal.span.end - goal.span.begin);
  goal.variables = std::move(variables_);
  return goal;
}

std::optional<GroundFact> Parser::ReadFact() {
  auto goal = ReadGoal();
  if (!goal) return std::nullopt;
  GroundFact fact{goal->relation, {}, goal->span};
  for (Term& term : goal->arguments) {
    if (term.kind != TermKind::kConstant) {
      return Fail(Code::kRuleHead, term.span, "a fact has values and no variables",
                  "a text that begins with an upper-case letter stands in quotes");
    }
    fact.tuple.push_back(std::move(term.constant));
  }
  return fact;
}

}  // namespace rune::datalog
