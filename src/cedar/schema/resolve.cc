// Definitions and names: steps 1 to 3 of resolver.h.
#include <algorithm>

#include "base/format.h"
#include "cedar/schema/read.h"
#include "cedar/schema/resolver.h"
#include "text/suggest.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::size_t kMostSuggestions = 20;

BuiltinType Builtin(std::string_view name, TypeKind kind) {
  auto type = std::make_shared<Type>();
  type->kind = kind;
  if (kind == TypeKind::kExtension) type->name = name;
  return {name, std::move(type)};
}

bool IsQualified(std::string_view name) { return name.find("::") != std::string_view::npos; }

}  // namespace

std::span<const BuiltinType> BuiltinTypes() {
  static const BuiltinType kTypes[] = {
      Builtin("Bool", TypeKind::kBool),         Builtin("Long", TypeKind::kLong),
      Builtin("String", TypeKind::kString),     Builtin("datetime", TypeKind::kExtension),
      Builtin("decimal", TypeKind::kExtension), Builtin("duration", TypeKind::kExtension),
      Builtin("ipaddr", TypeKind::kExtension),
  };
  return kTypes;
}

bool CheckRestrictions(const Fragment& fragment, SchemaFindings& findings) {
  const std::size_t errors_before = findings.errors();
  for (const NamespaceDecl& space : fragment.namespaces) {
    for (const EntityDecl& entity : space.entity_types) {
      if (entity.name.text != "Action") continue;
      findings
          .Add(SchemaKind::kActionEntityTypeDeclared, Code::kSchemaActionType, entity.name.span,
               "the entity type `Action` cannot be declared")
          .Help("it is there by itself; declare actions with `action`, or choose another name");
    }
    for (const ActionDecl& action : space.actions) {
      if (!action.body->attributes) continue;
      findings
          .Add(
              SchemaKind::kUnsupportedFeature, Code::kSchemaUnsupported, action.name.span,
              Format("the action \"{}\" has attributes, which are not supported", action.name.text))
          .Help("remove `attributes`");
    }
  }
  return findings.errors() == errors_before;
}

Resolver::Resolver(std::span<const Fragment> fragments, const Bounds& bounds,
                   SchemaFindings& findings)
    : fragments_(fragments),
      bounds_(bounds),
      findings_(findings),
      errors_before_(findings.errors()) {}

std::optional<Schema> Resolver::Run() {
  for (const Fragment& fragment : fragments_) CheckRestrictions(fragment, findings_);
  if (Failed()) return std::nullopt;
  Define();
  CheckShadowing();
  if (Failed()) return std::nullopt;
  DefineActionTypes();
  CheckNames();
  if (Failed()) return std::nullopt;
  ReportTwice();
  if (Failed()) return std::nullopt;
  ResolveCommonTypes();
  if (Failed()) return std::nullopt;
  ResolveEntityTypes();
  ResolveActions();
  if (Failed()) return std::nullopt;
  LinkEntityParents();
  LinkActionParents();
  CloseEntityTypes();
  CheckEnumerated();
  CheckActionCycles();
  if (Failed()) return std::nullopt;
  CloseActions();
  if (Failed()) return std::nullopt;
  return std::move(schema_);
}

// --- 1. restrictions: CheckRestrictions

// --- 2. definitions

void Resolver::Reserve() {
  std::size_t types = 2 * BuiltinTypes().size();
  std::size_t entities = 0;
  std::size_t actions = 0;
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      types += space.common_types.size() + 1;  // and that of its actions
      entities += space.entity_types.size();
      actions += space.actions.size();
    }
  }
  definitions_.Reserve(types + entities);
  entities_.reserve(entities);
  actions_.Reserve(actions);
}

void Resolver::Define() {
  Reserve();
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      for (const CommonTypeDecl& type : space.common_types) DefineCommon(space, type);
      for (const EntityDecl& entity : space.entity_types) DefineEntity(space, entity);
      for (const ActionDecl& action : space.actions) DefineAction(space, action);
    }
  }
}

void Resolver::DefineCommon(const NamespaceDecl& space, const CommonTypeDecl& declaration) {
  Definition* definition = definitions_.Add(space.name.text, declaration.name.text).first;
  if (definition->common == nullptr) {
    definition->common = &declaration;
    return;
  }
  twice_.push_back([this, definition, second = declaration.name.span] {
    findings_
        .Add(SchemaKind::kDuplicateCommonType, Code::kSchemaTwice, second,
             Format("the type `{}` is declared twice", definition->full()))
        .Other(definition->common->name.span, "the first one")
        .Help("give one of them another name");
  });
}

