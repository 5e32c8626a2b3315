#include "cedar/schema/link.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/format.h"
#include "cedar/schema/fragment.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::array<std::string_view, 7> kBuiltins = {"Bool",    "Long",     "String", "datetime",
                                                       "decimal", "duration", "ipaddr"};

bool UidLess(const EntityUid& a, const EntityUid& b) {
  return a.type != b.type ? NameLess(a.type, b.type) : a.id < b.id;
}

class Linker {
 public:
  Linker(std::vector<Schema> schemas, SchemaFindings& findings)
      : schemas_(std::move(schemas)), findings_(findings), before_(findings.errors()) {}

  std::optional<Schema> Run();

 private:
  bool Failed() const { return findings_.errors() > before_; }
  void Wrong(SchemaKind kind, Code code, std::string message, std::string help) {
    findings_.AddWhole(kind, code, std::move(message)).Help(std::move(help));
  }
  void CheckActionTypes();
  void Merge(Schema& from);
  void MergeType(const std::string& name, EntityType& type);
  void MergeAction(const EntityUid& uid, Action& action);
  void CheckBuiltins();
  void CheckReferences();
  void CheckNames(const Type& type);
  void CheckNames(const Attributes& attributes);
  void CheckAppliesTo();
  void CloseTypes();
  void CloseActions();
  void CheckEnumerated();
  void CheckShadowing();
  void CheckAncestors();
  void Undeclared(const std::string& name);

  std::vector<Schema> schemas_;
  SchemaFindings& findings_;
  std::size_t before_;
  std::map<std::string, std::size_t> declared_;  // by how many inputs
  std::set<std::string> action_types_;
  std::unordered_set<const Type*> seen_;
  std::set<std::string> undeclared_;
  std::vector<std::string> changed_;
  std::uint64_t nodes_ = 0;
  Schema linked_;
};

std::optional<Schema> Linker::Run() {
  if (schemas_.empty()) return Schema();
  if (schemas_.size() == 1) return std::move(schemas_[0]);
  CheckActionTypes();
  if (Failed()) return std::nullopt;
  for (Schema& schema : schemas_) Merge(schema);
  if (Failed()) return std::nullopt;
  const std::array<void (Linker::*)(), 8> steps = {
      &Linker::CheckBuiltins,  &Linker::CheckReferences, &Linker::CloseTypes,
      &Linker::CloseActions,   &Linker::CheckEnumerated, &Linker::CheckAppliesTo,
      &Linker::CheckShadowing, &Linker::CheckAncestors,
  };
  for (const auto& step : steps) {
    (this->*step)();
    if (Failed()) return std::nullopt;
  }
  return std::move(linked_);
}

void Linker::CheckActionTypes() {
  for (const Schema& schema : schemas_) {
    for (const auto& [name, type] : schema.entity_types) ++declared_[name];
    for (const auto& [uid, action] : schema.actions) action_types_.insert(uid.type);
  }
  for (const std::string& type : action_types_) {
    if (!declared_.contains(type)) continue;
    Wrong(SchemaKind::kActionEntityTypeDeclared, Code::kSchemaLink,
          Format("`{}` is an entity type in one schema and the type of actions in another", type),
          "rename the entity type");
  }
}

// In the order of names, so that the same input gives the same first error.
void Linker::Merge(Schema& from) {
  std::vector<std::map<std::string, EntityType>::iterator> types;
  for (auto at = from.entity_types.begin(); at != from.entity_types.end(); ++at) {
    types.push_back(at);
  }
  std::ranges::sort(types, [](auto a, auto b) { return NameLess(a->first, b->first); });
  for (const auto at : types) MergeType(at->first, at->second);
  std::vector<std::map<EntityUid, Action>::iterator> actions;
  for (auto at = from.actions.begin(); at != from.actions.end(); ++at) actions.push_back(at);
  std::ranges::sort(actions, [](auto a, auto b) { return UidLess(a->first, b->first); });
  for (const auto at : actions) MergeAction(at->first, at->second);
}

