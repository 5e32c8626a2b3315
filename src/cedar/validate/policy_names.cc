#include "cedar/validate/policy_names.h"

#include <algorithm>
#include <span>

#include "cedar/validate/value_check.h"
#include "text/suggest.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

class NameCheck {
 public:
  NameCheck(const SchemaIndex& index, Findings& findings) : index_(index), findings_(findings) {}

  void Type(const std::string& type, text::Span span) {
    if (IsActionType(type) || Declared(type) != nullptr) return;
    std::vector<std::string> known;
    for (const auto& [name, info] : index_.schema().entity_types) known.push_back(name);
    findings_.Add(FindingKind::kUnrecognizedEntityType, span,
                  "there is no entity type `" + type + "` in the schema", DidYouMean(type, known));
  }

  void Uid(const EntityUid& uid, text::Span span) {
    Type(uid.type, span);
    if (IsActionType(uid.type)) return ActionUid(uid, span);
    const EntityType* type = Declared(uid.type);
    if (type == nullptr || type->choices.empty()) return;
    if (std::ranges::find(type->choices, uid.id) != type->choices.end()) return;
    findings_.Add(FindingKind::kInvalidEnumEntity, span,
                  "`" + value::ToText(uid) + "` is not one of the entities of `" + uid.type + "`",
                  "one of " + Choices(*type));
  }

  void ScopePart(const Scope& scope) {
    if (!scope.type->empty()) Type(*scope.type, scope.span);
    for (const ScopeEntity& entity : scope.entities) {
      if (entity.slot) continue;
      if (entity.wild != nullptr) {
        Type(entity.uid().type, entity.span);
      } else {
        Uid(entity.uid(), entity.span);
      }
    }
  }

  void Body(const ExprPool& pool) {
    for (ExprId id = 0; id < pool.size(); ++id) {
      const Expr& node = pool[id];
      if (node.kind == ExprKind::kIs) Type(node.names()[0], node.span);
      if (node.kind != ExprKind::kLiteral || !node.literal().is(ValueKind::kEntity)) continue;
      const EntityUid& uid = node.literal().as_entity();
      if (node.wild() != nullptr) {
        Type(uid.type, node.span);
      } else {
        Uid(uid, node.span);
      }
    }
  }

 private:
  // Null: the schema does not declare it.
  const EntityType* Declared(const std::string& type) const {
    const std::optional<EntityTypeId> id = index_.FindType(type);
    return id ? index_.entity(*id).declared : nullptr;
  }

  static std::string DidYouMean(const std::string& name, const std::vector<std::string>& known) {
    const auto close = text::Suggest(name, known);
    return close ? "did you mean `" + *close + "`?" : "";
  }

  static std::string Choices(const EntityType& type) {
    std::string text;
    for (const std::string& choice : type.choices) {
      if (!text.empty()) text += ", ";
      text += value::JsonQuote(choice);
    }
    return text;
  }

  void ActionUid(const EntityUid& uid, text::Span span) {
    if (index_.FindAction(uid)) return;
    findings_.Add(FindingKind::kUnrecognizedActionId, span,
                  "there is no action `" + value::ToText(uid) + "` in the schema",
                  ActionMeant(uid, index_.schema()));
  }

  const SchemaIndex& index_;
  Findings& findings_;
};

// A scope of principal or resource with its slot filled, if it has one and a link fills it.
struct Constraint {
  Constraint(const Scope& scope, const std::optional<EntityUid>& value) : kind(scope.kind) {
    type = *scope.type;
    if (scope.entities.empty()) return;
    const ScopeEntity& written = scope.entities[0];
    if (!written.slot) entity = &written.uid();
    if (written.slot && value) entity = &*value;
  }

  // Whether an entity of the type may get through.
  bool LetsThrough(EntityTypeId id, const SchemaIndex& index) const {
    const SchemaIndex::EntityInfo& info = index.entity(id);
    switch (kind) {
      case ScopeKind::kAny: return info.declared != nullptr;
      case ScopeKind::kEq:
        return entity == nullptr ? info.declared != nullptr : info.name == entity->type;
      case ScopeKind::kIn: return entity == nullptr ? info.declared != nullptr : IsIn(id, index);
      case ScopeKind::kIs: break;
      case ScopeKind::kIsIn:
        if (entity != nullptr) return info.name == type && IsIn(id, index);
        break;
    }
    return info.name == type && (info.declared != nullptr || info.action);
  }

