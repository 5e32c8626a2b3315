// Operators. One function climbs all levels of binary operators, so that a nested expression costs
// few frames.
#include "base/format.h"
#include "cedar/syntax/parser.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr int kOrLevel = 1;
constexpr int kAndLevel = 2;
constexpr int kRelationLevel = 3;
constexpr int kAddLevel = 4;
constexpr int kMulLevel = 5;
constexpr std::size_t kMostUnary = 4;
constexpr std::uint64_t kMinLongMagnitude = 1ull << 63;

// 0: not a binary operator.
constexpr int Level(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOr: return kOrLevel;
    case TokenKind::kAnd: return kAndLevel;
    case TokenKind::kEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kAssign:
    case TokenKind::kIn:
    case TokenKind::kHas:
    case TokenKind::kLike:
    case TokenKind::kIs: return kRelationLevel;
    case TokenKind::kPlus:
    case TokenKind::kMinus: return kAddLevel;
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kPercent: return kMulLevel;
    default: return 0;
  }
}

// Looked up, since a jump that is guessed wrong costs more than the rest.
constexpr std::array<std::uint8_t, static_cast<std::size_t>(TokenKind::kPercent) + 1> kLevels = [] {
  std::array<std::uint8_t, static_cast<std::size_t>(TokenKind::kPercent) + 1> levels{};
  for (std::size_t kind = 0; kind < levels.size(); ++kind) {
    levels[kind] = static_cast<std::uint8_t>(Level(static_cast<TokenKind>(kind)));
  }
  return levels;
}();
int LevelOf(TokenKind kind) { return kLevels[static_cast<std::size_t>(kind)]; }

BinaryOp OperatorOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOr: return BinaryOp::kOr;
    case TokenKind::kAnd: return BinaryOp::kAnd;
    case TokenKind::kNotEqual: return BinaryOp::kNotEq;
    case TokenKind::kLess: return BinaryOp::kLess;
    case TokenKind::kLessEqual: return BinaryOp::kLessEq;
    case TokenKind::kGreater: return BinaryOp::kGreater;
    case TokenKind::kGreaterEqual: return BinaryOp::kGreaterEq;
    case TokenKind::kPlus: return BinaryOp::kAdd;
    case TokenKind::kMinus: return BinaryOp::kSub;
    case TokenKind::kStar: return BinaryOp::kMul;
    default: return BinaryOp::kEq;
  }
}

}  // namespace

ExprId Parser::MakeBinary(BinaryOp op, ExprId left, ExprId right, std::uint32_t begin) {
  Expr& node = pool_.Make(ExprKind::kBinary, Since(begin));
  node.binary = op;
  node.SetChildren({left, right});
  return pool_.last();
}

ExprId Parser::Expression0() { return At(TokenKind::kIf) ? If() : Binary(kOrLevel); }

ExprId Parser::If() {
  const Nest nest(*this);
  if (DeepEnough()) return kNone;
  const std::uint32_t begin = Take().begin;
  const ExprId condition = Expression0();
  if (condition == kNone || !Expect(TokenKind::kThen, "`then`")) return kNone;
  const ExprId then = Expression0();
  if (then == kNone || !Expect(TokenKind::kElse, "`else`")) return kNone;
  const ExprId otherwise = Expression0();
  if (otherwise == kNone) return kNone;
  return pool_.Add(ExprKind::kIf, Since(begin), {condition, then, otherwise});
}

// Operands joined by operators of at least this level.
ExprId Parser::Binary(int level) {
  const std::uint32_t begin = Peek().begin;
  ExprId left = Unary();
  bool compared = false;  // `left` is a comparison, which takes no tighter operator behind it
  std::array<std::size_t, kMulLevel + 1> links{};
  while (left != kNone) {
    const int next = LevelOf(Peek().kind);
    if (next == 0 || next < level) break;
    if (compared && next >= kRelationLevel) return ComparedTwice();
    if (++links[static_cast<std::size_t>(next)] > options_.bounds.chain) return ChainTooLong();
    compared = next == kRelationLevel;
    left = compared ? Relation(left, begin) : BinaryStep(left, begin, next);
  }
  return left;
}

ExprId Parser::ComparedTwice() {
  const Token token = Peek();
  if (LevelOf(token.kind) != kRelationLevel) {
    Broken("the end of the comparison", "put the part that belongs together into parentheses");
  } else if (token.kind == TokenKind::kIs) {
    Wrong(Code::kPolicyComparison, SpanOf(token), "`is` cannot follow another comparison")
        .Help("write `x is T in y`, or join the two with `&&`");
  } else {
    Wrong(Code::kPolicyComparison, SpanOf(token),
          Format("{} cannot follow another comparison", Describe(token)))
        .Help("join the two with `&&`, or put one of them into parentheses");
  }
  return kNone;
}

