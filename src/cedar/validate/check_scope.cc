#include <algorithm>

#include "cedar/validate/checker.h"

namespace rune::cedar {

Checker::ScopeTarget Checker::TargetOf(const Scope& scope) const {
  ScopeTarget target;
  if (!scope.type->empty()) target.is = index_.FindType(*scope.type);
  if (scope.entities.empty() || scope.entities[0].slot) return target;
  const ScopeEntity& entity = scope.entities[0];
  if (entity.wild != nullptr || OfUid(entity.uid()) != nullptr)
    target.entity = index_.FindType(entity.uid().type);
  return target;
}

// The scope of principal or resource as the condition it stands for. A slot is of a type that the
// variable may equal or be in: others make the policy false and are not looked at, so what a slot
// stands for never decides anything here.
Answer Checker::ScopeOf(const Scope& scope, const ScopeTarget& target, EntityTypeId variable) {
  Answer answer{OfBool(true), true, {}};
  if (scope.kind == ScopeKind::kAny) return answer;
  if (scope.kind == ScopeKind::kIs || scope.kind == ScopeKind::kIsIn) {
    if (target.is != variable) answer.type = OfBool(false);
    if (scope.kind == ScopeKind::kIs || answer.type->is(StaticKind::kFalse)) return answer;
  }
  answer.type = Basic(StaticKind::kBool);
  if (scope.entities[0].slot) return answer;
  if (!target.entity) {
    answer.ok = false;
    return answer;
  }
  const bool possible = scope.kind == ScopeKind::kEq ? variable == *target.entity
                                                     : index_.MayBeIn(variable, *target.entity);
  if (!possible) answer.type = OfBool(false);
  return answer;
}

Answer Checker::ActionScope() {
  const Scope& scope = policy_.action;
  if (scope.kind == ScopeKind::kAny) return {OfBool(true), true, {}};
  if (!action_list_) action_list_ = ReadActionList();
  const auto any = [this](const auto& holds) {
    return OfBool(std::ranges::any_of(action_list_->actions, holds));
  };
  if (scope.kind == ScopeKind::kEq) {
    // Also of an action that the schema does not know it is certain that it is another one.
    return {any([this](std::size_t action) { return action == environment_.action; }),
            action_list_->right,
            {}};
  }
  if (!action_list_->right) return {Basic(StaticKind::kBool), false, {}};
  if (action_list_->patterns) return {Basic(StaticKind::kBool), true, {}};
  return {
      any([this](std::size_t action) { return index_.ActionIsIn(environment_.action, action); }),
      true,
      {}};
}

// `action in [A, B]` is membership in a set literal: in strict mode it must have elements, all of
// one type.
Checker::ActionList Checker::ReadActionList() {
  const std::span<const ScopeEntity> entities = policy_.action.entities;
  ActionList list;
  if (entities.empty() && mode_ == ValidationMode::kStrict) {
    findings_.Add(FindingKind::kEmptySetForbidden, policy_.action.span,
                  "the empty list of actions holds no action",
                  "name an action, or leave the scope at `action`");
    return list;
  }
  std::vector<const StaticType*> types;
  for (const ScopeEntity& entity : entities) {
    list.patterns = list.patterns || entity.wild != nullptr;
    if (entity.wild != nullptr) continue;
    const StaticType* type = OfUid(entity.uid());
    if (type == nullptr) return list;
    types.push_back(type);
    // No action is in anything but actions.
    if (const auto action = index_.FindAction(entity.uid())) list.actions.push_back(*action);
  }
  list.right = LubOrReport(policy_.action.span, types, "the elements of a set") != nullptr;
  return list;
}

}  // namespace rune::cedar