void Resolver::DefineEntity(const NamespaceDecl& space, const EntityDecl& declaration) {
  Definition* definition = definitions_.Add(space.name.text, declaration.name.text).first;
  if (definition->entity == nullptr) {
    definition->entity = &declaration;
    definition->node = entities_.size();
    entities_.push_back({&declaration, space.name.text});
    return;
  }
  twice_.push_back([this, definition, second = declaration.name.span] {
    findings_
        .Add(SchemaKind::kDuplicateEntityType, Code::kSchemaTwice, second,
             Format("the entity type `{}` is declared twice", definition->full()))
        .Other(definition->entity->name.span, "the first one")
        .Help("give one of them another name");
  });
}

void Resolver::DefineAction(const NamespaceDecl& space, const ActionDecl& declaration) {
  const auto [node, fresh] = actions_.Add(space.name.text, declaration.name.text);
  if (fresh) {
    node->declaration = &declaration;
    return;
  }
  twice_.push_back([this, node, second = declaration.name.span] {
    findings_
        .Add(SchemaKind::kDuplicateAction, Code::kSchemaTwice, second,
             Format("the action `{}` is declared twice", value::ToText(node->Uid())))
        .Other(node->declaration->name.span, "the first one")
        .Help("give one of them another name");
  });
}

void Resolver::ReportTwice() {
  for (const auto& report : twice_) report();
}

// What has no namespace must not be hidden by what has one (RFC 70).
void Resolver::CheckShadowing() {
  std::vector<std::pair<std::string, const Definition*>> types;
  for (const Definition& definition : definitions_.entries()) {
    if (definition.space.empty() || definitions_.Find("", definition.name) == nullptr) continue;
    types.emplace_back(definition.full(), &definition);
  }
  std::ranges::sort(types);
  for (const auto& [name, definition] : types) {
    findings_
        .Add(SchemaKind::kTypeShadowing, Code::kSchemaHides, definition->place(),
             Format("`{}` hides `{}`, which is declared without a namespace", name,
                    definition->name))
        .Other(definitions_.Find("", definition->name)->place(), "this one")
        .Help("rename one of them, or give the other a namespace too");
  }
  std::vector<std::pair<EntityUid, const ActionNode*>> actions;
  for (const ActionNode& node : actions_.entries()) {
    if (node.space.empty() || actions_.Find("", node.name) == nullptr) continue;
    actions.emplace_back(node.Uid(), &node);
  }
  std::ranges::sort(actions);
  for (const auto& [uid, node] : actions) {
    const ActionNode& hidden = *actions_.Find("", node->name);
    findings_
        .Add(SchemaKind::kActionShadowing, Code::kSchemaHides, node->declaration->name.span,
             Format("`{}` hides `{}`, which is declared without a namespace", value::ToText(uid),
                    value::ToText(hidden.Uid())))
        .Other(hidden.declaration->name.span, "this one")
        .Help("rename one of them, or give the other a namespace too");
  }
}

void Resolver::DefineActionTypes() {
  for (const ActionNode& node : actions_.entries()) {
    definitions_.Add(node.space, "Action").first->action_type = true;
  }
}

// --- 3. names

// Built-in types are defined when somebody asks for them.
Resolver::Definition* Resolver::Look(std::string_view space, std::string_view name) {
  if (Definition* found = definitions_.Find(space, name)) return found;
  if (!space.empty() && space != "__cedar") return nullptr;
  const auto builtin = std::ranges::find(BuiltinTypes(), name, &BuiltinType::name);
  if (builtin == BuiltinTypes().end()) return nullptr;
  Definition* added = definitions_.Add(space.empty() ? "" : "__cedar", builtin->name).first;
  added->type.type = builtin->type;
  return added;
}

Resolver::Definition* Resolver::Find(std::string_view space, std::string_view name,
                                     Reference reference) {
  const auto fits = [reference](const Definition* found) {
    return found != nullptr && ((reference != Reference::kEntity && found->is_common()) ||
                                (reference != Reference::kCommon && found->is_entity()));
  };
  Definition* found = nullptr;
  if (IsQualified(name)) {
    found = Look(NamespaceOf(name), LastComponent(name));
  } else {
    found = Look(space, name);
    if (!space.empty() && !fits(found)) found = Look("", name);
  }
  return fits(found) ? found : nullptr;
}

