#include "base/format.h"
#include "base/result.h"
#include "cedar/tpe/partial_entities.h"
#include "cedar/validate/typed_json.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using value::Json;

std::unexpected<TpeError> Refuse(const Json& json, DataKind kind, std::string message) {
  DataFinding finding;
  finding.kind = kind;
  finding.span = json.span;
  finding.message = std::move(message);
  return TpeFail(std::move(finding));
}

std::unexpected<TpeError> Refuse(DataFindings findings) {
  TpeError error{TpeErrorKind::kData, findings[0].message, {}, {}};
  error.data = std::move(findings);
  return std::unexpected(std::move(error));
}

// Null where the part is not known.
const Json* Known(const Json& entity, std::string_view name) {
  const Json* part = entity.Find(name);
  return part == nullptr || part->is(Json::Kind::kNull) ? nullptr : part;
}

TpeResult<EntityUid> ReadUid(const Json& json) {
  DataFindings findings;
  std::optional<EntityUid> uid = ReadTypedUid(json, findings);
  if (!uid) return Refuse(std::move(findings));
  return *std::move(uid);
}

// The members of an object, each of the type that `type_of` names (null: of any).
template <typename TypeOf>
TpeResult<Value::Fields> ReadFields(const Json& json, const EntityUid& uid, const Schema& schema,
                                    TypeOf type_of) {
  if (!json.is(Json::Kind::kObject)) {
    return Refuse(json, DataKind::kSerde, "attributes and tags are an object");
  }
  const EntityType* type = schema.Find(uid.type);
  if (type == nullptr) {
    return Refuse(json, DataKind::kUnexpectedEntityType,
                  Format("the type of `{}` is not in the schema", value::ToText(uid)));
  }
  Value::Fields fields;
  for (const auto& [key, member] : json.object) {
    DataFindings findings;
    std::optional<Value> value = ReadTyped(member, type_of(*type, key), findings, findings);
    if (!value || !findings.empty()) return Refuse(std::move(findings));
    fields.insert_or_assign(key, *std::move(value));
  }
  return fields;
}

TpeResult<store::EntitySet> ReadParents(const Json& json) {
  if (!json.is(Json::Kind::kArray)) {
    return Refuse(json, DataKind::kSerde, "`parents` is a list");
  }
  store::EntitySet parents;
  for (const Json& element : json.array) {
    RUNE_ASSIGN_OR_RETURN(EntityUid parent, ReadUid(element));
    parents.insert(std::move(parent));
  }
  return parents;
}

TpeResult<PartialEntity> ReadEntity(const Json& json, const Schema& schema) {
  const Json* name = json.Find("uid");
  if (!json.is(Json::Kind::kObject) || name == nullptr) {
    return Refuse(json, DataKind::kSerde, "an entity is an object with a `uid`");
  }
  PartialEntity entity;
  RUNE_ASSIGN_OR_RETURN(entity.uid, ReadUid(*name));
  if (IsActionType(entity.uid.type)) {
    return TpeFail(
        TpeErrorKind::kUnexpectedAction,
        Format("`{}` is an action, and those come from the schema", value::ToText(entity.uid)));
  }
  if (const Json* attributes = Known(json, "attrs")) {
    RUNE_ASSIGN_OR_RETURN(
        entity.attributes,
        ReadFields(*attributes, entity.uid, schema,
                   [](const EntityType& type, const std::string& key) -> const Type* {
                     const auto found = type.attributes.find(key);
                     return found == type.attributes.end() ? nullptr : found->second.type.get();
                   }));
  }
  if (const Json* parents = Known(json, "parents")) {
    RUNE_ASSIGN_OR_RETURN(entity.ancestors, ReadParents(*parents));
  }
  if (const Json* tags = Known(json, "tags")) {
    RUNE_ASSIGN_OR_RETURN(entity.tags, ReadFields(*tags, entity.uid, schema,
                                                  [](const EntityType& type, const std::string&) {
                                                    return type.tags.get();
                                                  }));
  }
  return entity;
}

}  // namespace

TpeResult<PartialEntities> ReadPartialEntities(const Json& json, const SchemaIndex& index) {
  if (!json.is(Json::Kind::kArray)) {
    return Refuse(json, DataKind::kSerde, "entities are a list");
  }
  std::vector<PartialEntity> entities;
  for (const Json& element : json.array) {
    RUNE_ASSIGN_OR_RETURN(PartialEntity entity, ReadEntity(element, index.schema()));
    entities.push_back(std::move(entity));
  }
  return PartialEntities::Make(std::move(entities), index);
}

}  // namespace rune::cedar
