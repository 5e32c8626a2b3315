#include "cedar/format/syntax.h"

#include <array>

namespace rune::cedar {
namespace {

using Kind = SyntaxKind;
using NodeId = std::uint32_t;

constexpr NodeId kNone = 0xFFFFFFFF;

// Operators by level, from the loosest.
enum class Level : std::uint8_t { kOr, kAnd, kRelation, kSum, kProduct, kUnary };

Level Tighter(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

bool Joins(TokenKind token, Level level) {
  switch (level) {
    case Level::kOr: return token == TokenKind::kOr;
    case Level::kAnd: return token == TokenKind::kAnd;
    case Level::kSum: return token == TokenKind::kPlus || token == TokenKind::kMinus;
    case Level::kProduct: return token == TokenKind::kStar;
    default: return false;
  }
}

Kind KindOf(Level level) {
  switch (level) {
    case Level::kOr: return Kind::kOr;
    case Level::kAnd: return Kind::kAnd;
    case Level::kSum: return Kind::kSum;
    default: return Kind::kProduct;
  }
}

class Reader {
 public:
  explicit Reader(const TokenList& list) : list_(list) {}

  std::optional<SyntaxTree> Read() {
    while (!failed_ && next_ < list_.tokens.size()) tree_.policies.push_back(Policy());
    if (failed_) return std::nullopt;
    return std::move(tree_);
  }

 private:
  TokenKind Peek(std::size_t ahead = 0) const {
    return next_ + ahead < list_.tokens.size() ? list_.tokens[next_ + ahead].token.kind
                                               : TokenKind::kEnd;
  }
  std::uint32_t Take() {
    if (next_ >= list_.tokens.size()) failed_ = true;
    return static_cast<std::uint32_t>(next_++);
  }
  bool Accept(TokenKind kind) {
    if (Peek() != kind) return false;
    Take();
    return true;
  }
  void Expect(TokenKind kind) {
    if (!Accept(kind)) failed_ = true;
  }
  std::uint32_t Here() const { return static_cast<std::uint32_t>(next_); }

  // From `first` to the token that was taken last.
  NodeId Make(Kind kind, std::uint32_t first, std::vector<NodeId> children,
              std::vector<std::uint32_t> operators = {}) {
    for (const NodeId child : children) failed_ |= child == kNone;
    tree_.nodes.push_back({kind, first, static_cast<std::uint32_t>(next_ - 1), std::move(children),
                           std::move(operators)});
    return static_cast<NodeId>(tree_.nodes.size() - 1);
  }

  // --- policies
  NodeId Policy();
  NodeId Annotation();
  NodeId ScopePart();
  NodeId Condition();

  // --- expressions
  NodeId Expression();
  NodeId If();
  NodeId Joined(Level level);
  NodeId Relation();
  NodeId Unary();
  NodeId Member();
  NodeId Access();
  NodeId Primary();
  NodeId Named();
  NodeId Pair();
  std::vector<NodeId> List(TokenKind close);

  const TokenList& list_;
  std::size_t next_ = 0;
  bool failed_ = false;
  SyntaxTree tree_;
};

NodeId Reader::Policy() {
  const std::uint32_t first = Here();
  std::vector<NodeId> children;
  while (Peek() == TokenKind::kAt) children.push_back(Annotation());
  const std::uint32_t effect = Take();
  Expect(TokenKind::kLeftParen);
  if (Peek() == TokenKind::kEllipsis) {
    const std::uint32_t dots = Take();
    children.push_back(Make(Kind::kEllipsis, dots, {}));
  } else {
    while (!failed_ && Peek() != TokenKind::kRightParen) {
      children.push_back(ScopePart());
      if (!Accept(TokenKind::kComma)) break;
    }
  }
  Expect(TokenKind::kRightParen);
  while (!failed_ && IsWord(Peek())) children.push_back(Condition());
  Expect(TokenKind::kSemicolon);
  return failed_ ? kNone : Make(Kind::kPolicy, first, std::move(children), {effect});
}

NodeId Reader::Annotation() {
  const std::uint32_t first = Take();
  Take();
  if (Accept(TokenKind::kLeftParen)) {
    Expect(TokenKind::kString);
    Expect(TokenKind::kRightParen);
  }
  return Make(Kind::kAnnotation, first, {});
}

NodeId Reader::ScopePart() {
  const std::uint32_t first = Take();
  std::vector<NodeId> children;
  std::vector<std::uint32_t> operators;
  if (Peek() == TokenKind::kIs) {
    operators.push_back(Take());
    children.push_back(Joined(Level::kSum));
  }
  if (Peek() == TokenKind::kEqual || Peek() == TokenKind::kIn) {
    operators.push_back(Take());
    children.push_back(Expression());
  }
  return Make(Kind::kScopePart, first, std::move(children), std::move(operators));
}

NodeId Reader::Condition() {
  const std::uint32_t first = Take();
  Expect(TokenKind::kLeftBrace);
  std::vector<NodeId> children;
  if (Peek() != TokenKind::kRightBrace) children.push_back(Expression());
  Expect(TokenKind::kRightBrace);
  return Make(Kind::kCondition, first, std::move(children));
}

NodeId Reader::Expression() {
  if (failed_) return kNone;
  // A name in front of `:` is a key, also one that is a word of the language.
  const bool is_if = Peek() == TokenKind::kIf && Peek(1) != TokenKind::kColon;
  return is_if ? If() : Joined(Level::kOr);
}

NodeId Reader::If() {
  const std::uint32_t first = Take();
  const NodeId condition = Expression();
  Expect(TokenKind::kThen);
  const NodeId then = Expression();
  Expect(TokenKind::kElse);
  const NodeId otherwise = Expression();
  return failed_ ? kNone : Make(Kind::kIf, first, {condition, then, otherwise});
}

NodeId Reader::Joined(Level level) {
  if (level == Level::kRelation) return Relation();
  if (level == Level::kUnary) return Unary();
  const std::uint32_t first = Here();
  const NodeId initial = Joined(Tighter(level));
  if (failed_ || !Joins(Peek(), level)) return initial;
  std::vector<NodeId> operands = {initial};
  std::vector<std::uint32_t> operators;
  while (!failed_ && Joins(Peek(), level)) {
    operators.push_back(Take());
    operands.push_back(Joined(Tighter(level)));
  }
  return failed_ ? kNone : Make(KindOf(level), first, std::move(operands), std::move(operators));
}

NodeId Reader::Relation() {
  const std::uint32_t first = Here();
  const NodeId target = Joined(Level::kSum);
  if (failed_) return kNone;
  Kind kind = Kind::kRelation;
  switch (Peek()) {
    case TokenKind::kEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kIn: break;
    case TokenKind::kHas: kind = Kind::kHas; break;
    case TokenKind::kLike: kind = Kind::kLike; break;
    case TokenKind::kIs: kind = Kind::kIs; break;
    default: return target;
  }
  std::vector<std::uint32_t> operators = {Take()};
  std::vector<NodeId> children = {target, Joined(Level::kSum)};
  if (kind == Kind::kIs && Peek() == TokenKind::kIn) {
    operators.push_back(Take());
    children.push_back(Joined(Level::kSum));
  }
  return failed_ ? kNone : Make(kind, first, std::move(children), std::move(operators));
}

NodeId Reader::Unary() {
  const std::uint32_t first = Here();
  std::vector<std::uint32_t> operators;
  while (Peek() == TokenKind::kNot || Peek() == TokenKind::kMinus) operators.push_back(Take());
  const NodeId operand = Member();
  if (failed_ || operators.empty()) return operand;
  return Make(Kind::kUnary, first, {operand}, std::move(operators));
}

NodeId Reader::Member() {
  const std::uint32_t first = Here();
  std::vector<NodeId> children = {Primary()};
  while (!failed_) {
    const NodeId access = Access();
    if (access == kNone) break;
    children.push_back(access);
  }
  if (failed_) return kNone;
  return children.size() == 1 ? children[0] : Make(Kind::kMember, first, std::move(children));
}

// kNone, without failing, where nothing is accessed.
NodeId Reader::Access() {
  const std::uint32_t first = Here();
  if (Accept(TokenKind::kDot)) {
    Take();
    return Make(Kind::kField, first, {});
  }
  if (Accept(TokenKind::kLeftParen)) {
    std::vector<NodeId> arguments = List(TokenKind::kRightParen);
    return Make(Kind::kCall, first, std::move(arguments));
  }
  if (!Accept(TokenKind::kLeftBracket)) return kNone;
  const NodeId index = Expression();
  Expect(TokenKind::kRightBracket);
  return failed_ ? kNone : Make(Kind::kIndex, first, {index});
}

std::vector<NodeId> Reader::List(TokenKind close) {
  std::vector<NodeId> items;
  while (!failed_ && Peek() != close) {
    items.push_back(close == TokenKind::kRightBrace ? Pair() : Expression());
    if (!Accept(TokenKind::kComma)) break;
  }
  Expect(close);
  return items;
}

NodeId Reader::Pair() {
  const std::uint32_t first = Here();
  const NodeId key = Primary();
  Expect(TokenKind::kColon);
  const NodeId value = Expression();
  return failed_ ? kNone : Make(Kind::kPair, first, {key, value});
}

NodeId Reader::Primary() {
  if (failed_) return kNone;
  const std::uint32_t first = Here();
  switch (Peek()) {
    case TokenKind::kTrue:
    case TokenKind::kFalse:
      if (Peek(1) == TokenKind::kDoubleColon) return Named();
      [[fallthrough]];
    case TokenKind::kNumber:
    case TokenKind::kString:
    case TokenKind::kSlot: Take(); return Make(Kind::kLiteral, first, {});
    case TokenKind::kLeftParen: {
      Take();
      const NodeId inner = Expression();
      Expect(TokenKind::kRightParen);
      return failed_ ? kNone : Make(Kind::kParenthesis, first, {inner});
    }
    case TokenKind::kLeftBracket: {
      Take();
      std::vector<NodeId> items = List(TokenKind::kRightBracket);
      return failed_ ? kNone : Make(Kind::kSet, first, std::move(items));
    }
    case TokenKind::kLeftBrace: {
      Take();
      std::vector<NodeId> pairs = List(TokenKind::kRightBrace);
      return failed_ ? kNone : Make(Kind::kRecord, first, std::move(pairs));
    }
    default: break;
  }
  if (IsWord(Peek())) return Named();
  failed_ = true;
  return kNone;
}

NodeId Reader::Named() {
  const std::uint32_t first = Take();
  while (Peek() == TokenKind::kDoubleColon && IsWord(Peek(1))) {
    Take();
    Take();
  }
  const NodeId name = Make(Kind::kName, first, {});
  if (Peek() != TokenKind::kDoubleColon) return name;
  Take();
  Expect(TokenKind::kString);
  return failed_ ? kNone : Make(Kind::kEntity, first, {name});
}

}  // namespace

std::optional<SyntaxTree> ReadSyntax(const TokenList& tokens) { return Reader(tokens).Read(); }

}  // namespace rune::cedar
