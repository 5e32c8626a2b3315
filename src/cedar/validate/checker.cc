#include "cedar/validate/checker.h"

#include <array>

#include "cedar/validate/type_text.h"

namespace rune::cedar {
namespace {

// Whether children[0] is looked at first and whatever becomes of the rest.
bool HasFirst(const Expr& node) {
  switch (node.kind) {
    case ExprKind::kUnary:
    case ExprKind::kBinary:
    case ExprKind::kIf:
    case ExprKind::kGetAttr:
    case ExprKind::kHas:
    case ExprKind::kLike:
    case ExprKind::kIs: return true;
    case ExprKind::kExtension: return !node.children().empty();
    default: return false;
  }
}

bool IsAnd(const Expr& node) {
  return node.kind == ExprKind::kBinary && node.binary == BinaryOp::kAnd;
}

void Append(std::vector<Shape>& to, const std::vector<Shape>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// What both know.
std::vector<Shape> Common(const std::vector<Shape>& a, const std::vector<Shape>& b,
                          std::size_t count) {
  if (a.empty() || b.empty()) return {};
  std::vector<bool> in_a(count);
  for (const Shape shape : a) in_a[shape] = true;
  std::vector<Shape> common;
  for (const Shape shape : b) {
    if (!in_a[shape]) continue;
    common.push_back(shape);
    in_a[shape] = false;
  }
  return common;
}

std::string_view StringHelp(const StaticType& actual) {
  return actual.is(StaticKind::kString) ? "compare it with `== \"\"` to learn if a text is empty"
                                        : "";
}

}  // namespace

const StaticType* TypeOfAnd(const StaticType* left, const StaticType* right) {
  if (left == nullptr || right == nullptr) return Basic(StaticKind::kBool);
  if (right->is(StaticKind::kFalse)) return right;
  if (right->is(StaticKind::kTrue)) return left;
  if (left->is(StaticKind::kTrue)) return right;
  return Basic(StaticKind::kBool);
}

Checker::Checker(const Policy& policy, const SchemaIndex& index, ValidationMode mode,
                 Findings& findings)
    : policy_(policy),
      pool_(policy.pool),
      index_(index),
      mode_(mode),
      findings_(findings),
      shapes_(policy.pool),
      principal_(TargetOf(policy.principal)),
      resource_(TargetOf(policy.resource)),
      types_(policy.pool.size()),
      known_(shapes_.count()) {}

Answer Checker::Check(const RequestEnvironment& environment) {
  environment_ = environment;
  types_made_.Clear();
  scopes_seen_ = 0;
  conditions_seen_ = 0;
  // principal && (action && (resource && conditions))
  std::array<Answer, 4> answers;
  std::size_t count = 0;
  while (count < answers.size()) {
    Answer& answer = answers[count];
    if (count == 0) answer = ScopeOf(policy_.principal, principal_, environment.principal);
    if (count == 1) answer = ActionScope();
    if (count == 2) answer = ScopeOf(policy_.resource, resource_, environment.resource);
    if (count < 3) ++scopes_seen_;
    if (count == 3) answer = Conditions();
    ++count;
    if (answer.type != nullptr && answer.type->is(StaticKind::kFalse)) break;
  }
  Answer whole = std::move(answers[count - 1]);
  for (std::size_t i = count - 1; i-- > 0;) {
    whole.type = TypeOfAnd(answers[i].type, whole.type);
    whole.ok = whole.ok && answers[i].ok;
  }
  return whole;
}

// c1 && (c2 && ..); `unless` negates.
Answer Checker::Conditions() {
  condition_types_.clear();
  std::vector<Shape> learnt;
  Answer whole{OfBool(true), true, {}};
  for (const Condition& condition : policy_.conditions) {
    ++conditions_seen_;
    Answer answer{Basic(StaticKind::kBool), true, {}};
    if (condition.body) {
      answer = Run(*condition.body);
      Expect(*condition.body, answer, Basic(StaticKind::kBool));
      if (!condition.when) {
        const StaticType* type = answer.type;
        const bool decided = type != nullptr && !type->is(StaticKind::kBool);
        answer.type = decided ? OfBool(type->is(StaticKind::kFalse)) : Basic(StaticKind::kBool);
        answer.known.clear();
      }
    }
    condition_types_.push_back(answer.type);
    whole.ok = whole.ok && answer.ok;
    if (answer.type != nullptr && answer.type->is(StaticKind::kFalse)) break;
    Learn(answer.known);
    Append(learnt, answer.known);
  }
  Forget(learnt);
  for (std::size_t i = condition_types_.size(); i-- > 0;) {
    const StaticType* type = condition_types_[i];
    whole.type = i + 1 == condition_types_.size() ? type : TypeOfAnd(type, whole.type);
  }
  return whole;
}

Answer Checker::Run(ExprId root) {
  const std::size_t bottom = spine_.size();
  ExprId id = root;
  while (HasFirst(pool_[id])) {
    spine_.push_back(id);
    id = pool_[id].children()[0];
  }
  Answer answer = Leaf(id);
  types_[id] = answer.type;
  while (spine_.size() > bottom) {
    id = spine_.back();
    spine_.pop_back();
    answer =
        IsAnd(pool_[id]) ? AndChain(id, std::move(answer), bottom) : Apply(id, std::move(answer));
    if (!answer.ok) answer.known.clear();
    if (!IsAnd(pool_[id])) types_[id] = answer.type;
  }
  return answer;
}

Answer Checker::Leaf(ExprId id) {
  const Expr& node = pool_[id];
  switch (node.kind) {
    case ExprKind::kLiteral: return Literal(node);
    case ExprKind::kVariable: return VariableType(node);
    case ExprKind::kSet: return SetLiteral(node);
    case ExprKind::kRecord: return RecordLiteral(node);
    case ExprKind::kExtension: return Extension(id, {});
    default: return Predicate(node);
  }
}

Answer Checker::Apply(ExprId id, Answer first) {
  const Expr& node = pool_[id];
  switch (node.kind) {
    case ExprKind::kUnary: return Unary(node, std::move(first));
    case ExprKind::kIf: return If(node, std::move(first));
    case ExprKind::kGetAttr: return GetAttribute(id, std::move(first));
    case ExprKind::kHas:
      return node.names().size() == 1 ? Has(id, std::move(first)) : HasChain(id, std::move(first));
    case ExprKind::kLike: return Like(node, std::move(first));
    case ExprKind::kIs: return Is(node, std::move(first));
    case ExprKind::kExtension: return Extension(id, std::move(first));
    default: break;
  }
  if (node.binary == BinaryOp::kOr) return Or(node, std::move(first));
  return Binary(id, std::move(first));
}

Answer Checker::If(const Expr& node, Answer test) {
  Expect(node.children()[0], test, Basic(StaticKind::kBool));
  const bool always = test.type != nullptr && test.type->is(StaticKind::kTrue);
  const bool never = test.type != nullptr && test.type->is(StaticKind::kFalse);
  Answer then;
  if (!never) {
    Learn(test.known);
    then = Run(node.children()[1]);
    Forget(test.known);
    if (then.ok) Append(then.known, test.known);
    then.ok = then.ok && test.ok;
  }
  if (always) return then;
  Answer otherwise = Run(node.children()[2]);
  otherwise.ok = otherwise.ok && test.ok;
  if (never) return otherwise;
  Answer both{nullptr, then.ok && otherwise.ok, {}};
  if (then.type != nullptr && otherwise.type != nullptr) {
    both.type =
        LubOrReport(node.span, std::array{then.type, otherwise.type}, "both branches of an `if`");
  }
  both.ok = both.ok && both.type != nullptr;
  if (both.ok) both.known = Common(then.known, otherwise.known, known_.size());
  return both;
}

// `a && b && ..`, from the innermost `&&` of the spine outwards. What the left side knows is learnt
// step by step, so that long chains cost no more than their length.
Answer Checker::AndChain(ExprId id, Answer left, std::size_t bottom) {
  std::vector<Shape> learnt;  // the first ones of left.known
  while (true) {
    const Expr& node = pool_[id];
    Expect(node.children()[0], left, Basic(StaticKind::kBool));
    if (left.type != nullptr && left.type->is(StaticKind::kFalse)) {
      left.known.clear();
    } else {
      if (left.known.size() < learnt.size()) Forget(learnt), learnt.clear();
      const std::span fresh = std::span(left.known).subspan(learnt.size());
      Learn(fresh);
      learnt.insert(learnt.end(), fresh.begin(), fresh.end());
      Answer right = Run(node.children()[1]);
      Expect(node.children()[1], right, Basic(StaticKind::kBool));
      // Where the left side is always true and the right side is not, only what the right side
      // knows goes on: so it is in Cedar.
      if (left.type != nullptr && right.type != nullptr && left.type->is(StaticKind::kTrue) &&
          !right.type->is(StaticKind::kTrue)) {
        left.known.clear();
        Forget(learnt);
        learnt.clear();
      }
      left.type = TypeOfAnd(left.type, right.type);
      left.ok = left.ok && right.ok;
      Append(left.known, right.known);
      if (!left.ok || left.type->is(StaticKind::kFalse)) left.known.clear();
    }
    types_[id] = left.type;
    if (spine_.size() == bottom || !IsAnd(pool_[spine_.back()])) break;
    id = spine_.back();
    spine_.pop_back();
  }
  Forget(learnt);
  return left;
}

Answer Checker::Or(const Expr& node, Answer left) {
  Expect(node.children()[0], left, Basic(StaticKind::kBool));
  if (left.type != nullptr && left.type->is(StaticKind::kTrue)) return left;
  Answer right = Run(node.children()[1]);
  Expect(node.children()[1], right, Basic(StaticKind::kBool));
  Answer both{Basic(StaticKind::kBool), left.ok && right.ok, {}};
  if (left.type == nullptr || right.type == nullptr) return both;
  if (right.type->is(StaticKind::kTrue)) {
    both.type = right.type;
    both.known = std::move(right.known);
  } else if (right.type->is(StaticKind::kFalse)) {
    both.type = left.type;
    both.known = std::move(left.known);
  } else if (left.type->is(StaticKind::kFalse)) {
    both.type = right.type;
    both.known = std::move(right.known);
  } else {
    both.known = Common(left.known, right.known, known_.size());
  }
  return both;
}

Answer Checker::Unary(const Expr& node, Answer operand) {
  operand.known.clear();
  const ExprId id = node.children()[0];
  switch (node.unary) {
    case UnaryOp::kNot:
      Expect(id, operand, Basic(StaticKind::kBool));
      if (operand.type != nullptr && !operand.type->is(StaticKind::kBool)) {
        operand.type = OfBool(operand.type->is(StaticKind::kFalse));
      } else {
        operand.type = Basic(StaticKind::kBool);
      }
      break;
    case UnaryOp::kNegate:
      Expect(id, operand, Basic(StaticKind::kLong));
      operand.type = Basic(StaticKind::kLong);
      break;
    case UnaryOp::kIsEmpty:
      Expect(id, operand, Basic(StaticKind::kSet), StringHelp);
      operand.type = Basic(StaticKind::kBool);
      break;
  }
  return operand;
}

void Checker::Expect(ExprId id, Answer& answer, std::span<const StaticType* const> wanted,
                     Help help) {
  if (answer.type != nullptr) {
    for (const StaticType* type : wanted) {
      // Permissive also in strict mode: a record is wanted by asking for the open, empty one.
      if (IsSubtype(*answer.type, *type, ValidationMode::kPermissive)) return;
    }
    WrongType(pool_[id].span, wanted, *answer.type, help == nullptr ? "" : help(*answer.type));
  }
  answer = {nullptr, false, {}};
  types_[id] = nullptr;
}

void Checker::Expect(ExprId id, Answer& answer, const StaticType* wanted, Help help) {
  Expect(id, answer, std::span(&wanted, 1), help);
}

void Checker::WrongType(text::Span span, std::span<const StaticType* const> wanted,
                        const StaticType& actual, std::string_view help) {
  std::string text = "expected ";
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i > 0) text += " or ";
    text += TypeText(*wanted[i], index_);
  }
  findings_.Add(FindingKind::kUnexpectedType, span, text + ", found " + TypeText(actual, index_),
                std::string(help));
}

void Checker::Learn(std::span<const Shape> shapes) {
  for (const Shape shape : shapes) ++known_[shape];
}

void Checker::Forget(std::span<const Shape> shapes) {
  for (const Shape shape : shapes) --known_[shape];
}

}  // namespace rune::cedar
