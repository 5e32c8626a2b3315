#include "cedar/validate/entity_check.h"

#include <algorithm>
#include <map>

#include "cedar/validate/value_check.h"
#include "store/entities.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

std::pair<std::string_view, std::string_view> Split(std::string_view name) {
  const std::size_t colons = name.rfind("::");
  if (colons == std::string_view::npos) return {name, {}};
  return {name.substr(colons + 2), name.substr(0, colons)};
}

std::string Named(const EntityUid& uid) { return "`" + value::ToText(uid) + "`"; }

DataFinding Make(DataKind kind, std::string message, std::string help = {}) {
  return {kind, {}, {}, std::move(message), std::move(help)};
}

std::optional<DataFinding> CheckAttributes(const Entity& entity, const EntityType& type,
                                           const Schema& schema, Unknowns unknowns) {
  for (const auto& [name, attribute] : type.attributes) {
    if (!attribute.required || entity.attributes.contains(name)) continue;
    return Make(DataKind::kMissingRequiredEntityAttr,
                Named(entity.uid) + " has no attribute " + value::JsonQuote(name),
                "the schema says that every `" + entity.uid.type + "` has one");
  }
  for (const auto& [name, value] : entity.attributes) {
    const auto declared = type.attributes.find(name);
    if (declared == type.attributes.end()) {
      return Make(DataKind::kUnexpectedEntityAttr,
                  "the attribute " + value::JsonQuote(name) + " of " + Named(entity.uid) +
                      " is not in the schema",
                  "leave it out, or declare it");
    }
    if (const auto problem = TypeProblem(value, *declared->second.type, unknowns)) {
      return Make(DataKind::kTypeMismatch, "in the attribute " + value::JsonQuote(name) + " of " +
                                               Named(entity.uid) + ": " + *problem);
    }
    if (auto problem = UidsProblem(value, schema)) return problem;
  }
  return std::nullopt;
}

// Every ancestor that is wrong counts, the smallest is told.
std::optional<DataFinding> CheckParents(const Entity& entity, const EntityType& type,
                                        const Schema& schema) {
  std::vector<const EntityUid*> parents;
  for (const EntityUid& parent : entity.parents) parents.push_back(&parent);
  std::ranges::sort(parents,
                    [](const EntityUid* a, const EntityUid* b) { return UidBefore(*a, *b); });
  for (const EntityUid* parent : parents) {
    if (auto problem = UidProblem(*parent, schema)) return problem;
    if (type.ancestors.contains(parent->type)) continue;
    return Make(DataKind::kInvalidAncestorType,
                Named(entity.uid) + " cannot be in " + Named(*parent),
                "the schema lets no `" + entity.uid.type + "` be in a `" + parent->type + "`");
  }
  return std::nullopt;
}

std::optional<DataFinding> CheckTags(const Entity& entity, const EntityType& type,
                                     const Schema& schema, Unknowns unknowns) {
  for (const auto& [name, value] : entity.tags) {
    if (type.tags == nullptr) {
      return Make(DataKind::kUnexpectedEntityTag,
                  Named(entity.uid) + " has the tag " + value::JsonQuote(name) +
                      ", and its type has no tags in the schema",
                  "leave it out, or declare `tags`");
    }
    if (const auto problem = TypeProblem(value, *type.tags, unknowns)) {
      return Make(DataKind::kTypeMismatch, "in the tag " + value::JsonQuote(name) + " of " +
                                               Named(entity.uid) + ": " + *problem);
    }
  }
  for (const auto& [name, value] : entity.tags) {
    if (auto problem = UidsProblem(value, schema)) return problem;
  }
  return std::nullopt;
}

DataFinding UnknownType(const EntityUid& uid, const Schema& schema) {
  std::string help;
  for (const auto& [name, type] : schema.entity_types) {
    if (Split(name).first != Split(uid.type).first) continue;
    help += (help.empty() ? "did you mean `" : " or `") + name + "`";
  }
  if (!help.empty()) help += "?";
  return Make(DataKind::kUnexpectedEntityType,
              "the type of " + Named(uid) + " is not in the schema", std::move(help));
}

