// The recursive descent behind parse.h: one object reads one text.
//
// Two kinds of mistakes. A *broken* text (a token that fits nowhere) is reported once; every
// function then gives up (kNone, false) and the reading goes on behind the policy. A *wrong* one
// (an unknown method, a reserved word, a duplicate key) is reported with Wrong(), a stand-in node
// is made, and the reading goes on at once, so that a policy shows all of these.
//
// Stack: a level of nesting costs a few small frames, nodes are built in leaf functions, chains are
// loops. `depth_` counts the open parentheses, brackets, braces, `if`s, argument lists and unary
// operators. A chain of `.`, method calls included, does not nest.
//
// parse.cc holds the entrances, tokens and recovery; parse_policy.cc annotations, scope and
// conditions; parse_expression.cc operators; parse_member.cc what operators stand between;
// parse_literal.cc strings, names and entity ids.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cedar/syntax/ast.h"
#include "cedar/syntax/lexer.h"
#include "cedar/syntax/parse.h"
#include "value/escape.h"

namespace rune::cedar {

class Parser {
 public:
  Parser(text::Slice slice, const ParseOptions& options, text::Diagnostics& diagnostics);

  std::vector<Policy> Policies();
  std::optional<ParsedExpr> Expression();

 private:
  static constexpr ExprId kNone = 0xFFFFFFFF;

  // A text of a string literal and where it stands.
  struct Text {
    std::string value;
    text::Span span;
  };
  // `A::B` and perhaps `::"id"` behind it.
  struct Name {
    std::string text;
    std::size_t components = 0;
    std::uint32_t begin = 0;
    text::Span span;
    std::optional<Token> id;
  };
  // Counts a level of nesting while it lives.
  class Nest {
   public:
    explicit Nest(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Nest() { --parser_.depth_; }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;

   private:
    Parser& parser_;
  };

  // --- tokens, reports, recovery: parse.cc
  Token Peek() {
    if (ahead_count_ == 0) Look(1);
    return ahead_[ahead_begin_];
  }
  // The one behind the next, and so on. Requires: ahead < ahead_.size().
  Token Peek(std::size_t ahead) {
    if (ahead_count_ <= ahead) Look(ahead + 1);
    return ahead_[(ahead_begin_ + ahead) % ahead_.size()];
  }
  // Reads ahead until there are `count` tokens.
  void Look(std::size_t count);
  Token Take();
  void CountBracket(TokenKind kind);
  bool At(TokenKind kind) { return Peek().kind == kind; }
  bool Accept(TokenKind kind);
  bool Expect(TokenKind kind, std::string_view what);
  // A closing bracket; names the place of the opening one.
  bool Close(TokenKind kind, Token open);
  std::string_view Spelling(Token token) const { return lexer_.Text(token); }
  text::Span SpanOf(Token token) const { return lexer_.At(token.begin, token.end); }
  // From `begin` to the end of the token that was taken last.
  text::Span Since(std::uint32_t begin) const { return lexer_.At(begin, last_end_); }
  std::string Describe(Token token) const;
  // The text is broken at the next token.
  void Broken(std::string_view expected, std::string help = "");
  void ReportBrokenToken(Token token);
  text::Diagnostics::Builder Wrong(text::Code code, text::Span span, std::string message);
  static bool IsAccess(TokenKind kind);
  // `did you mean ..?` if something is close, else `otherwise`.
  static std::string SuggestHelp(std::string_view name, const std::vector<std::string>& known,
                                 std::string otherwise);
  bool DeepEnough();  // reports and is true when nesting passed the bound
  void Resynchronise();
  bool AtPolicyStart();
  void Start();
  bool Failed() const;

  // --- policies: parse_policy.cc
  // Into an empty policy. Returns: false when the text is broken.
  bool OnePolicy(Policy& policy, std::size_t number);
  bool Annotations(Policy& policy);
  bool OneAnnotation(Policy& policy, std::map<std::string, text::Span>& known);
  bool EffectOf(Policy& policy);
  bool ScopeOf(Policy& policy);
  // Principal, action and resource; beside them goes which of them were read.
  using ScopeParts = std::array<Scope*, 3>;
  bool ScopePart(const ScopeParts& parts, std::array<bool, 3>& seen, std::size_t count,
                 bool& reported);
  std::size_t ScopeIndex(Token name, const std::array<bool, 3>& seen, std::size_t count,
                         bool& reported);
  void CheckScope(const ScopeParts& parts, const std::array<bool, 3>& seen, text::Span close);
  bool Constraint(Scope& scope, Variable variable);
  bool IsConstraint(Scope& scope, Variable variable);
  bool EntityConstraint(Scope& scope, Variable variable);
  bool ScopeEntities(Scope& scope, Variable variable, bool after_in);
  bool OneScopeEntity(Scope& scope, Variable variable, bool after_in);
  bool ScopeSlot(Scope& scope, Variable variable);
  void CheckActionType(const ScopeEntity& entity);
  bool Conditions(Policy& policy);
  bool OneCondition(Policy& policy);
  bool SemicolonOf();
  void GiveId(Policy& policy, std::size_t number) const;