void Linker::MergeType(const std::string& name, EntityType& type) {
  const auto [at, fresh] = linked_.entity_types.try_emplace(name, std::move(type));
  if (fresh) return;
  EntityType& here = at->second;
  if (!here.external && !type.external) {
    Wrong(SchemaKind::kDuplicateEntityType, Code::kSchemaLink,
          Format("the entity type `{}` is defined twice", name),
          "define it in one schema, and declare it `external` in the other");
    return;
  }
  if (here.external && type.external) {
    here.ancestors.merge(type.ancestors);
    return;
  }
  EntityType& definition = here.external ? type : here;
  const EntityType& declaration = here.external ? here : type;
  if (!definition.choices.empty()) {
    Wrong(SchemaKind::kExternalIsEnum, Code::kSchemaLink,
          Format("the external entity type `{}` is defined as an enumerated one", name),
          "an enumerated type cannot be declared `external`");
  } else if (!std::ranges::includes(definition.ancestors, declaration.ancestors)) {
    Wrong(SchemaKind::kDefinedEntityAncestorsChanged, Code::kSchemaLink,
          Format("the external entity type `{}` is in types that its definition is not in", name),
          "let the definition name these types too");
  }
  if (here.external) here = std::move(type);
}

void Linker::MergeAction(const EntityUid& uid, Action& action) {
  const auto [at, fresh] = linked_.actions.try_emplace(uid, std::move(action));
  if (fresh) return;
  Action& here = at->second;
  if (!here.external && !action.external) {
    Wrong(SchemaKind::kDuplicateAction, Code::kSchemaLink,
          Format("the action `{}` is defined twice", value::ToText(uid)),
          "define it in one schema, and declare it `external` in the other");
  } else if (here.ancestors != action.ancestors) {
    Wrong(SchemaKind::kExternalActionParentsMismatch, Code::kSchemaLink,
          Format("the schemas put the action `{}` into different groups", value::ToText(uid)),
          "let every declaration of it name the same groups");
  }
  if (here.external) here = std::move(action);
}

void Linker::CheckBuiltins() {
  for (const std::string_view name : kBuiltins) {
    const auto declared = declared_.find(std::string(name));
    if (declared == declared_.end() || declared->second == schemas_.size()) continue;
    Wrong(SchemaKind::kShadowsBuiltinType, Code::kSchemaLink,
          Format("`{}` would hide the built-in type of that name from the other schemas", name),
          "rename the entity type, or put it into a namespace");
  }
}

void Linker::Undeclared(const std::string& name) {
  if (!undeclared_.insert(name).second) return;
  Wrong(SchemaKind::kUndeclaredEntityTypes, Code::kSchemaLink,
        Format("no schema declares the entity type `{}`", name), "declare it, or correct the name");
}

void Linker::CheckNames(const Type& type) {
  if (!seen_.insert(&type).second) return;
  if (type.element) CheckNames(*type.element);
  CheckNames(type.attributes);
  if (type.kind == TypeKind::kEntity && !linked_.entity_types.contains(type.name) &&
      !action_types_.contains(type.name)) {
    Undeclared(type.name);
  }
}

void Linker::CheckNames(const Attributes& attributes) {
  for (const auto& [name, attribute] : attributes) CheckNames(*attribute.type);
}

void Linker::CheckReferences() {
  for (const auto& [name, type] : linked_.entity_types) {
    CheckNames(type.attributes);
    if (type.tags) CheckNames(*type.tags);
  }
  for (const auto& [uid, action] : linked_.actions) CheckNames(action.context);
}

void Linker::CheckAppliesTo() {
  for (const auto& [uid, action] : linked_.actions) {
    for (const auto* types : {&action.principals, &action.resources}) {
      for (const std::string& type : *types) {
        if (!linked_.entity_types.contains(type)) Undeclared(type);
      }
    }
  }
}

// Everything above `start` in a hierarchy whose parts were closed on their own.
template <typename Map, typename Key>
std::set<Key> Above(const Map& map, const Key& start) {
  std::set<Key> above;
  std::vector<const Key*> open = {&start};
  while (!open.empty()) {
    const auto at = map.find(*open.back());
    open.pop_back();
    if (at == map.end()) continue;
    for (const Key& parent : at->second.ancestors) {
      if (above.insert(parent).second) open.push_back(&parent);
    }
  }
  return above;
}