ExprId Parser::ChainTooLong() {
  Wrong(Code::kPolicyChain, SpanOf(Peek()),
        Format("this chain has more than {} links", options_.bounds.chain))
      .Help("divide the policy, or use a set and `contains`");
  return kNone;
}

ExprId Parser::BinaryStep(ExprId left, std::uint32_t begin, int level) {
  const Token op = Take();
  if (op.kind == TokenKind::kSlash || op.kind == TokenKind::kPercent) {
    Wrong(Code::kPolicyOperator, SpanOf(op), Format("Cedar has no operator `{}`", Spelling(op)))
        .Help("compare products instead of quotients");
  }
  if (At(TokenKind::kIf)) return IfAsOperand();
  const ExprId right = Binary(level + 1);
  return right == kNone ? kNone : MakeBinary(OperatorOf(op.kind), left, right, begin);
}

ExprId Parser::IfAsOperand() {
  Broken("a value", "put the `if` into parentheses");
  return kNone;
}

ExprId Parser::Relation(ExprId left, std::uint32_t begin) {
  switch (Peek().kind) {
    case TokenKind::kIn: return In(left, begin);
    case TokenKind::kHas: return Has(left, begin);
    case TokenKind::kLike: return Like(left, begin);
    case TokenKind::kIs: return Is(left, begin);
    default: break;
  }
  const Token op = Take();
  if (op.kind == TokenKind::kAssign) {
    Wrong(Code::kPolicyOperator, SpanOf(op), "Cedar has no operator `=`").Help("compare with `==`");
  }
  if (At(TokenKind::kIf)) return IfAsOperand();
  const ExprId right = Binary(kAddLevel);
  return right == kNone ? kNone : MakeBinary(OperatorOf(op.kind), left, right, begin);
}

// Whether the next token is a relation of rules, standing alone.
bool Parser::AtRelationName() {
  if (!options_.extended || !At(TokenKind::kIdentifier)) return false;
  if (VariableOf(Peek())) return false;
  switch (Peek(1).kind) {
    case TokenKind::kDoubleColon:
    case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket:
    case TokenKind::kDot: return false;
    default: return true;
  }
}

ExprId Parser::In(ExprId left, std::uint32_t begin) {
  Take();
  if (AtRelationName()) {
    NamePile names(open_names_);
    names.Push(&Kept(Spelling(Take())));
    names.Push(&LastComponent(left));
    return pool_.Add(ExprKind::kPredicateIn, Since(begin), {left}, NamesOf(names));
  }
  const ExprId right = InOperand();
  return right == kNone ? kNone : MakeBinary(BinaryOp::kIn, left, right, begin);
}

ExprId Parser::InOperand() {
  if (At(TokenKind::kIf)) return IfAsOperand();
  const ExprId right = Binary(kAddLevel);
  if (right != kNone) ResolvePatterns(right);
  return right;
}

// The name by which the parameter of a relation is found: `api` of `resource.api`, `resource` of
// `resource`.
const std::string& Parser::LastComponent(ExprId id) {
  const Expr& node = pool_[id];
  if (node.kind == ExprKind::kGetAttr) return node.names()[0];
  if (node.kind == ExprKind::kVariable) return Kept(VariableName(node.variable));
  return kNoName;
}

ExprId Parser::Has(ExprId left, std::uint32_t begin) {
  Take();
  NamePile names(open_names_);
  if (At(TokenKind::kString)) {
    names.Push(&Kept(String()));
  } else {
    do {
      if (!HasName(names)) return kNone;
    } while (Accept(TokenKind::kDot));
  }
  switch (Peek().kind) {
    case TokenKind::kDot:
    case TokenKind::kLeftBracket:
    case TokenKind::kLeftParen:
    case TokenKind::kDoubleColon:
      Wrong(Code::kPolicyAttribute, SpanOf(Peek()),
            Format("{} cannot follow the name behind `has`", Describe(Peek())))
          .Help("`has` takes a name, a string, or names joined by dots: `x has a.b`");
      return kNone;
    default: return pool_.Add(ExprKind::kHas, Since(begin), {left}, NamesOf(names));
  }
}

bool Parser::HasName(NamePile& names) {
  const Token token = Peek();
  if (!IsWord(token.kind)) {
    if (token.kind == TokenKind::kBroken) {
      ReportBrokenToken(token);
      return false;
    }
    Wrong(Code::kPolicyAttribute, SpanOf(token),
          Format("expected the name of an attribute, found {}", Describe(token)))
        .Help("`has` takes a name, a string, or names joined by dots: `x has a.b`");
    return false;
  }
  if (names.size() >= options_.bounds.chain) return ChainTooLong() != kNone;
  names.Push(&AttributeName(Take()));
  return true;
}