  // Whether `in` in the place of `==` would let through what an action applies to.
  bool InWouldHelp(std::span<const std::span<const EntityTypeId>> applicable,
                   const SchemaIndex& index) const {
    if (kind != ScopeKind::kEq || entity == nullptr) return false;
    const std::optional<EntityTypeId> wanted = index.FindType(entity->type);
    if (!wanted) return false;
    bool below = false;
    for (const std::span<const EntityTypeId> types : applicable) {
      for (const EntityTypeId id : types) {
        if (id == *wanted) return false;
        below = below || index.IsOrDescends(id, *wanted);
      }
    }
    return below;
  }

  ScopeKind kind;
  std::string type;
  const EntityUid* entity = nullptr;  // null: none, or an open slot

 private:
  bool IsIn(EntityTypeId id, const SchemaIndex& index) const {
    const std::optional<EntityTypeId> above = index.FindType(entity->type);
    return above && index.IsOrDescends(id, *above);
  }
};

// The actions that an action scope lets through.
std::vector<const SchemaIndex::ActionInfo*> ActionsOf(const Scope& scope,
                                                      const SchemaIndex& index) {
  std::vector<std::size_t> roots;
  for (const ScopeEntity& entity : scope.entities) {
    if (entity.wild != nullptr) continue;
    const std::optional<std::size_t> action = index.FindAction(entity.uid());
    if (!action) return {};
    roots.push_back(*action);
  }
  const bool patterns = std::ranges::any_of(
      scope.entities, [](const ScopeEntity& entity) { return entity.wild != nullptr; });
  std::vector<const SchemaIndex::ActionInfo*> actions;
  for (std::size_t i = 0; i < index.actions().size(); ++i) {
    const bool through =
        scope.kind == ScopeKind::kAny || patterns ||
        std::ranges::any_of(roots, [&](std::size_t root) {
          return scope.kind == ScopeKind::kEq ? i == root : index.ActionIsIn(i, root);
        });
    if (through && !index.actions()[i].declared->external) actions.push_back(&index.actions()[i]);
  }
  return actions;
}

}  // namespace

void CheckNames(const Policy& policy, const SchemaIndex& index, Findings& findings) {
  NameCheck check(index, findings);
  check.ScopePart(policy.principal);
  check.ScopePart(policy.action);
  check.ScopePart(policy.resource);
  check.Body(policy.pool);
}

void CheckSlotNames(const Link& link, const SchemaIndex& index, Findings& findings) {
  NameCheck check(index, findings);
  if (link.values.principal) check.Type(link.values.principal->type, link.span);
  if (link.values.resource) check.Type(link.values.resource->type, link.span);
}

void CheckActionApplies(const Policy& policy, const SlotValues& values, text::Span span,
                        const SchemaIndex& index, Findings& findings) {
  const Constraint principal(policy.principal, values.principal);
  const Constraint resource(policy.resource, values.resource);
  std::vector<std::span<const EntityTypeId>> principals;
  std::vector<std::span<const EntityTypeId>> resources;
  for (const SchemaIndex::ActionInfo* action : ActionsOf(policy.action, index)) {
    const auto any = [&](std::span<const EntityTypeId> types, const Constraint& constraint) {
      return std::ranges::any_of(
          types, [&](EntityTypeId id) { return constraint.LetsThrough(id, index); });
    };
    if (any(action->principals, principal) && any(action->resources, resource)) return;
    principals.push_back(action->principals);
    resources.push_back(action->resources);
  }
  const bool in_principal = principal.InWouldHelp(principals, index);
  const bool in_resource = resource.InWouldHelp(resources, index);
  std::string help;
  if (in_principal || in_resource) {
    help = "try `in` for `==` with the ";
    help += in_principal ? (in_resource ? "principal and the resource" : "principal") : "resource";
  }
  findings.Add(FindingKind::kInvalidActionApplication, span,
               "no action applies to a principal and a resource that this scope lets through",
               std::move(help));
}

}  // namespace rune::cedar
