// A policy's whole condition: its scope, then its conditions, left to right.
#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"

namespace rune::cedar {
namespace {

const EntityUid& Target(const ScopeEntity& entity, const std::optional<EntityUid>& slot) {
  return entity.slot && slot ? *slot : entity.uid;
}

std::expected<bool, EvalError> InAnyOf(const Scope& scope, const EntityUid& subject,
                                       const std::optional<EntityUid>& slot,
                                       const Environment& env) {
  std::optional<text::Span> unanswered;
  for (const ScopeEntity& entity : scope.entities) {
    const std::optional<bool> matches =
        Matches(subject, Target(entity, slot), entity.glob, env.entities);
    if (matches == true) return true;
    if (!matches && !unanswered) unanswered = entity.span;
  }
  if (unanswered) return NoGlobAnswer(*unanswered, subject);
  return false;
}

}  // namespace

std::expected<bool, EvalError> InScope(const Scope& scope, const EntityUid& subject,
                                       const std::optional<EntityUid>& slot,
                                       const Environment& env) {
  if (!env.meter.Charge(1 + scope.entities.size())) {
    return Fail(EvalErrorKind::kLimit, scope.span, "the request's bound of steps is reached");
  }
  const bool unlinked = !slot && std::ranges::any_of(scope.entities, &ScopeEntity::slot);
  if (unlinked) return Fail(EvalErrorKind::kTypeError, scope.span, "the slot here has no value");
  switch (scope.kind) {
    case ScopeKind::kAny: return true;
    case ScopeKind::kEq: return subject == Target(scope.entities[0], slot);
    case ScopeKind::kIs: return subject.type == scope.type;
    case ScopeKind::kIsIn:
      if (subject.type != scope.type) return false;
      break;
    case ScopeKind::kIn: break;
  }
  return InAnyOf(scope, subject, slot, env);
}

std::expected<bool, EvalError> Holds(const Policy& policy, const Condition& condition,
                                     const Environment& env) {
  if (!condition.body) return policy.effect == Effect::kForbid;
  RUNE_ASSIGN_OR_RETURN(const Value value,
                        Evaluate(policy.pool, *condition.body, policy.extended, env));
  if (!value.is(ValueKind::kBool)) {
    return WrongKind(policy.pool[*condition.body].span, "a bool as condition", value);
  }
  return value.as_bool() == condition.when;
}

std::expected<bool, EvalError> Satisfied(const Instance& instance, const Environment& env) {
  const Policy& policy = *instance.policy;
  RUNE_ASSIGN_OR_RETURN(const bool principal,
                        InScope(policy.principal, env.principal, instance.values.principal, env));
  if (!principal) return false;
  RUNE_ASSIGN_OR_RETURN(const bool action, InScope(policy.action, env.action, std::nullopt, env));
  if (!action) return false;
  RUNE_ASSIGN_OR_RETURN(const bool resource,
                        InScope(policy.resource, env.resource, instance.values.resource, env));
  if (!resource) return false;
  // An unfinished forbid forbids, whatever its other conditions say.
  const bool unfinished = std::ranges::any_of(
      policy.conditions, [](const Condition& condition) { return !condition.body; });
  if (unfinished) return policy.effect == Effect::kForbid;
  for (const Condition& condition : policy.conditions) {
    RUNE_ASSIGN_OR_RETURN(const bool holds, Holds(policy, condition, env));
    if (!holds) return false;
  }
  return true;
}

}  // namespace rune::cedar