ExprId Parser::Like(ExprId left, std::uint32_t begin) {
  Take();
  const Token token = Peek();
  const TokenKind behind = Peek(1).kind;
  if (token.kind == TokenKind::kBroken) {
    ReportBrokenToken(token);
    return kNone;
  }
  if (token.kind != TokenKind::kString || behind == TokenKind::kDot ||
      behind == TokenKind::kLeftBracket || behind == TokenKind::kLeftParen) {
    Wrong(Code::kPolicyPattern, SpanOf(token), "`like` takes a pattern in double quotes")
        .Help("write the pattern as it is: `name like \"*.txt\"`");
    return kNone;
  }
  const WildText& pattern = memory_.Keep(WildText{LikePattern(Take()), {}});
  const ExprId id = pool_.Add(ExprKind::kLike, Since(begin), {left});
  pool_.at(id).SetWild(pattern);
  return id;
}

ExprId Parser::Is(ExprId left, std::uint32_t begin) {
  Take();
  const std::string* type = &kNoName;
  if (!TypeBehindIs(type)) return kNone;
  if (!Accept(TokenKind::kIn)) return Named(ExprKind::kIs, Since(begin), {left}, *type);
  const ExprId right = InOperand();
  return right == kNone ? kNone : Named(ExprKind::kIs, Since(begin), {left, right}, *type);
}

bool Parser::TypeBehindIs(const std::string*& type) {
  const Token token = Peek();
  if (token.kind == TokenKind::kBroken) {
    ReportBrokenToken(token);
    return false;
  }
  if (!IsWord(token.kind)) {
    Wrong(Code::kPolicyIsType, SpanOf(token),
          Format("expected an entity type, found {}", Describe(token)))
        .Help("write a type such as `User` or `Shop::Customer`");
    return false;
  }
  Name name;
  if (!TypeOrEntity(name)) return false;
  if (name.has_id()) {
    Wrong(Code::kPolicyIsType, name.span, "`is` takes an entity type, not an entity")
        .Help(Format("write `is {}`, or compare with `==`", name.text));
  }
  type = &Kept(name.text);
  return true;
}

bool Parser::IsAccess(TokenKind kind) {
  return kind == TokenKind::kDot || kind == TokenKind::kLeftBracket ||
         kind == TokenKind::kLeftParen;
}

ExprId Parser::Signed(TokenKind op) {
  const std::uint32_t begin = Peek().begin;
  std::size_t count = 0;
  while (Accept(op)) ++count;
  if (count > kMostUnary || At(TokenKind::kNot) || At(TokenKind::kMinus)) {
    return WrongUnary(begin, count);
  }
  if (op == TokenKind::kMinus && At(TokenKind::kNumber) && !IsAccess(Peek(1).kind)) {
    return NegativeNumber(begin, count);
  }
  depth_ += count;
  const ExprId operand = DeepEnough() ? kNone : Member();
  depth_ -= count;
  if (operand == kNone) return kNone;
  return WrapUnary(operand, op == TokenKind::kNot ? UnaryOp::kNot : UnaryOp::kNegate, begin, count);
}

ExprId Parser::WrongUnary(std::uint32_t begin, std::size_t count) {
  if (count > kMostUnary) {
    Wrong(Code::kPolicyUnary, Since(begin),
          Format("at most {} of these can stand in a row", kMostUnary))
        .Help("two of them cancel out");
  } else {
    Wrong(Code::kPolicyUnary, SpanOf(Peek()), "`!` and `-` cannot be mixed")
        .Help("put the inner part into parentheses");
  }
  while (At(TokenKind::kNot) || At(TokenKind::kMinus)) Take();
  return Member();
}

// The last minus belongs to the number.
ExprId Parser::NegativeNumber(std::uint32_t begin, std::size_t minuses) {
  const Token number = Take();
  const std::optional<std::uint64_t> magnitude = ReadInteger(number, kMinLongMagnitude);
  if (!magnitude) return StandIn(Since(begin));
  const auto value = static_cast<std::int64_t>(~*magnitude + 1);
  const ExprId literal = Literal(memory_.Keep(Value(value)), Since(begin));
  return WrapUnary(literal, UnaryOp::kNegate, begin, minuses - 1);
}

ExprId Parser::WrapUnary(ExprId operand, UnaryOp op, std::uint32_t begin, std::size_t count) {
  for (; count > 0; --count) {
    operand = pool_.Add(ExprKind::kUnary, Since(begin), {operand});
    pool_.at(operand).unary = op;
  }
  return operand;
}

}  // namespace rune::cedar