void Keep(std::optional<DataFinding> problem, const Entity& entity, DataFindings& findings) {
  if (!problem) return;
  problem->uid = entity.uid;
  findings.push_back(*std::move(problem));
}

// Of each name one entity; equal ones are one.
bool Unite(std::span<const Entity> entities, std::vector<const Entity*>& united,
           DataFindings& findings) {
  std::map<EntityUid, const Entity*> by_uid;
  for (const Entity& entity : entities) {
    const auto [place, fresh] = by_uid.emplace(entity.uid, &entity);
    if (fresh || *place->second == entity) continue;
    findings.push_back(Make(DataKind::kDuplicate,
                            Named(entity.uid) + " stands here twice, with different contents"));
    findings.back().uid = entity.uid;
  }
  for (const auto& [uid, entity] : by_uid) united.push_back(entity);
  std::ranges::sort(united,
                    [](const Entity* a, const Entity* b) { return UidBefore(a->uid, b->uid); });
  return findings.empty();
}

}  // namespace

bool UidBefore(const EntityUid& a, const EntityUid& b) {
  if (a.type == b.type) return a.id < b.id;
  return Split(a.type) < Split(b.type);
}

std::optional<DataFinding> CheckEntity(const Entity& entity, const Schema& schema,
                                       Unknowns unknowns) {
  const EntityType* type = schema.Find(entity.uid.type);
  if (type == nullptr) return UnknownType(entity.uid, schema);
  if (type->external) {
    return Make(DataKind::kExternalEntityType,
                "the type of " + Named(entity.uid) + " is defined in another schema",
                "link the schema with the one that defines it");
  }
  if (auto problem = UidProblem(entity.uid, schema)) return problem;
  if (auto problem = CheckAttributes(entity, *type, schema, unknowns)) return problem;
  if (auto problem = CheckParents(entity, *type, schema)) return problem;
  return CheckTags(entity, *type, schema, unknowns);
}

std::optional<DataFinding> CheckAction(const Entity& action, const std::set<EntityUid>& ancestors,
                                       const Schema& schema) {
  const Action* declared = schema.Find(action.uid);
  if (declared == nullptr) return UndeclaredAction(action.uid, schema);
  if (action.attributes.empty() && action.tags.empty() && ancestors == declared->ancestors) {
    return std::nullopt;
  }
  return Make(DataKind::kActionDeclarationMismatch,
              Named(action.uid) + " is not what the schema says of it",
              "leave it out: the actions of the schema are there without being stated");
}

DataFindings CheckEntities(std::span<const Entity> entities, const Schema& schema,
                           Unknowns unknowns) {
  DataFindings findings;
  std::vector<const Entity*> united;
  if (!Unite(entities, united, findings)) return findings;
  for (const Entity* entity : united) {
    if (IsActionType(entity->uid.type)) continue;
    Keep(CheckEntity(*entity, schema, unknowns), *entity, findings);
  }
  if (!findings.empty()) return findings;
  const Result<store::Entities> closed =
      store::Entities::Build(std::vector<Entity>(entities.begin(), entities.end()));
  if (!closed) {
    findings.push_back(Make(DataKind::kTransitiveClosureError, closed.error().message));
    return findings;
  }
  for (const Entity* entity : united) {
    if (!IsActionType(entity->uid.type)) continue;
    Keep(CheckAction(*entity, closed->Ancestors(entity->uid), schema), *entity, findings);
  }
  return findings;
}

std::vector<Entity> ActionEntities(const Schema& schema) {
  std::vector<Entity> entities;
  entities.reserve(schema.actions.size());
  for (const auto& [uid, action] : schema.actions) {
    entities.push_back({uid, {}, {}, action.ancestors});
  }
  return entities;
}

}  // namespace rune::cedar
