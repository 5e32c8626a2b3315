// `in` and `is`: the hierarchy, patterns of ids, and (in extended files) membership in a set of
// plain values.
#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

// A set literal behind `in` that holds a pattern: its elements cannot become plain values first.
bool HoldsPattern(const ExprPool& pool, const Expr& node) {
  return node.kind == ExprKind::kSet && std::ranges::any_of(node.children(), [&](ExprId child) {
           return pool[child].glob() != nullptr;
         });
}

}  // namespace

std::optional<bool> Matches(const EntityUid& left, const EntityUid& target, const value::Glob* glob,
                            const store::EntitySource& entities) {
  if (entities.IsIn(left, target)) return true;
  if (!glob || left.type != target.type) return false;
  return glob->Matches(left.id);
}

std::unexpected<EvalError> NoGlobAnswer(text::Span span, const EntityUid& left) {
  return Fail(EvalErrorKind::kGlobNoAnswer, span,
              Format("whether {} matches this pattern has no answer: its id is relative where the "
                     "pattern is absolute, climbs out with `..`, or holds a component `.` or `..`",
                     value::ToText(left)));
}

EvalResult Evaluator::Is(const Expr& node, const Value& left) {
  if (!left.is(ValueKind::kEntity)) {
    return WrongKind(pool_[node.children()[0]].span, "an entity before `is`", left);
  }
  if (left.as_entity().type != node.names()[0]) return Value(false);
  if (node.children().size() < 2) return Value(true);
  return In(node, left, node.children()[1]);
}

EvalResult Evaluator::In(const Expr& node, const Value& left, ExprId right) {
  const Expr& target = pool_[right];
  if (left.is(ValueKind::kEntity)) {
    if (target.glob() != nullptr) return InAny(node, left, {right});
    if (HoldsPattern(pool_, target)) return InAny(node, left, target.children());
  }
  RUNE_ASSIGN_OR_RETURN(const Value value, Run(right));
  return InValue(node, left, value);
}

// Any element that the left entity lies in or matches decides; only then does an element without an
// answer count. So the order of the elements does not matter.
EvalResult Evaluator::InAny(const Expr& node, const Value& left,
                            const std::vector<ExprId>& elements) {
  std::vector<EntityUid> targets;
  for (const ExprId element : elements) {
    RUNE_ASSIGN_OR_RETURN(const Value value, Run(element));
    if (!value.is(ValueKind::kEntity)) {
      return WrongKind(pool_[element].span, "only entities in the set after `in`", value);
    }
    targets.push_back(value.as_entity());
  }
  RUNE_TRY(Charge(node, targets.size()));
  std::optional<text::Span> unanswered;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Expr& element = pool_[elements[i]];
    const std::optional<bool> matches =
        Matches(left.as_entity(), targets[i], element.glob(), env_.entities);
    if (matches == true) return Value(true);
    if (!matches && !unanswered) unanswered = element.span;
  }
  if (unanswered) return NoGlobAnswer(*unanswered, left.as_entity());
  return Value(false);
}

EvalResult Evaluator::InValue(const Expr& node, const Value& left, const Value& right) {
  const text::Span right_span = pool_[node.children()[1]].span;
  if (!left.is(ValueKind::kEntity)) {
    if (!extended_) {
      return WrongKind(pool_[node.children()[0]].span, "an entity before `in`", left);
    }
    if (!right.is(ValueKind::kSet)) {
      return WrongKind(right_span, "a set after `in`, since the left side is no entity", right);
    }
    RUNE_TRY(Charge(node, right.elements().size()));
    return Value(std::ranges::find(right.elements(), left) != right.elements().end());
  }
  if (right.is(ValueKind::kEntity)) {
    return Value(env_.entities.IsIn(left.as_entity(), right.as_entity()));
  }
  if (!right.is(ValueKind::kSet)) {
    return WrongKind(right_span, "an entity or a set of entities after `in`", right);
  }
  RUNE_TRY(Charge(node, right.elements().size()));
  for (const Value& element : right.elements()) {
    if (!element.is(ValueKind::kEntity)) {
      return WrongKind(right_span, "only entities in the set after `in`", element);
    }
  }
  return Value(std::ranges::any_of(right.elements(), [&](const Value& element) {
    return env_.entities.IsIn(left.as_entity(), element.as_entity());
  }));
}

}  // namespace rune::cedar
