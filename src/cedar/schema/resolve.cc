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

TypeRef Simple(TypeKind kind, std::string name = "") {
  auto type = std::make_shared<Type>();
  type->kind = kind;
  type->name = std::move(name);
  return type;
}

bool IsQualified(std::string_view name) { return name.find("::") != std::string_view::npos; }

}  // namespace

Resolver::Resolver(std::span<const Fragment> fragments, const Bounds& bounds,
                   SchemaFindings& findings)
    : fragments_(fragments),
      bounds_(bounds),
      findings_(findings),
      errors_before_(findings.errors()),
      bool_(Simple(TypeKind::kBool)),
      long_(Simple(TypeKind::kLong)),
      string_(Simple(TypeKind::kString)) {
  for (const char* name : {"datetime", "decimal", "duration", "ipaddr"}) {
    extensions_.emplace(name, Simple(TypeKind::kExtension, name));
  }
}

std::optional<Schema> Resolver::Run() {
  CheckRestrictions();
  if (Failed()) return std::nullopt;
  Define();
  CheckShadowing();
  if (Failed()) return std::nullopt;
  DefineBuiltins();
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
  CheckActionCycles();
  if (Failed()) return std::nullopt;
  CloseHierarchies();
  CheckEnumerated();
  if (Failed()) return std::nullopt;
  return std::move(schema_);
}

// --- 1. restrictions

void Resolver::CheckRestrictions() {
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      for (const EntityDecl& entity : space.entity_types) {
        if (entity.name.text != "Action") continue;
        findings_
            .Add(SchemaKind::kActionEntityTypeDeclared, Code::kSchemaActionType, entity.name.span,
                 "the entity type `Action` cannot be declared")
            .Help("it is there by itself; declare actions with `action`, or choose another name");
      }
      for (const ActionDecl& action : space.actions) {
        if (!action.body->attributes) continue;
        findings_
            .Add(SchemaKind::kUnsupportedFeature, Code::kSchemaUnsupported, action.name.span,
                 Format("the action \"{}\" has attributes, which are not supported",
                        action.name.text))
            .Help("remove `attributes`");
      }
    }
  }
}

// --- 2. definitions

void Resolver::Define() {
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      for (const CommonTypeDecl& type : space.common_types) DefineCommon(space, type);
      for (const EntityDecl& entity : space.entity_types) DefineEntity(space, entity);
      for (const ActionDecl& action : space.actions) DefineAction(space, action);
    }
  }
}

void Resolver::DefineCommon(const NamespaceDecl& space, const CommonTypeDecl& declaration) {
  auto [at, fresh] = definitions_.try_emplace(Qualified(space.name.text, declaration.name.text));
  Definition& definition = at->second;
  if (definition.common == nullptr) {
    definition.common = &declaration;
    definition.space = space.name.text;
    return;
  }
  twice_.push_back([this, name = at->first, first = definition.common->name.span,
                    second = declaration.name.span] {
    findings_
        .Add(SchemaKind::kDuplicateCommonType, Code::kSchemaTwice, second,
             Format("the type `{}` is declared twice", name))
        .Other(first, "the first one")
        .Help("give one of them another name");
  });
}

void Resolver::DefineEntity(const NamespaceDecl& space, const EntityDecl& declaration) {
  auto [at, fresh] = definitions_.try_emplace(Qualified(space.name.text, declaration.name.text));
  Definition& definition = at->second;
  if (definition.entity == nullptr) {
    definition.entity = &declaration;
    entities_.push_back({&declaration, space.name.text, nullptr, {}});
    return;
  }
  twice_.push_back([this, name = at->first, first = definition.entity->name.span,
                    second = declaration.name.span] {
    findings_
        .Add(SchemaKind::kDuplicateEntityType, Code::kSchemaTwice, second,
             Format("the entity type `{}` is declared twice", name))
        .Other(first, "the first one")
        .Help("give one of them another name");
  });
}

