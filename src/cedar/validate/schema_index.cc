#include "cedar/validate/schema_index.h"

#include <algorithm>

namespace rune::cedar {
namespace {

// The last component of a name, and what stands before it.
std::pair<std::string_view, std::string_view> Split(std::string_view name) {
  const std::size_t colons = name.rfind("::");
  if (colons == std::string_view::npos) return {name, {}};
  return {name.substr(colons + 2), name.substr(0, colons)};
}

void SortUnique(auto& list) {
  std::ranges::sort(list);
  const auto rest = std::ranges::unique(list);
  list.erase(rest.begin(), rest.end());
}

}  // namespace

SchemaIndex::SchemaIndex(const Schema& schema, const ImpliedAttributes& implied) : schema_(schema) {
  NumberTypes();
  FillEntities(implied);
  FillActions();
}

void SchemaIndex::CollectNames(const TypeRef& type, std::vector<std::string_view>& names) const {
  if (type == nullptr) return;
  if (type->kind == TypeKind::kEntity) names.push_back(type->name);
  CollectNames(type->element, names);
  for (const auto& [name, attribute] : type->attributes) CollectNames(attribute.type, names);
}

void SchemaIndex::NumberTypes() {
  std::vector<std::string_view> names;
  for (const auto& [name, type] : schema_.entity_types) {
    names.push_back(name);
    names.insert(names.end(), type.ancestors.begin(), type.ancestors.end());
    for (const auto& [key, attribute] : type.attributes) CollectNames(attribute.type, names);
    CollectNames(type.tags, names);
  }
  for (const auto& [uid, action] : schema_.actions) {
    names.push_back(uid.type);
    for (const EntityUid& ancestor : action.ancestors) names.push_back(ancestor.type);
    names.insert(names.end(), action.principals.begin(), action.principals.end());
    names.insert(names.end(), action.resources.begin(), action.resources.end());
    for (const auto& [key, attribute] : action.context) CollectNames(attribute.type, names);
  }
  SortUnique(names);
  std::ranges::sort(names, {}, Split);
  entities_.resize(names.size());
  for (EntityTypeId id = 0; id < names.size(); ++id) {
    entities_[id].name = names[id];
    entities_[id].reference = pool_.EntityOf({id});
    by_name_.emplace(entities_[id].name, id);
  }
}

const StaticType* SchemaIndex::Convert(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool: return Basic(StaticKind::kBool);
    case TypeKind::kLong: return Basic(StaticKind::kLong);
    case TypeKind::kString: return Basic(StaticKind::kString);
    case TypeKind::kSet: return pool_.SetOf(Convert(*type.element));
    case TypeKind::kRecord: return pool_.RecordOf(ConvertAttributes(type.attributes));
    case TypeKind::kEntity: return entities_[by_name_.at(type.name)].reference;
    case TypeKind::kExtension: break;
  }
  for (const ExtensionType extension : {ExtensionType::kDecimal, ExtensionType::kIpaddr,
                                        ExtensionType::kDatetime, ExtensionType::kDuration}) {
    if (ExtensionTypeName(extension) == type.name) return OfExtension(extension);
  }
  return Basic(StaticKind::kNever);
}

std::vector<StaticAttribute> SchemaIndex::ConvertAttributes(const Attributes& attributes) {
  std::vector<StaticAttribute> converted;
  converted.reserve(attributes.size());
  for (const auto& [name, attribute] : attributes) {
    converted.push_back({name, Convert(*attribute.type), attribute.required});
  }
  return converted;
}

const StaticType* SchemaIndex::WithImplied(const EntityInfo& info,
                                           const ImpliedAttributes& implied) {
  Attributes added = implied.of_all;
  if (const auto own = implied.by_type.find(info.name); own != implied.by_type.end()) {
    for (const auto& [name, attribute] : own->second) added[name] = attribute;
  }
  std::erase_if(added, [&](const auto& entry) { return info.record->Find(entry.first); });
  if (added.empty()) return info.record;
  std::vector<StaticAttribute> all = ConvertAttributes(added);
  all.insert(all.end(), info.record->attributes.begin(), info.record->attributes.end());
  std::ranges::sort(all, {}, &StaticAttribute::name);
  return pool_.RecordOf(std::move(all), info.record->open);
}

void SchemaIndex::FillEntities(const ImpliedAttributes& implied) {
  for (EntityInfo& info : entities_) {
    info.declared = schema_.Find(info.name);
    info.action = IsActionType(info.name);
    if (info.declared != nullptr) {
      info.record = pool_.RecordOf(ConvertAttributes(info.declared->attributes));
      if (info.declared->tags != nullptr) info.tags = Convert(*info.declared->tags);
      for (const std::string& ancestor : info.declared->ancestors) {
        info.ancestors.push_back(by_name_.at(ancestor));
      }
      std::ranges::sort(info.ancestors);
    } else {
      info.record = pool_.RecordOf({}, !info.action);
    }
    info.extended = WithImplied(info, implied);
  }
}

void SchemaIndex::FillActions() {
  for (const auto& [uid, action] : schema_.actions) by_uid_.emplace(uid, by_uid_.size());
  const auto numbers = [&](const std::set<std::string>& names) {
    std::vector<EntityTypeId> ids;
    for (const std::string& name : names) ids.push_back(by_name_.at(name));
    std::ranges::sort(ids);
    return ids;
  };
  for (const auto& [uid, action] : schema_.actions) {
    ActionInfo info;
    info.uid = uid;
    info.declared = &action;
    info.type = by_name_.at(uid.type);
    info.context = pool_.RecordOf(ConvertAttributes(action.context));
    info.principals = numbers(action.principals);
    info.resources = numbers(action.resources);
    for (const EntityUid& ancestor : action.ancestors) {
      const auto found = by_uid_.find(ancestor);
      if (found == by_uid_.end()) continue;
      info.ancestors.push_back(found->second);
      action_types_.emplace_back(info.type, by_name_.at(ancestor.type));
    }
    std::ranges::sort(info.ancestors);
    actions_.push_back(std::move(info));
  }
  SortUnique(action_types_);
}

std::optional<EntityTypeId> SchemaIndex::FindType(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> SchemaIndex::FindAction(const EntityUid& uid) const {
  const auto found = by_uid_.find(uid);
  if (found == by_uid_.end()) return std::nullopt;
  return found->second;
}

bool SchemaIndex::IsOrDescends(EntityTypeId a, EntityTypeId b) const {
  return a == b || std::ranges::binary_search(entities_[a].ancestors, b);
}

bool SchemaIndex::MayBeIn(EntityTypeId a, EntityTypeId b) const {
  return IsOrDescends(a, b) || std::ranges::binary_search(action_types_, std::pair(a, b));
}

bool SchemaIndex::ActionIsIn(std::size_t a, std::size_t b) const {
  return a == b || std::ranges::binary_search(actions_[a].ancestors, b);
}

}  // namespace rune::cedar