  // --- operators: parse_expression.cc
  ExprId Expression0();  // an expression inside another text
  ExprId If();
  ExprId Binary(int level);
  ExprId BinaryStep(ExprId left, std::uint32_t begin, int level);
  ExprId ComparedTwice();
  ExprId ChainTooLong();
  ExprId IfAsOperand();
  ExprId Relation(ExprId left, std::uint32_t begin);
  ExprId In(ExprId left, std::uint32_t begin);
  ExprId InOperand();
  bool AtRelationName();
  std::string LastComponent(ExprId id) const;
  ExprId Has(ExprId left, std::uint32_t begin);
  bool HasName(std::vector<std::string>& names);
  ExprId Like(ExprId left, std::uint32_t begin);
  ExprId Is(ExprId left, std::uint32_t begin);
  bool TypeBehindIs(std::string& type);
  ExprId Unary();
  ExprId WrongUnary(std::uint32_t begin, std::size_t count);
  ExprId NegativeNumber(std::uint32_t begin, std::size_t minuses);
  ExprId WrapUnary(ExprId operand, UnaryOp op, std::uint32_t begin, std::size_t count);
  ExprId MakeBinary(BinaryOp op, ExprId left, ExprId right, std::uint32_t begin);

  // --- members and primaries: parse_member.cc
  ExprId Member();
  ExprId Access(ExprId receiver, std::uint32_t begin);
  ExprId NotCallable(std::uint32_t begin);
  ExprId Index(ExprId receiver, std::uint32_t begin);
  ExprId Primary();
  ExprId SlotInCondition();
  ExprId Parenthesis();
  ExprId SetLiteral();
  ExprId RecordLiteral();
  bool RecordField(std::vector<std::string>& names, std::vector<ExprId>& children,
                   std::set<std::string>& seen);
  ExprId Named();
  ExprId UnknownName(const Name& name);
  ExprId Function(const Name& name);
  bool Arguments(std::vector<ExprId>& arguments);
  bool List(TokenKind close, std::vector<ExprId>& items);
  ExprId Method(Token name, ExprId receiver, std::vector<ExprId> arguments, std::uint32_t begin);
  ExprId BuiltinMethod(Token name, ExprId receiver, const std::vector<ExprId>& arguments,
                       std::uint32_t begin);
  const std::string* DatalogRelation(BinaryOp op, ExprId receiver, ExprId argument) const;

  // --- literals and names: parse_literal.cc
  void ReportEscape(Token token, std::size_t offset, const value::EscapeError& error);
  Text String();
  std::vector<char32_t> LikePattern(Token token);
  std::string AttributeName(Token token);
  ExprId Number(Token token);
  std::optional<std::uint64_t> ReadInteger(Token token, std::uint64_t most);
  std::optional<Name> TypeOrEntity();
  void EntityWithoutId(const Name& name);
  std::string NormalId(const std::string& type, std::string id, text::Span span);
  EntityUid Uid(const Name& name);
  ExprId EntityLiteral(const Name& name);
  ScopeEntity Pattern(const Name& name);
  std::vector<char32_t> PatternId(Token token);
  void ResolvePatterns(ExprId right);
  void ResolvePattern(ExprId id);
  void ReadPlainStars();
  bool PathLike(const std::string& type) const { return options_.path_types.contains(type); }

  // --- nodes
  ExprId StandIn(text::Span span) { return pool_.AddLiteral(Value(false), span); }

  const ParseOptions& options_;
  text::Diagnostics& diagnostics_;
  text::Slice slice_;
  Lexer lexer_;
  std::array<Token, 4> ahead_{};
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_count_ = 0;
  std::uint32_t last_end_ = 0;
  std::size_t errors_before_ = 0;  // in the sink when the current policy began
  std::size_t taken_ = 0;          // tokens of the current policy
  std::size_t open_ = 0;           // brackets of the current policy that wait for their end
  std::size_t depth_ = 0;
  bool orphans_ = false;  // nodes of the current pool are no part of its tree
  ExprPool pool_;         // of the policy in hand
  std::map<ExprId, Name>
      starred_;  // entity literals with a star that are not yet known to stand after `in`, or not
};

}  // namespace rune::cedar
