#include <array>

#include "cedar/validate/checker.h"

namespace rune::cedar {

// The scope of principal or resource as the condition it stands for. A slot is of a type that the
// variable may equal or be in: others make the policy false and are not looked at, so what a slot
// stands for never decides anything here.
Answer Checker::ScopeOf(const Scope& scope, EntityTypeId variable) {
  Answer answer{OfBool(true), true, {}};
  if (scope.kind == ScopeKind::kAny) return answer;
  if (scope.kind == ScopeKind::kIs || scope.kind == ScopeKind::kIsIn) {
    if (index_.entity(variable).name != scope.type) answer.type = OfBool(false);
    if (scope.kind == ScopeKind::kIs || answer.type->is(StaticKind::kFalse)) return answer;
  }
  answer.type = Basic(StaticKind::kBool);
  const ScopeEntity& entity = scope.entities[0];
  if (entity.slot) return answer;
  const StaticType* type = OfUid(entity.uid);
  if (type == nullptr && entity.glob)
    type = index_.FindType(entity.uid.type)
               ? index_.entity(*index_.FindType(entity.uid.type)).reference
               : nullptr;
  if (type == nullptr) {
    answer.ok = false;
    return answer;
  }
  const EntityTypeId other = *type->single_entity();
  const bool possible =
      scope.kind == ScopeKind::kEq ? variable == other : index_.MayBeIn(variable, other);
  if (!possible) answer.type = OfBool(false);
  return answer;
}

Answer Checker::ActionScope() {
  const Scope& scope = policy_.action;
  if (scope.kind == ScopeKind::kAny) return {OfBool(true), true, {}};
  if (scope.kind == ScopeKind::kIn) return ActionScopeList(scope.entities);
  const EntityUid& uid = scope.entities[0].uid;
  // Also of an action that the schema does not know it is certain that it is another one.
  const bool same = index_.actions()[environment_.action].uid == uid;
  return {OfBool(same), OfUid(uid) != nullptr, {}};
}

// `action in [A, B]` is membership in a set literal: in strict mode it must have elements, all of
// one type.
Answer Checker::ActionScopeList(const std::vector<ScopeEntity>& entities) {
  Answer unknown{Basic(StaticKind::kBool), false, {}};
  if (entities.empty() && mode_ == ValidationMode::kStrict) {
    findings_.Add(FindingKind::kEmptySetForbidden, policy_.action.span,
                  "the empty list of actions holds no action",
                  "name an action, or leave the scope at `action`");
    return unknown;
  }
  std::vector<const StaticType*> types;
  std::vector<const EntityUid*> uids;
  bool patterns = false;
  for (const ScopeEntity& entity : entities) {
    patterns = patterns || entity.glob.has_value();
    if (entity.glob) continue;
    const StaticType* type = OfUid(entity.uid);
    if (type == nullptr) return unknown;
    types.push_back(type);
    uids.push_back(&entity.uid);
  }
  if (LubOrReport(policy_.action.span, types, "the elements of a set") == nullptr) return unknown;
  if (patterns) return {Basic(StaticKind::kBool), true, {}};
  return {ActionIn(index_.actions()[environment_.action].uid, uids), true, {}};
}

}  // namespace rune::cedar
