#include <algorithm>

#include "cedar/validate/entity_check.h"
#include "cedar/validate/typed_json.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using value::Json;

class EntitiesReader {
 public:
  EntitiesReader(const Schema& schema, DataFindings& findings, Unknowns unknowns)
      : schema_(schema), findings_(findings), unknowns_(unknowns) {}

  // That each is an object with the parts of an entity comes before everything else.
  bool CheckShape(const Json& json) {
    if (!json.is(Json::Kind::kArray)) {
      return Push(DataKind::kSerde, json.span, "entities must be a list",
                  "put `[` and `]` around them");
    }
    bool good = true;
    for (const Json& entity : json.array) good = CheckEntityShape(entity) && good;
    return good;
  }

  std::optional<Entity> Read(const Json& json) {
    const auto uid = ReadTypedUid(*json.Find("uid"), findings_);
    if (!uid) return std::nullopt;
    Entity entity{*uid, {}, {}, {}};
    const bool action = IsActionType(uid->type);
    const EntityType* type = action ? nullptr : schema_.Find(uid->type);
    if (!action && type == nullptr) {
      DataFinding problem = *CheckEntity(entity, schema_);
      problem.span = json.Find("uid")->span;
      findings_.push_back(std::move(problem));
      return std::nullopt;
    }
    failed_.clear();
    const bool good = ReadAttributes(*json.Find("attrs"), type, entity) &&
                      ReadTags(json.Find("tags"), type, entity) &&
                      ReadParents(*json.Find("parents"), entity);
    if (!good) return std::nullopt;
    std::ranges::move(failed_, std::back_inserter(findings_));
    return failed_.empty() ? std::optional(std::move(entity)) : std::nullopt;
  }

 private:
  bool Push(DataKind kind, text::Span span, std::string message, std::string help = {}) {
    findings_.push_back({kind, span, {}, std::move(message), std::move(help)});
    return false;
  }

  bool CheckEntityShape(const Json& json) {
    if (!json.is(Json::Kind::kObject)) {
      return Push(DataKind::kSerde, json.span, "an entity must be an object");
    }
    bool good = true;
    const auto part = [&](std::string_view name, std::optional<Json::Kind> kind, bool required) {
      const Json* found = json.Find(name);
      if (found == nullptr ? !required : !kind || found->is(*kind)) return;
      good = Push(DataKind::kSerde, found == nullptr ? json.span : found->span,
                  found == nullptr ? "this entity has no `" + std::string(name) + "`"
                                   : "`" + std::string(name) + "` must be " +
                                         (*kind == Json::Kind::kArray ? "a list" : "an object"));
    };
    part("uid", std::nullopt, true);
    part("attrs", Json::Kind::kObject, true);
    part("parents", Json::Kind::kArray, true);
    part("tags", Json::Kind::kObject, false);
    return good;
  }

  // In the order of their keys.
  static std::vector<const Json::Member*> InOrder(const Json& object) {
    std::vector<const Json::Member*> members;
    for (const Json::Member& member : object.object) members.push_back(&member);
    std::ranges::sort(members, {}, [](const Json::Member* member) -> const std::string& {
      return member->first;
    });
    return members;
  }

  bool ReadAttributes(const Json& json, const EntityType* type, Entity& entity) {
    for (const Json::Member* member : InOrder(json)) {
      const auto& [key, content] = *member;
      const Type* expected = nullptr;
      if (type != nullptr) {
        const auto declared = type->attributes.find(key);
        if (declared == type->attributes.end()) {
          return Push(DataKind::kUnexpectedEntityAttr, content.key,
                      "the attribute " + value::JsonQuote(key) + " of `" +
                          value::ToText(entity.uid) + "` is not in the schema",
                      "leave it out, or declare it");
        }
        expected = declared->second.type.get();
      }
      auto value = ReadTyped(content, expected, findings_, failed_, unknowns_);
      if (!value) return false;
      entity.attributes.emplace(key, *std::move(value));
    }
    return true;
  }

  bool ReadTags(const Json* json, const EntityType* type, Entity& entity) {
    if (json == nullptr) return true;
    for (const Json::Member* member : InOrder(*json)) {
      const auto& [key, content] = *member;
      if (type != nullptr && type->tags == nullptr) {
        return Push(DataKind::kUnexpectedEntityTag, content.key,
                    "`" + value::ToText(entity.uid) + "` has the tag " + value::JsonQuote(key) +
                        ", and its type has no tags in the schema",
                    "leave it out, or declare `tags`");
      }
      const Type* expected = type == nullptr ? nullptr : type->tags.get();
      auto value = ReadTyped(content, expected, findings_, failed_, unknowns_);
      if (!value) return false;
      entity.tags.emplace(key, *std::move(value));
    }
    return true;
  }

  bool ReadParents(const Json& json, Entity& entity) {
    for (const Json& element : json.array) {
      auto parent = ReadTypedUid(element, findings_);
      if (!parent) return false;
      if (IsActionType(entity.uid.type) && !IsActionType(parent->type)) {
        return Push(DataKind::kActionParentIsNotAction, element.span,
                    "`" + value::ToText(entity.uid) + "` is an action, and `" +
                        value::ToText(*parent) + "` is none",
                    "the parents of an action are actions");
      }
      entity.parents.insert(*std::move(parent));
    }
    return true;
  }

  const Schema& schema_;
  DataFindings& findings_;
  DataFindings failed_;  // of the entity that is being read
  Unknowns unknowns_;
};

}  // namespace

std::optional<std::vector<Entity>> ReadTypedEntities(const Json& json, const Schema& schema,
                                                     DataFindings& findings, Unknowns unknowns) {
  EntitiesReader reader(schema, findings, unknowns);
  if (!reader.CheckShape(json)) return std::nullopt;
  const std::size_t before = findings.size();
  std::vector<Entity> entities;
  std::map<EntityUid, text::Span> places;
  entities.reserve(json.array.size());
  for (const Json& element : json.array) {
    auto entity = reader.Read(element);
    if (!entity) continue;
    places.emplace(entity->uid, element.Find("uid")->span);
    entities.push_back(*std::move(entity));
  }
  if (findings.size() > before) return std::nullopt;
  DataFindings wrong = CheckEntities(entities, schema, unknowns);
  if (!wrong.empty()) {
    for (DataFinding& finding : wrong) {
      if (const auto place = places.find(finding.uid); place != places.end()) {
        finding.span = place->second;
      }
      findings.push_back(std::move(finding));
    }
    return std::nullopt;
  }
  std::erase_if(entities, [](const Entity& entity) { return IsActionType(entity.uid.type); });
  std::ranges::move(ActionEntities(schema), std::back_inserter(entities));
  return entities;
}

}  // namespace rune::cedar
