#include "store/entity_json.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/format.h"
#include "store/entity_scan.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::store {
namespace {

using text::Code;
using value::Json;

using Member = value::JsonShape::Member;
constexpr Member kTypeAndId[] = {{"type"}, {"id"}};
constexpr value::JsonShape kTypeAndIdShape{.members = kTypeAndId};
constexpr Member kUid[] = {{"type"}, {"id"}, {"__entity", &kTypeAndIdShape}, {"__expr"}};
constexpr value::JsonShape kUidsShape{.each = &kUidShape};
constexpr Member kEntity[] = {{"uid", &kUidShape}, {"attrs"}, {"parents", &kUidsShape}, {"tags"}};
constexpr value::JsonShape kEntityShape{.members = kEntity};

constexpr std::string_view kHelp =
    "an entity is {\"uid\": {\"type\": .., \"id\": ..}, \"attrs\": {..}, \"parents\": [..]}";

class Reader {
 public:
  explicit Reader(text::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::optional<PlacedEntity> ReadEntity(const Json& json) {
    if (!json.is(Json::Kind::kObject)) {
      diagnostics_.Add(Code::kEntityMalformed, json.span, "an entity must be an object")
          .Help(std::string(kHelp));
      return std::nullopt;
    }
    bool good = true;
    PlacedEntity out;
    if (const Json* uid = Field(json, "uid")) {
      out.span = uid->span;
      if (std::optional<EntityUid> read = ReadUid(*uid)) {
        out.entity.uid = *std::move(read);
      } else {
        good = false;
      }
    } else {
      good = false;
    }
    good = ReadFields(Field(json, "attrs"), "attrs", out.entity.attributes) && good;
    if (const Json* tags = json.Find("tags")) {
      good = ReadFields(tags, "tags", out.entity.tags) && good;
    }
    good = ReadParents(Field(json, "parents"), out.entity) && good;
    if (!good) return std::nullopt;
    return out;
  }

 private:
  const Json* Field(const Json& json, std::string_view name) {
    const Json* field = json.Find(name);
    if (field == nullptr) {
      diagnostics_.Add(Code::kEntityMalformed, json.span, Format("this entity has no `{}`", name))
          .Help(std::string(kHelp));
    }
    return field;
  }

  std::optional<EntityUid> ReadUid(const Json& json) {
    const Json* inner = json.Find("__entity");
    const Json& name = inner == nullptr ? json : *inner;
    const Json* type = name.Find("type");
    const Json* id = name.Find("id");
    if (type == nullptr || id == nullptr || !type->is(Json::Kind::kString) ||
        !id->is(Json::Kind::kString)) {
      diagnostics_.Add(Code::kEntityName, json.span, "this is not the name of an entity")
          .Help("write {\"type\": \"Agent\", \"id\": \"coder\"}");
      return std::nullopt;
    }
    if (!value::IsTypeName(type->string)) {
      diagnostics_
          .Add(Code::kEntityName, type->span,
               Format("{} is not the name of an entity type", value::JsonQuote(type->string)))
          .Help(
              "a type is one name, or several joined by `::`, without blanks; none of them a "
              "reserved word");
      return std::nullopt;
    }
    return EntityUid{type->string, id->string};
  }

  bool ReadFields(const Json* json, std::string_view name, Value::Fields& out) {
    if (json == nullptr) return false;
    if (!json->is(Json::Kind::kObject)) {
      diagnostics_.Add(Code::kEntityMalformed, json->span, Format("`{}` must be an object", name))
          .Help(Format("write \"{}\": {{}} if there are none", name));
      return false;
    }
    bool good = true;
    for (const auto& [key, member] : json->object) {
      std::optional<Value> read =
          value::ToValue(member, value::Escapes::kInterpret, value::Arrays::kSets, diagnostics_);
      good = good && read.has_value();
      if (read) out.insert_or_assign(key, *std::move(read));
    }
    return good;
  }

  bool ReadParents(const Json* json, Entity& out) {
    if (json == nullptr) return false;
    if (!json->is(Json::Kind::kArray)) {
      diagnostics_.Add(Code::kEntityMalformed, json->span, "`parents` must be a list")
          .Help("write \"parents\": [] if there are none");
      return false;
    }
    bool good = true;
    for (const Json& element : json->array) {
      std::optional<EntityUid> parent = ReadUid(element);
      if (!parent) {
        good = false;
        continue;
      }
      if (IsAction(out.uid.type) && !IsAction(parent->type)) {
        diagnostics_
            .Add(Code::kEntityActionParent, element.span,
                 Format("{} is an action, and {} is none", value::ToText(out.uid),
                        value::ToText(*parent)))
            .Help("the parents of an action are actions");
        good = false;
      }
      out.parents.insert(*std::move(parent));
    }
    return good;
  }

  text::Diagnostics& diagnostics_;
};

std::string UidJson(const EntityUid& uid) {
  return Format(R"({{"type":{},"id":{}}})", value::JsonQuote(uid.type), value::JsonQuote(uid.id));
}

// Written key by key: an attribute record is no value, so that a key `__entity` in it is just a
// key.
std::string FieldsJson(const Value::Fields& fields) {
  std::string out = "{";
  for (const auto& [key, field] : fields) {
    if (out.size() > 1) out += ',';
    out += value::JsonQuote(key) + ":" + value::ToJson(field);
  }
  return out + "}";
}

}  // namespace

constexpr value::JsonShape kUidShape{.members = kUid, .in_tree = true};
constexpr value::JsonShape kEntitiesShape{.each = &kEntityShape};

std::vector<PlacedEntity> ReadEntities(const Json& json, text::Diagnostics& diagnostics) {
  std::vector<PlacedEntity> out;
  if (!json.is(Json::Kind::kArray)) {
    diagnostics.Add(Code::kEntitiesNotAList, json.span, "entities must be a list")
        .Help("put `[` and `]` around them");
    return out;
  }
  Reader reader(diagnostics);
  for (const Json& element : json.array) {
    if (std::optional<PlacedEntity> entity = reader.ReadEntity(element)) {
      out.push_back(*std::move(entity));
    }
  }
  return out;
}

std::optional<std::vector<PlacedEntity>> ReadEntities(text::Slice slice, const Bounds& bounds,
                                                      text::Diagnostics& diagnostics) {
  if (std::optional<ScannedEntities> scanned = ScanEntities(slice, bounds)) {
    std::vector<PlacedEntity> out;
    out.reserve(scanned->entities.size());
    for (std::size_t i = 0; i < scanned->entities.size(); ++i) {
      out.push_back({std::move(scanned->entities[i]), scanned->uids[i]});
    }
    return out;
  }
  const std::optional<Json> json = value::ParseJson(slice, kEntitiesShape, bounds, diagnostics);
  if (!json) return std::nullopt;
  return ReadEntities(*json, diagnostics);
}

Result<Entities> LoadEntities(text::Slice slice, const Bounds& bounds,
                              text::Diagnostics& diagnostics) {
  if (std::optional<ScannedEntities> scanned = ScanEntities(slice, bounds)) {
    return Entities::Build(std::move(scanned->entities));
  }
  const std::size_t errors_before = diagnostics.error_count();
  std::vector<Entity> entities;
  if (const std::optional<Json> json =
          value::ParseJson(slice, kEntitiesShape, bounds, diagnostics)) {
    for (PlacedEntity& placed : ReadEntities(*json, diagnostics)) {
      entities.push_back(std::move(placed.entity));
    }
  }
  if (diagnostics.error_count() != errors_before) {
    return MakeFault(FaultCode::kInvalidConfig, "the entities cannot be read");
  }
  return Entities::Build(std::move(entities));
}

std::string WriteEntities(std::span<const Entity> entities) {
  std::vector<const Entity*> sorted;
  for (const Entity& entity : entities) sorted.push_back(&entity);
  std::sort(sorted.begin(), sorted.end(),
            [](const Entity* a, const Entity* b) { return a->uid < b->uid; });
  std::string out = "[";
  for (const Entity* entity : sorted) {
    out += out.size() > 1 ? ",\n " : "\n ";
    out += Format(R"({{"uid":{},"attrs":{},"parents":[)", UidJson(entity->uid),
                  FieldsJson(entity->attributes));
    bool first = true;
    for (const EntityUid& parent : entity->parents) {
      if (!std::exchange(first, false)) out += ',';
      out += UidJson(parent);
    }
    out += ']';
    if (!entity->tags.empty()) out += R"(,"tags":)" + FieldsJson(entity->tags);
    out += '}';
  }
  return out + (sorted.empty() ? "]\n" : "\n]\n");
}

}  // namespace rune::store
