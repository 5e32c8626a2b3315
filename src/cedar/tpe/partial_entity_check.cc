// The known parts of an entity against the schema. Whole entities are checked in
// validate/entity_check.h; there all parts are there, here each may be missing.
#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/tpe/partial_entities.h"
#include "cedar/validate/entity_check.h"
#include "cedar/validate/value_check.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

std::unexpected<TpeError> Refuse(DataKind kind, const EntityUid& uid, std::string message) {
  DataFinding finding;
  finding.kind = kind;
  finding.uid = uid;
  finding.message = std::move(message);
  return TpeFail(std::move(finding));
}

std::unexpected<TpeError> Refuse(DataFinding finding, const EntityUid& uid) {
  finding.uid = uid;
  return TpeFail(std::move(finding));
}

std::string Named(const EntityUid& uid) { return Format("`{}`", value::ToText(uid)); }

std::unexpected<TpeError> Unexpected(std::string_view what, const std::string& name,
                                     const EntityUid& uid) {
  const DataKind kind =
      what == "attribute" ? DataKind::kUnexpectedEntityAttr : DataKind::kUnexpectedEntityTag;
  return Refuse(
      kind, uid,
      Format("the schema knows no {} {} of {}", what, value::JsonQuote(name), Named(uid)));
}

TpeResult<void> CheckValue(std::string_view what, const std::string& name, const Value& value,
                           const Type& type, const EntityUid& uid) {
  const auto problem = TypeProblem(value, type);
  if (!problem) return {};
  return Refuse(
      DataKind::kTypeMismatch, uid,
      Format("in the {} {} of {}: {}", what, value::JsonQuote(name), Named(uid), *problem));
}

TpeResult<void> CheckAttributes(const PartialEntity& entity, const EntityType& type,
                                const Schema& schema) {
  const Value::Fields& attributes = *entity.attributes;
  for (const auto& [name, attribute] : type.attributes) {
    if (!attribute.required || attributes.contains(name)) continue;
    return Refuse(DataKind::kMissingRequiredEntityAttr, entity.uid,
                  Format("{} has no attribute {}", Named(entity.uid), value::JsonQuote(name)));
  }
  for (const auto& [name, value] : attributes) {
    const auto declared = type.attributes.find(name);
    if (declared == type.attributes.end()) return Unexpected("attribute", name, entity.uid);
    RUNE_TRY(CheckValue("attribute", name, value, *declared->second.type, entity.uid));
    if (auto problem = UidsProblem(value, schema)) return Refuse(*problem, entity.uid);
  }
  return {};
}

TpeResult<void> CheckAncestors(const PartialEntity& entity, const EntityType& type,
                               const Schema& schema) {
  std::vector<const EntityUid*> ancestors;
  for (const EntityUid& ancestor : *entity.ancestors) ancestors.push_back(&ancestor);
  std::ranges::sort(ancestors,
                    [](const EntityUid* a, const EntityUid* b) { return UidBefore(*a, *b); });
  for (const EntityUid* ancestor : ancestors) {
    if (auto problem = UidProblem(*ancestor, schema)) return Refuse(*problem, entity.uid);
    if (type.ancestors.contains(ancestor->type)) continue;
    return Refuse(DataKind::kInvalidAncestorType, entity.uid,
                  Format("{} cannot be in {}", Named(entity.uid), Named(*ancestor)));
  }
  return {};
}

TpeResult<void> CheckTags(const PartialEntity& entity, const EntityType& type,
                          const Schema& schema) {
  for (const auto& [name, value] : *entity.tags) {
    if (type.tags == nullptr) return Unexpected("tag", name, entity.uid);
    RUNE_TRY(CheckValue("tag", name, value, *type.tags, entity.uid));
  }
  for (const auto& [name, value] : *entity.tags) {
    if (auto problem = UidsProblem(value, schema)) return Refuse(*problem, entity.uid);
  }
  return {};
}

TpeResult<void> CheckAction(const PartialEntity& action, const Schema& schema) {
  const EntityUid& uid = action.uid;
  if (action.attributes && !action.attributes->empty()) {
    return Unexpected("attribute", action.attributes->begin()->first, uid);
  }
  if (action.tags && !action.tags->empty()) {
    return Unexpected("tag", action.tags->begin()->first, uid);
  }
  const Action* declared = schema.Find(uid);
  if (declared == nullptr) return Refuse(UndeclaredAction(uid, schema), uid);
  if (action.ancestors && *action.ancestors != declared->ancestors) {
    return TpeFail(TpeErrorKind::kMismatchedActionAncestors,
                   Format("the ancestors of {} are not those of the schema", Named(uid)));
  }
  return {};
}

}  // namespace

TpeResult<void> CheckPartialEntity(const PartialEntity& entity, const Schema& schema) {
  if (IsActionType(entity.uid.type)) return CheckAction(entity, schema);
  if (auto problem = UidProblem(entity.uid, schema)) return Refuse(*problem, entity.uid);
  const EntityType* type = schema.Find(entity.uid.type);
  if (type == nullptr) {
    return Refuse(DataKind::kUnexpectedEntityType, entity.uid,
                  Format("the type of {} is not in the schema", Named(entity.uid)));
  }
  if (type->external) {
    return Refuse(DataKind::kExternalEntityType, entity.uid,
                  Format("the type of {} is defined in another schema", Named(entity.uid)));
  }
  if (entity.ancestors) RUNE_TRY(CheckAncestors(entity, *type, schema));
  if (entity.attributes) RUNE_TRY(CheckAttributes(entity, *type, schema));
  if (entity.tags) RUNE_TRY(CheckTags(entity, *type, schema));
  return {};
}

}  // namespace rune::cedar