void Resolver::DefineAction(const NamespaceDecl& space, const ActionDecl& declaration) {
  EntityUid uid{Qualified(space.name.text, "Action"), declaration.name.text};
  const auto [at, fresh] = action_definitions_.try_emplace(
      std::move(uid), ActionNode{&declaration, space.name.text, nullptr, nullptr, {}});
  if (fresh) {
    at->second.uid = &at->first;
    actions_.push_back(at->second);
    return;
  }
  twice_.push_back([this, uid = &at->first, first = at->second.declaration->name.span,
                    second = declaration.name.span] {
    findings_
        .Add(SchemaKind::kDuplicateAction, Code::kSchemaTwice, second,
             Format("the action `{}` is declared twice", value::ToText(*uid)))
        .Other(first, "the first one")
        .Help("give one of them another name");
  });
}

void Resolver::ReportTwice() {
  for (const auto& report : twice_) report();
}

// What has no namespace must not be hidden by what has one (RFC 70).
void Resolver::CheckShadowing() {
  const auto place = [](const Definition& definition) {
    return definition.entity != nullptr ? definition.entity->name.span
                                        : definition.common->name.span;
  };
  std::vector<const Found*> qualified;
  for (const Found& found : definitions_) {
    if (IsQualified(found.first)) qualified.push_back(&found);
  }
  std::ranges::sort(qualified, {}, [](const Found* found) { return found->first; });
  for (const Found* found : qualified) {
    const auto hidden = definitions_.find(LastComponent(found->first));
    if (hidden == definitions_.end()) continue;
    findings_
        .Add(SchemaKind::kTypeShadowing, Code::kSchemaHides, place(found->second),
             Format("`{}` hides `{}`, which is declared without a namespace", found->first,
                    hidden->first))
        .Other(place(hidden->second), "this one")
        .Help("rename one of them, or give the other a namespace too");
  }
  for (const auto& [uid, node] : action_definitions_) {
    if (!IsQualified(uid.type)) continue;
    const auto hidden = action_definitions_.find(EntityUid{"Action", uid.id});
    if (hidden == action_definitions_.end()) continue;
    findings_
        .Add(SchemaKind::kActionShadowing, Code::kSchemaHides, node.declaration->name.span,
             Format("`{}` hides `{}`, which is declared without a namespace", value::ToText(uid),
                    value::ToText(hidden->first)))
        .Other(hidden->second.declaration->name.span, "this one")
        .Help("rename one of them, or give the other a namespace too");
  }
}

void Resolver::DefineBuiltins() {
  const auto define = [this](const std::string& name, const TypeRef& type) {
    definitions_["__cedar::" + name].type.type = type;
    const auto [at, fresh] = definitions_.try_emplace(name);
    if (fresh) at->second.type.type = type;
  };
  define("Bool", bool_);
  define("Long", long_);
  define("String", string_);
  for (const auto& [name, type] : extensions_) define(name, type);
  for (const auto& [uid, node] : action_definitions_) definitions_[uid.type].action_type = true;
}

// --- 3. names

Resolver::Found* Resolver::Find(std::string_view space, std::string_view name,
                                Reference reference) {
  const auto fits = [reference](const Definition& definition) {
    return (reference != Reference::kEntity && definition.is_common()) ||
           (reference != Reference::kCommon && definition.is_entity());
  };
  if (!space.empty() && !IsQualified(name)) {
    const auto here = definitions_.find(Qualified(space, name));
    if (here != definitions_.end() && fits(here->second)) return &*here;
  }
  const auto found = definitions_.find(name);
  return found != definitions_.end() && fits(found->second) ? &*found : nullptr;
}

const EntityUid* Resolver::FindAction(std::string_view space, const ActionParent& parent) {
  const std::string type = parent.type ? parent.type->text : "Action";
  if (!space.empty() && !IsQualified(type)) {
    const auto here = action_definitions_.find(EntityUid{Qualified(space, type), parent.id});
    if (here != action_definitions_.end()) return &here->first;
  }
  const auto found = action_definitions_.find(EntityUid{type, parent.id});
  return found != action_definitions_.end() ? &found->first : nullptr;
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
    for (const auto& [full, definition] : definitions_) {
      const bool here = NamespaceOf(full).empty() || NamespaceOf(full) == space;
      known.push_back(here ? std::string(LastComponent(full)) : full);
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