void Linker::CloseTypes() {
  std::map<std::string, std::set<std::string>> closed;
  for (const auto& [name, type] : linked_.entity_types) {
    std::set<std::string> above = Above(linked_.entity_types, name);
    nodes_ += above.size();
    if (nodes_ > kMostSchemaNodes) {
      return Wrong(SchemaKind::kTooLarge, Code::kSchemaTooLarge,
                   "linked, the entity types have too many ancestors", "link fewer schemas");
    }
    if (above.size() == type.ancestors.size()) continue;
    if (!type.external && type.choices.empty()) changed_.push_back(name);
    closed.emplace(name, std::move(above));
  }
  for (auto& [name, above] : closed) linked_.entity_types[name].ancestors = std::move(above);
}

void Linker::CheckAncestors() {
  for (const std::string& name : changed_) {
    Wrong(SchemaKind::kDefinedEntityAncestorsChanged, Code::kSchemaLink,
          Format("linked, the entity type `{}` would be in types that its definition does not name",
                 name),
          "let the definition name these types too");
  }
}

void Linker::CloseActions() {
  std::map<EntityUid, std::set<EntityUid>> closed;
  for (const auto& [uid, action] : linked_.actions) {
    std::set<EntityUid> above = Above(linked_.actions, uid);
    nodes_ += above.size();
    if (nodes_ > kMostSchemaNodes) {
      return Wrong(SchemaKind::kTooLarge, Code::kSchemaTooLarge,
                   "linked, the actions are in too many groups", "link fewer schemas");
    }
    if (above.contains(uid)) {
      Wrong(SchemaKind::kCycleInActionHierarchy, Code::kSchemaLink,
            Format("linked, the action `{}` is in itself", value::ToText(uid)),
            "groups of actions form no circles");
    }
    closed.emplace(uid, std::move(above));
  }
  for (auto& [uid, above] : closed) linked_.actions[uid].ancestors = std::move(above);
}

void Linker::CheckEnumerated() {
  for (const auto& [name, type] : linked_.entity_types) {
    if (!type.external) continue;
    for (const std::string& ancestor : type.ancestors) {
      if (linked_.entity_types[ancestor].choices.empty()) continue;
      Wrong(SchemaKind::kExternalWithEnumAncestor, Code::kSchemaLink,
            Format("the external entity type `{}` is in the enumerated type `{}`", name, ancestor),
            "only a type that is defined may be in an enumerated one");
    }
  }
}

void Linker::CheckShadowing() {
  for (const auto& [name, type] : linked_.entity_types) {
    const std::string last(LastComponent(name));
    if (last == name || !linked_.entity_types.contains(last)) continue;
    Wrong(SchemaKind::kTypeShadowing, Code::kSchemaLink,
          Format("`{}` hides `{}`, which is declared without a namespace", name, last),
          "rename one of them");
  }
  for (const auto& [uid, action] : linked_.actions) {
    const EntityUid plain{"Action", uid.id};
    if (uid == plain || !linked_.actions.contains(plain)) continue;
    Wrong(SchemaKind::kActionShadowing, Code::kSchemaLink,
          Format("`{}` hides `{}`, which is declared without a namespace", value::ToText(uid),
                 value::ToText(plain)),
          "rename one of them");
  }
}

}  // namespace

std::optional<Schema> Link(std::vector<Schema> schemas, SchemaFindings& findings) {
  return Linker(std::move(schemas), findings).Run();
}

Externals ExternalsOf(const Schema& schema) {
  Externals externals;
  for (const auto& [name, type] : schema.entity_types) {
    if (type.external) externals.entity_types.push_back(name);
  }
  for (const auto& [uid, action] : schema.actions) {
    if (action.external) externals.actions.push_back(uid);
  }
  std::ranges::sort(externals.entity_types, NameLess);
  std::ranges::sort(externals.actions, UidLess);
  return externals;
}

bool CheckComplete(const Schema& schema, SchemaFindings& findings) {
  const Externals externals = ExternalsOf(schema);
  if (externals.empty()) return true;
  std::vector<std::string> names;
  for (const std::string& name : externals.entity_types) names.push_back("`" + name + "`");
  for (const EntityUid& uid : externals.actions) names.push_back("`" + value::ToText(uid) + "`");
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    list += i == 0 ? "" : last && names.size() == 2 ? " and " : last ? ", and " : ", ";
    list += names[i];
  }
  findings
      .AddWhole(SchemaKind::kIncompleteSchema, Code::kSchemaIncomplete,
                Format("the schema declares {} `external` and nobody defines {}", list,
                       names.size() == 1 ? "it" : "them"))
      .Help("link it with the schemas that define what is missing");
  return false;
}

}  // namespace rune::cedar
