// A policy's whole condition: its scope, then its conditions, left to right.
#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"

namespace rune::cedar {
namespace {

std::expected<bool, EvalError> InAnyOf(const ScopePart& part, const Environment& env) {
  std::optional<text::Span> unanswered;
  for (const ScopeEntity& entity : part.scope.entities) {
    const std::optional<bool> matches =
        Matches(part.subject, Target(entity, part.slot), entity.glob(), env.entities);
    if (matches == true) return true;
    if (!matches && !unanswered) unanswered = entity.span;
  }
  if (unanswered) return NoGlobAnswer(*unanswered, part.subject);
  return false;
}

}  // namespace

const EntityUid& Target(const ScopeEntity& entity, const std::optional<EntityUid>& slot) {
  return entity.slot && slot ? *slot : entity.uid();
}

std::array<ScopePart, 3> ScopeParts(const Instance& instance, const Environment& env) {
  static const std::optional<EntityUid> kNoSlot;
  const Policy& policy = *instance.policy;
  return {
      ScopePart{Variable::kPrincipal, policy.principal, env.principal, instance.values.principal},
      ScopePart{Variable::kAction, policy.action, env.action, kNoSlot},
      ScopePart{Variable::kResource, policy.resource, env.resource, instance.values.resource}};
}

std::expected<bool, EvalError> InScope(const ScopePart& part, const Environment& env) {
  const auto& [variable, scope, subject, slot] = part;
  if (!env.meter.Charge(1 + scope.entities.size())) {
    return Fail(EvalErrorKind::kLimit, scope.span, "the request's bound of steps is reached");
  }
  const bool unlinked = !slot && std::ranges::any_of(scope.entities, &ScopeEntity::slot);
  if (unlinked) return Fail(EvalErrorKind::kTypeError, scope.span, "the slot here has no value");
  switch (scope.kind) {
    case ScopeKind::kAny: return true;
    case ScopeKind::kEq: return subject == Target(scope.entities[0], slot);
    case ScopeKind::kIs: return subject.type == *scope.type;
    case ScopeKind::kIsIn:
      if (subject.type != *scope.type) return false;
      break;
    case ScopeKind::kIn: break;
  }
  return InAnyOf(part, env);
}

std::expected<bool, EvalError> Holds(const Policy& policy, const Condition& condition,
                                     const Environment& env, Trace* trace) {
  if (!condition.body) return policy.effect == Effect::kForbid;
  RUNE_ASSIGN_OR_RETURN(const Value value,
                        Evaluator(policy.pool, policy.extended, env, trace).Run(*condition.body));
  if (!value.is(ValueKind::kBool)) {
    return WrongKind(policy.pool[*condition.body].span, "a bool as condition", value);
  }
  return value.as_bool() == condition.when;
}

bool IsUnfinished(const Policy& policy) {
  return std::ranges::any_of(policy.conditions,
                             [](const Condition& condition) { return !condition.body; });
}

std::expected<bool, EvalError> Satisfied(const Instance& instance, const Environment& env) {
  const Policy& policy = *instance.policy;
  for (const ScopePart& part : ScopeParts(instance, env)) {
    RUNE_ASSIGN_OR_RETURN(const bool in_scope, InScope(part, env));
    if (!in_scope) return false;
  }
  // An unfinished forbid forbids, whatever its other conditions say.
  if (IsUnfinished(policy)) return policy.effect == Effect::kForbid;
  for (const Condition& condition : policy.conditions) {
    RUNE_ASSIGN_OR_RETURN(const bool holds, Holds(policy, condition, env));
    if (!holds) return false;
  }
  return true;
}

}  // namespace rune::cedar