Resolver::ActionNode* Resolver::FindAction(std::string_view space, const ActionParent& parent) {
  const std::string_view type = parent.type ? std::string_view(parent.type->text) : "Action";
  if (LastComponent(type) != "Action") return nullptr;
  if (IsQualified(type)) return actions_.Find(NamespaceOf(type), parent.id);
  ActionNode* here = actions_.Find(space, parent.id);
  return here != nullptr ? here : actions_.Find("", parent.id);
}

void Resolver::CheckNames() {
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      for (const CommonTypeDecl& type : space.common_types) CheckNames(type.type, space.name.text);
      for (const EntityDecl& entity : space.entity_types) {
        CheckNames(entity.body->parents, space.name.text);
        CheckNames(entity.body->shape, space.name.text);
        if (entity.body->tags) CheckNames(*entity.body->tags, space.name.text);
      }
      for (const ActionDecl& action : space.actions) CheckNames(action, space.name.text);
    }
  }
}

void Resolver::CheckNames(const TypeExpr& type, std::string_view space) {
  for (const TypeExpr& element : type.element) CheckNames(element, space);
  for (const AttributeDecl& attribute : type.attributes) CheckNames(attribute.type, space);
  Reference reference = Reference::kEither;
  switch (type.form) {
    case TypeForm::kEntity: reference = Reference::kEntity; break;
    case TypeForm::kCommon: reference = Reference::kCommon; break;
    case TypeForm::kEntityOrCommon: break;
    default: return;
  }
  if (Find(space, type.name, reference) == nullptr) {
    ReportUnknown(type.name, type.span, space, reference);
  }
}

void Resolver::CheckNames(const std::vector<SchemaName>& names, std::string_view space) {
  for (const SchemaName& name : names) {
    if (Find(space, name.text, Reference::kEntity) == nullptr) {
      ReportUnknown(name.text, name.span, space, Reference::kEntity);
    }
  }
}

void Resolver::CheckNames(const ActionDecl& action, std::string_view space) {
  if (const auto& applies = action.body->applies_to) {
    CheckNames(applies->principals, space);
    CheckNames(applies->resources, space);
    CheckNames(applies->context, space);
  }
  if (!action.body->parents) return;
  for (const ActionParent& parent : *action.body->parents) {
    if (FindAction(space, parent) != nullptr) continue;
    const EntityUid uid{parent.type ? parent.type->text : "Action", parent.id};
    findings_
        .Add(SchemaKind::kActionNotDefined, Code::kSchemaUnknownAction, parent.span,
             Format("no action `{}` is declared", value::ToText(uid)))
        .Help("declare it with `action`; a group of actions is an action without `appliesTo`");
  }
}

void Resolver::ReportUnknown(std::string_view name, text::Span span, std::string_view space,
                             Reference reference) {
  const char* what = reference == Reference::kCommon   ? "common type"
                     : reference == Reference::kEntity ? "entity type"
                                                       : "type";
  auto report = findings_.Add(SchemaKind::kTypeNotDefined, Code::kSchemaUnknownType, span,
                              Format("no {} `{}` is declared", what, name));
  if (suggestions_++ < kMostSuggestions) {
    std::vector<std::string> known;
    for (const Definition& definition : definitions_.entries()) {
      const bool here = definition.space.empty() || definition.space == space;
      known.push_back(here ? std::string(definition.name) : definition.full());
    }
    for (const BuiltinType& builtin : BuiltinTypes()) {
      known.emplace_back(builtin.name);
      known.push_back(Qualified("__cedar", builtin.name));
    }
    std::ranges::sort(known);
    if (const auto close = text::Suggest(name, known); close && *close != name) {
      report.Help(Format("did you mean `{}`?", *close));
      return;
    }
  }
  report.Help(space.empty() || IsQualified(name)
                  ? Format("declare it, or correct the name")
                  : Format("neither `{}` nor `{}` is one: declare it, or name its namespace",
                           Qualified(space, name), name));
}

std::optional<Schema> Resolve(std::span<const Fragment> fragments, const Bounds& bounds,
                              SchemaFindings& findings) {
  return Resolver(fragments, bounds, findings).Run();
}

}  // namespace rune::cedar
