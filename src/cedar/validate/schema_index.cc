#include "cedar/validate/schema_index.h"

#include <algorithm>

#include "base/assert.h"
#include "base/name_hash.h"

namespace rune::cedar {
namespace {

// The last component of a name, and what stands before it.
std::pair<std::string_view, std::string_view> Split(std::string_view name) {
  const std::size_t colons = name.rfind("::");
  if (colons == std::string_view::npos) return {name, {}};
  return {name.substr(colons + 2), name.substr(0, colons)};
}

std::uint64_t HashOf(const EntityUid& uid) { return HashName(uid.id, HashName(uid.type)); }

void SortUnique(auto& list) {
  std::ranges::sort(list);
  const auto rest = std::ranges::unique(list);
  list.erase(rest.begin(), rest.end());
}

}  // namespace

SchemaIndex::SchemaIndex(const Schema& schema, const ImpliedAttributes& implied)
    : schema_(schema), empty_record_(pool_.RecordOf({})) {
  NumberTypes();
  ReserveLists();
  FillEntities(implied);
  FillActions();
}

// What a schema names it declares, so these are all the names there are.
void SchemaIndex::NumberTypes() {
  std::vector<std::string_view> names;
  names.reserve(schema_.entity_types.size() + 1);
  for (const auto& [uid, action] : schema_.actions) {
    if (names.empty() || names.back() != uid.type) names.push_back(uid.type);
  }
  for (const auto& [name, type] : schema_.entity_types) names.push_back(name);
  // Mostly they are in order already.
  if (!std::ranges::is_sorted(names, {}, Split)) std::ranges::sort(names, {}, Split);
  entities_.resize(names.size());
  by_name_.Reserve(names.size());
  for (EntityTypeId id = 0; id < names.size(); ++id) {
    entities_[id].name = names[id];
    by_name_.Add(HashName(names[id]), id);
  }
}

void SchemaIndex::ReserveLists() {
  std::size_t most = entities_.size();
  for (const auto& [name, type] : schema_.entity_types) most += type.ancestors.size();
  for (const auto& [uid, action] : schema_.actions) {
    most += action.principals.size() + action.resources.size();
  }
  lists_.reserve(most);
  for (EntityTypeId id = 0; id < entities_.size(); ++id) {
    lists_.push_back(id);
    StaticType reference;
    reference.kind = StaticKind::kEntity;
    reference.entities = std::span(&lists_.back(), 1);
    entities_[id].reference = pool_.Add(std::move(reference));
  }
}

std::span<const EntityTypeId> SchemaIndex::ListOf(const std::set<std::string>& names) {
  const std::size_t begin = lists_.size();
  for (const std::string& name : names) lists_.push_back(NumberOf(name));
  const auto list = std::span(lists_).subspan(begin);
  std::ranges::sort(list);
  return list;
}

EntityTypeId SchemaIndex::NumberOf(std::string_view type) const {
  const auto number = FindType(type);
  RUNE_CHECK(number);
  return *number;
}

const StaticType* SchemaIndex::Convert(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool: return Basic(StaticKind::kBool);
    case TypeKind::kLong: return Basic(StaticKind::kLong);
    case TypeKind::kString: return Basic(StaticKind::kString);
    case TypeKind::kSet: return pool_.SetOf(Convert(*type.element));
    case TypeKind::kRecord: return RecordOf(type.attributes);
    case TypeKind::kEntity: return entities_[NumberOf(type.name)].reference;
    case TypeKind::kExtension: break;
  }
  for (const ExtensionType extension : {ExtensionType::kDecimal, ExtensionType::kIpaddr,
                                        ExtensionType::kDatetime, ExtensionType::kDuration}) {
    if (ExtensionTypeName(extension) == type.name) return OfExtension(extension);
  }
  return Basic(StaticKind::kNever);
}

const StaticType* SchemaIndex::RecordOf(const Attributes& attributes) {
  return attributes.empty() ? empty_record_ : pool_.RecordOf(ConvertAttributes(attributes));
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
  if (implied.of_all.empty() && implied.by_type.empty()) return info.record;
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
    info.action = IsActionType(info.name);
    info.record = empty_record_;
  }
  for (const auto& [name, type] : schema_.entity_types) {
    EntityInfo& info = entities_[NumberOf(name)];
    info.declared = &type;
    info.record = RecordOf(type.attributes);
    if (type.tags != nullptr) info.tags = Convert(*type.tags);
    info.ancestors = ListOf(type.ancestors);
  }
  for (EntityInfo& info : entities_) info.extended = WithImplied(info, implied);
}

void SchemaIndex::FillActions() {
  actions_.reserve(schema_.actions.size());
  by_uid_.Reserve(schema_.actions.size());
  for (const auto& [uid, action] : schema_.actions) {
    by_uid_.Add(HashOf(uid), static_cast<std::uint32_t>(actions_.size()));
    ActionInfo& info = actions_.emplace_back();
    info.uid = uid;
    info.declared = &action;
    info.type = NumberOf(uid.type);
    info.context = RecordOf(action.context);
    info.principals = ListOf(action.principals);
    info.resources = ListOf(action.resources);
  }
  for (ActionInfo& info : actions_) {
    for (const EntityUid& ancestor : info.declared->ancestors) {
      const auto found = FindAction(ancestor);
      if (!found) continue;
      info.ancestors.push_back(*found);
      action_types_.emplace_back(info.type, actions_[*found].type);
    }
  }
  SortUnique(action_types_);
}

std::optional<EntityTypeId> SchemaIndex::FindType(std::string_view name) const {
  const std::uint32_t found =
      by_name_.Get(HashName(name), [&](std::uint32_t id) { return entities_[id].name == name; });
  if (found == Slots::kFree) return std::nullopt;
  return found;
}

std::optional<std::size_t> SchemaIndex::FindAction(const EntityUid& uid) const {
  const std::uint32_t found =
      by_uid_.Get(HashOf(uid), [&](std::uint32_t id) { return actions_[id].uid == uid; });
  if (found == Slots::kFree) return std::nullopt;
  return found;
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
