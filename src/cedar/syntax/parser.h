// The recursive descent behind parse.h: one object reads one text.
//
// Two kinds of mistakes. A *broken* text (a token that fits nowhere) is reported once; every
// function then gives up (kNone, false) and the reading goes on behind the policy. A *wrong* one
// (an unknown method, a reserved word, a duplicate key) is reported with Wrong(), a stand-in node
// is made, and the reading goes on at once, so that a policy shows all of these.
//
// What nearly every policy runs through stands in this header, so that it becomes one piece of code
// with what calls it; what reports is marked as cold, so that it lies apart.
//
// Stack: a level of nesting costs a few small frames, nodes are built in leaf functions, chains are
// loops. `depth_` counts the open parentheses, brackets, braces, `if`s, argument lists and unary
// operators. A chain of `.`, method calls included, does not nest.
//
// parse.cc holds the entrances, tokens and recovery; parse_policy.cc annotations, scope and
// conditions; parse_expression.cc operators; parse_member.cc what operators stand between;
// parse_literal.cc strings, names and entity ids.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
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
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  std::vector<Policy> Policies();
  std::optional<ParsedExpr> Expression();

 private:
  void MakeRoom(std::vector<Policy>& policies) const;
  static constexpr ExprId kNone = 0xFFFFFFFF;

  // `A::B` and perhaps `::"id"` behind it. The text lies in the source, or in the tree's memory.
  struct Name {
    std::string_view text;
    std::size_t components = 0;
    std::uint32_t begin = 0;
    text::Span span;
    Token id;  // kEnd: none

    bool has_id() const { return id.kind == TokenKind::kString; }
  };
  // A list in the making: what was pushed since it began. Lists within it have ended before.
  template <typename T>
  class Pile {
   public:
    explicit Pile(std::vector<T>& items) : items_(items), begin_(items.size()) {}
    ~Pile() { items_.resize(begin_); }
    Pile(const Pile&) = delete;
    Pile& operator=(const Pile&) = delete;

    void Push(const T& item) { items_.push_back(item); }
    std::size_t size() const { return items_.size() - begin_; }
    std::span<const T> items() const { return std::span<const T>(items_).subspan(begin_); }

   private:
    std::vector<T>& items_;
    std::size_t begin_;
  };
  using NamePile = Pile<const std::string*>;
  using ExprPile = Pile<ExprId>;
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
  const Token& Peek() { return Peek(0); }
  // The one behind the next, and so on. Requires: ahead < kMostAhead.
  const Token& Peek(std::size_t ahead) {
    if (next_ + ahead >= end_) [[unlikely]]
      ReadOn(ahead);
    return next_[ahead];
  }
  // So that there are more than `ahead` tokens.
  [[gnu::cold]] void ReadOn(std::size_t ahead);
  Token Take() {
    const Token token = Peek();
    ++next_;
    return token;
  }
  // Takes tokens that were peeked at.
  void Skip(std::size_t count) { next_ += count; }
  // Of the token that was taken last.
  std::uint32_t last_end() const { return next_[-1].end; }
  // The variable that a word names, whatever stands behind it.
  static std::optional<Variable> VariableOf(Token token) {
    if (token.keyword < Keyword::kPrincipal) return std::nullopt;
    return static_cast<Variable>(static_cast<int>(token.keyword) -
                                 static_cast<int>(Keyword::kPrincipal));
  }
  bool At(TokenKind kind) { return Peek().kind == kind; }
  bool Accept(TokenKind kind) {
    if (!At(kind)) return false;
    ++next_;
    return true;
  }
  bool Expect(TokenKind kind, std::string_view what) { return Accept(kind) || Missing(what); }
  [[gnu::cold]] bool Missing(std::string_view what);
  // A closing bracket; names the place of the opening one.
  bool Close(TokenKind kind, Token open) { return Accept(kind) || NotClosed(kind, open); }
  [[gnu::cold]] bool NotClosed(TokenKind kind, Token open);
  std::string_view Spelling(Token token) const { return lexer_.Text(token); }
  text::Span SpanOf(Token token) const { return lexer_.At(token.begin, token.end); }
  // From `begin` to the end of the token that was taken last.
  text::Span Since(std::uint32_t begin) const { return lexer_.At(begin, last_end()); }
  [[gnu::cold]] std::string Describe(Token token) const;
  // The text is broken at the next token.
  [[gnu::cold]] void Broken(std::string_view expected, std::string_view help = "");
  [[gnu::cold]] void ReportBrokenToken(Token token);
  [[gnu::cold]] text::Diagnostics::Builder Wrong(text::Code code, text::Span span,
                                                 std::string message);
  static bool IsAccess(TokenKind kind);
  // `did you mean ..?` if something is close, else `otherwise`.
  static std::string SuggestHelp(std::string_view name, const std::vector<std::string>& known,
                                 std::string otherwise);
  bool DeepEnough();  // reports and is true when nesting passed the bound
  [[gnu::cold]] void Resynchronise();
  std::size_t OpenBrackets() const;
  bool AtPolicyStart();
  void Start();
  bool Failed() const;

  // --- policies: parse_policy.cc
  // Into an empty policy. Returns: false when the text is broken.
  bool OnePolicy(Policy& policy, std::size_t number);
  bool Annotations(Policy& policy);
  bool OneAnnotation(Policy& policy, std::map<std::string, text::Span>& known);
  bool EffectOf(Policy& policy);
  [[gnu::cold]] bool WrongEffect(Token token);
  bool ScopeOf(Policy& policy);
  // Principal, action and resource; beside them goes which of them were read.
  using ScopeParts = std::array<Scope*, 3>;
  bool ScopePart(const ScopeParts& parts, std::array<bool, 3>& seen, std::size_t count,
                 bool& reported);
  [[gnu::cold]] std::size_t WrongScopePart(Token name, std::size_t count, bool& reported);
  void Ellipsis();
  [[gnu::cold]] bool NoScopeEnd();
  [[gnu::cold]] bool NoScopePart();
  void CheckScope(const ScopeParts& parts, const std::array<bool, 3>& seen, text::Span close);
  bool Constraint(Scope& scope, Variable variable);
  [[gnu::cold]] bool WrongConstraint(Scope& scope, Variable variable);
  bool IsConstraint(Scope& scope, Variable variable);
  bool EntityConstraint(Scope& scope, Variable variable);
  bool ScopeEntities(Scope& scope, Variable variable, bool after_in);
  using EntityPile = Pile<ScopeEntity>;
  bool EntitiesInto(EntityPile& entities, Scope& scope, Variable variable, bool after_in);
  bool EntityInto(EntityPile& entities, Variable variable, bool after_in);
  [[gnu::cold]] bool NoEntity(Token token);
  // Whether this id of an entity is to be read as a pattern.
  bool MayBePattern(Token id, bool after_in) const {
    return after_in && options_.extended && Spelling(id).contains('*');
  }
  // Requires: at a simple entity that is no pattern.
  ScopeEntity SimpleEntity(Variable variable) {
    const Token type = Peek();
    const Token id = Peek(2);
    ScopeEntity entity;
    entity.literal = &Entity(Spelling(type), id);
    entity.span = lexer_.At(type.begin, id.end);
    Skip(3);
    if (variable == Variable::kAction && type.keyword != Keyword::kActionType) {
      CheckActionType(entity);
    }
    return entity;
  }
  ScopeEntity ScopeSlot(Variable variable);
  [[gnu::cold]] void CheckActionType(const ScopeEntity& entity);
  bool Conditions(Policy& policy);
  // Or at a word that stands in the place of one.
  bool AtCondition() {
    const Token token = Peek();
    return token.keyword == Keyword::kWhen || token.keyword == Keyword::kUnless ||
           (IsWord(token.kind) && !AtPolicyStart());
  }
  bool OneCondition(Pile<Condition>& conditions, Effect effect);
  [[gnu::cold]] bool WrongCondition(Token keyword);
  [[gnu::cold]] void EmptyCondition(Token keyword, Effect effect);
  bool SemicolonOf();
  [[gnu::cold]] bool NoSemicolon();
  void GiveId(Policy& policy, std::size_t number) const;

  // --- operators: parse_expression.cc
  ExprId Expression0();  // an expression inside another text
  ExprId If();
  ExprId Binary(int level);
  ExprId BinaryStep(ExprId left, std::uint32_t begin, int level);
  [[gnu::cold]] ExprId ComparedTwice();
  [[gnu::cold]] ExprId ChainTooLong();
  [[gnu::cold]] ExprId IfAsOperand();
  ExprId Relation(ExprId left, std::uint32_t begin);
  ExprId In(ExprId left, std::uint32_t begin);
  ExprId InOperand();
  bool AtRelationName();
  const std::string& LastComponent(ExprId id);
  [[gnu::noinline]] ExprId Has(ExprId left, std::uint32_t begin);
  bool HasName(NamePile& names);
  [[gnu::noinline]] ExprId Like(ExprId left, std::uint32_t begin);
  [[gnu::noinline]] ExprId Is(ExprId left, std::uint32_t begin);
  // `type` stays what it is when the text is broken.
  bool TypeBehindIs(const std::string*& type);
  ExprId Unary() {
    const TokenKind op = Peek().kind;
    return op != TokenKind::kNot && op != TokenKind::kMinus ? Member() : Signed(op);
  }
  [[gnu::noinline]] ExprId Signed(TokenKind op);
  [[gnu::cold]] ExprId WrongUnary(std::uint32_t begin, std::size_t count);
  ExprId NegativeNumber(std::uint32_t begin, std::size_t minuses);
  ExprId WrapUnary(ExprId operand, UnaryOp op, std::uint32_t begin, std::size_t count);
  ExprId MakeBinary(BinaryOp op, ExprId left, ExprId right, std::uint32_t begin);

  // --- members and primaries: parse_member.cc
  ExprId Member();
  ExprId Access(ExprId receiver, std::uint32_t begin);
  [[gnu::cold]] ExprId NotCallable(std::uint32_t begin);
  [[gnu::noinline]] ExprId Index(ExprId receiver, std::uint32_t begin);
  ExprId Primary() { return At(TokenKind::kIdentifier) ? Word() : OtherPrimary(); }
  ExprId OtherPrimary();
  [[gnu::cold]] ExprId SlotInCondition();
  ExprId Parenthesis();
  ExprId SetLiteral();
  ExprId RecordLiteral();
  // Names that stand once in a record: few are compared, many are looked up.
  class Keys {
   public:
    // Returns: false when `key` is among those `before`, which are all that were added.
    bool Add(const std::string& key, std::span<const std::string* const> before);

   private:
    static constexpr std::size_t kFew = 16;
    std::set<std::string_view> known_;
  };
  bool RecordField(NamePile& names, ExprPile& children, Keys& keys);
  ExprId Word() {
    const auto variable = VariableOf(Peek());
    if (!variable || Peek(1).kind == TokenKind::kDoubleColon) return NameOrCall();
    pool_.Make(ExprKind::kVariable, SpanOf(Take())).variable = *variable;
    return pool_.last();
  }
  ExprId NameOrCall();
  [[gnu::cold]] ExprId UnknownName(const Name& name);
  [[gnu::noinline]] ExprId Function(const Name& name);
  bool Arguments(ExprPile& arguments);
  bool List(TokenKind close, ExprPile& items);
  // `operands` are the receiver and the arguments.
  [[gnu::noinline]] ExprId Method(Token name, ExprIds operands, std::uint32_t begin);
  ExprId BuiltinMethod(Token name, ExprIds operands, std::uint32_t begin);
  const std::string* DatalogRelation(BinaryOp op, ExprId receiver, ExprId argument) const;

  // --- literals and names: parse_literal.cc
  [[gnu::cold]] void ReportEscape(Token token, std::size_t offset, const value::EscapeError& error);
  // What the next token, a string, means: the text lies in the source or in `undone_`, until the
  // next string is read.
  std::string_view String();
  std::string_view Unquoted(Token token) {
    const std::string_view quoted = Spelling(token);
    return token.plain ? quoted.substr(1, quoted.size() - 2) : Unescaped(token);
  }
  std::string_view Unescaped(Token token);
  std::vector<char32_t> LikePattern(Token token);
  const std::string& AttributeName(Token token) {
    if (IsReservedWord(token.kind)) ReservedName(token);
    return Kept(Spelling(token));
  }
  [[gnu::cold]] void ReservedName(Token token);
  const std::string& Kept(std::string_view name) { return memory_.Name(name); }
  ExprId Number(Token token);
  std::optional<std::uint64_t> ReadInteger(Token token, std::uint64_t most);
  // Returns: false when the text is broken. Requires: at a word.
  bool TypeOrEntity(Name& name);
  // Whether `Type::"id"` comes next, as nearly all entities are written: three tokens.
  bool AtSimpleEntity() {
    return At(TokenKind::kIdentifier) && Peek(1).kind == TokenKind::kDoubleColon &&
           Peek(2).kind == TokenKind::kString;
  }
  [[gnu::cold]] void EntityWithoutId(const Name& name);
  [[gnu::cold]] void ReservedType(Token word);
  std::string NormalId(std::string_view type, std::string id, text::Span span);
  const Value& Entity(std::string_view type, Token id) {
    return has_path_types_ ? NormalEntity(type, id) : memory_.Entity(type, Unquoted(id));
  }
  const Value& NormalEntity(std::string_view type, Token id);
  ExprId EntityLiteral(const Name& name);
  ScopeEntity Pattern(const Name& name);
  std::vector<char32_t> PatternId(Token token);
  void ResolvePatterns(ExprId right);
  void ResolvePattern(ExprId id);
  void ReadPlainStars();
  bool PathLike(std::string_view type) const {
    return has_path_types_ && options_.path_types.contains(std::string(type));
  }

  // --- nodes
  ExprId Literal(const Value& kept, text::Span span) {
    pool_.Make(ExprKind::kLiteral, span).SetLiteral(kept);
    return pool_.last();
  }
  ExprId StandIn(text::Span span) { return Literal(kNoValue, span); }
  // A node with one name.
  ExprId Named(ExprKind kind, text::Span span, ExprIds children, const std::string& name) {
    const std::string* const list[] = {&name};
    const std::size_t size = children.size();
    if (size > Expr::kFewChildren) return pool_.Add(kind, span, children, NameList(list, 1));
    // They may be those of a node that moves when this one is made.
    const std::array<ExprId, Expr::kFewChildren> few = {size > 0 ? children[0] : 0,
                                                        size > 1 ? children[1] : 0};
    Expr& node = pool_.Make(kind, span);
    node.SetChildren(ExprIds(few.data(), size));
    node.SetNames(NameList(list, 1));
    return pool_.last();
  }
  // What a node is given.
  NameList NamesOf(const NamePile& names) {
    return names.size() == 1 ? NameList(names.items().data(), 1) : memory_.Names(names.items());
  }

  const ParseOptions& options_;
  text::Diagnostics& diagnostics_;
  text::Slice slice_;
  Lexer lexer_;
  static constexpr std::size_t kMostAhead = 4;
  std::array<Token, 65> tokens_;
  // [next_, end_) come next; before them lies the one that was taken last.
  Token* next_ = &tokens_[1];
  Token* end_ = &tokens_[1];
  std::size_t errors_before_ = 0;  // in the sink when the current policy began
  std::uint32_t policy_begin_ = 0;
  std::size_t depth_ = 0;
  const bool has_path_types_ = !options_.path_types.empty();
  bool orphans_ = false;                 // nodes of the current pool are no part of its tree
  ExprPool pool_;                        // of the policy in hand
  TreeMemory& memory_ = pool_.memory();  // of the whole text
  std::string undone_;                   // a string whose escapes are undone
  std::vector<ExprId> open_lists_;
  std::vector<const std::string*> open_names_;
  std::vector<ScopeEntity> open_entities_;
  std::vector<Condition> open_conditions_;
  std::map<ExprId, Name>
      starred_;  // entity literals with a star that are not yet known to stand after `in`, or not
};

}  // namespace rune::cedar
