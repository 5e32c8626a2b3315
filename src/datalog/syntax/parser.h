// The reader behind parse.h: recursive descent over the tokens of one clause. Internal to this
// folder.
//
// Idea: each Read function takes what it names from the tokens or pushes one diagnostic and returns
// nothing; the caller then returns too, so that a clause has at most one diagnostic. Recursion
// follows brackets, whose nesting the lexer has limited already; signs before a value are limited
// here. parse.cc reads clauses and directives, parse_body.cc literals, parse_aggregate.cc
// aggregates, parse_term.cc terms, parse_path.cc paths.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datalog/syntax/lexer.h"
#include "datalog/syntax/parse.h"

namespace rune::datalog {

using Bodies = std::vector<Body>;

inline constexpr VariableId kNoVariable = static_cast<VariableId>(-1);
// The most alternatives, and literals in all of them, of one body after `;` is multiplied out.
inline constexpr std::size_t kMostAlternatives = 256;
inline constexpr std::size_t kMostExpandedLiterals = 100'000;
// The most arguments of one atom, and aggregates of one clause.
inline constexpr std::size_t kMostArguments = 1'000;
inline constexpr std::size_t kMostAggregates = 100;

class Parser {
 public:
  Parser(text::Slice slice, const ParseOptions& options, text::Diagnostics& diagnostics)
      : slice_(slice),
        options_(options),
        diagnostics_(diagnostics),
        lexer_(slice, options.bounds),
        bytes_left_(options.bounds.bytes) {}

  Rules ReadRules();
  std::optional<Goal> ReadGoal();
  std::optional<GroundFact> ReadFact();

 private:
  // Clauses and directives (parse.cc).
  void ReadItem(Rules& rules);
  // Reports and is false when the rules read so far take more than `bounds.bytes`.
  bool Charge(const Clause& clause, text::Span span);
  void ReadDirective(Rules& rules);
  bool ReadClause(Rules& rules);
  bool ReadCheck(Rules& rules);
  std::optional<std::vector<Term>> ReadHeadArguments();
  bool NextClause();
  bool ReadSingle();
  bool ExpectEnd();
  void Recover();
  std::optional<std::string> ReadRelationName();

  // `.decl` (parse_declaration.cc).
  bool ReadDeclaration(Rules& rules);
  bool ReadColumn(Declaration& declaration);
  bool ReadColumnType(Declaration& declaration);
  void ReadStorageWords(Declaration& declaration);

  // Bodies (parse_body.cc).
  std::optional<Bodies> ReadAlternatives();
  std::optional<Bodies> ReadConjunction();
  bool Multiply(Bodies& left, const Bodies& right, text::Span span);
  std::optional<Literal> ReadLiteral();
  std::optional<Literal> ReadPositiveLiteral();
  std::optional<Literal> ReadAtom();
  std::optional<Literal> ReadTermLiteral();
  std::optional<Literal> ReadUnification(Literal literal);
  std::optional<Literal> ReadComparison(Literal literal, CompareOp op);
  std::optional<Literal> ReadMembership(Literal literal);
  std::optional<Term> ReadLeftSide();
  bool AtGroup() const;
  bool AtAtom() const;
  bool AtLoneWord() const;
  bool CheckTests(const Literal& literal);

  // Aggregates (parse_aggregate.cc).
  bool AtAggregate() const;
  std::optional<Literal> ReadAggregate(std::optional<Term> result);
  bool ReadAggregateResult(Literal& literal);
  std::optional<Body> ReadInnerBody();
  bool ResolveAggregates(Clause& clause);

  // Terms (parse_term.cc).
  std::optional<Term> ReadTerm();
  std::optional<Term> ReadProduct();
  std::optional<Term> ReadSigned();
  std::optional<Term> ReadWithMethods();
  std::size_t CountMethods() const;
  std::optional<Term> ReadPrimary();
  std::optional<Term> ReadWord();
  std::optional<Term> ReadVariable();
  std::optional<Term> ReadNumber(bool negative);
  std::optional<Term> ReadString();
  std::optional<Term> ReadEntity();
  std::optional<Term> ReadConstructor();
  std::optional<Term> ReadCall();
  std::optional<Term> ReadMethod(Term receiver);
  std::optional<Term> ReadList();
  std::optional<Term> ReadPattern();
  std::optional<PatternField> ReadField();
  bool ReadArguments(std::vector<Term>& arguments);
  bool CheckCall(const Term& call, text::Span name);
  std::optional<std::string> TextOf(const Token& token);
  VariableId Number(const Token& token);

  // Paths (parse_path.cc).
  std::optional<Term> ReadPath();
  bool ReadStep(Term& path);
  bool ReadIndex(Term& path);
  bool RefuseCallOnPath(const Term& path);
  // Whether a step of a path follows there: its point stands right behind the word.
  bool AtStep(std::size_t ahead) const;
  // The number of tokens of `a.b.c` from here.
  std::size_t DottedLength() const;

  // Tokens.
  const Token& Peek(std::size_t ahead = 0) const {
    const std::size_t last = clause_.tokens.size() - 1;
    return clause_.tokens[next_ + ahead < last ? next_ + ahead : last];
  }
  bool At(TokenKind kind) const { return Peek().kind == kind; }
  bool AtWord(std::string_view word) const { return At(TokenKind::kName) && Text(Peek()) == word; }
  bool AtTheEnd() const { return next_ >= clause_.tokens.size() || At(TokenKind::kEof); }
  const Token& Take() {
    const Token& token = Peek();
    ++next_;
    return token;
  }
  bool Accept(TokenKind kind) {
    if (!At(kind)) return false;
    ++next_;
    return true;
  }
  bool Expect(TokenKind kind, std::string_view what);
  std::string_view Text(const Token& token) const {
    return slice_.text.substr(token.begin, token.end - token.begin);
  }
  text::Span SpanOf(const Token& token) const { return slice_.At(token.begin, token.end); }
  // From the token with this number to the one just taken.
  text::Span SpanFrom(std::size_t first) const {
    return slice_.At(clause_.tokens[first].begin, clause_.tokens[next_ - 1].end);
  }
  // What stands here, for messages.
  std::string Found() const;
  std::nullopt_t Fail(text::Code code, text::Span span, std::string message, std::string help = {});
  std::nullopt_t Unexpected(std::string_view wanted);

  text::Slice slice_;
  const ParseOptions& options_;
  text::Diagnostics& diagnostics_;
  Lexer lexer_;
  ClauseTokens clause_;
  std::size_t next_ = 0;
  std::size_t errors_ = 0;
  std::uint64_t bytes_left_;  // for the trees of clauses
  bool resume_here_ = false;  // the error is a missing `.`: a clause begins at the next token

  // Of the clause being read.
  std::vector<Variable> variables_;
  std::map<std::string, VariableId, std::less<>> names_;
  std::size_t aggregates_ = 0;
  std::size_t unresolved_aggregates_ = 0;
  bool in_aggregate_ = false;
  std::size_t depth_ = 0;  // signs and methods around what is being read; brackets are the lexer's
};

// Words and their meaning (words.cc).
bool IsKeyword(std::string_view word);                            // in not true false
std::optional<AggregateOp> FindAggregate(std::string_view word);  // count sum min max mean
std::optional<Function> FindFunction(std::string_view word);      // tests and functions of 4.2
bool IsTest(Function function);
std::size_t FunctionArity(Function function);  // the receiver counts
bool IsConstructor(std::string_view word);     // datetime duration ip decimal

}  // namespace rune::datalog
