#include "cedar/tpe/partial_entities.h"

#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

std::string Named(const EntityUid& uid) { return Format("`{}`", value::ToText(uid)); }

PartialEntities::Sight In(const std::optional<Value::Fields>& fields, const std::string& name) {
  if (!fields) return {};
  const auto found = fields->find(name);
  return {true, found == fields->end() ? nullptr : &found->second};
}

TpeResult<void> CheckSame(const PartialEntity& known, const store::EntitySource& concrete) {
  const EntityUid& uid = known.uid;
  if (!concrete.Exists(uid)) {
    return TpeFail(TpeErrorKind::kMissingEntity,
                   Format("{} was known before and is not among the entities", Named(uid)));
  }
  const auto differ = [&](TpeErrorKind kind, std::string_view what) {
    return TpeFail(kind,
                   Format("the {} of {} are not those that were known before", what, Named(uid)));
  };
  if (known.attributes && *known.attributes != concrete.AttributesOf(uid)) {
    return differ(TpeErrorKind::kMismatchedAttribute, "attributes");
  }
  if (known.ancestors && *known.ancestors != concrete.AncestorsOf(uid)) {
    return differ(TpeErrorKind::kMismatchedAncestor, "ancestors");
  }
  if (known.tags && *known.tags != concrete.TagsOf(uid)) {
    return differ(TpeErrorKind::kMismatchedTag, "tags");
  }
  return {};
}

// Nothing could be closed above an ancestor of which the ancestors are not known.
std::unexpected<TpeError> NotClosed(const PartialEntity& below, const EntityUid& ancestor) {
  return TpeFail(TpeErrorKind::kAncestorValidation,
                 Format("the ancestors of {} are known, and those of {} are not, which it is in",
                        Named(below.uid), Named(ancestor)));
}

PartialEntity FromSourceEntity(const store::EntitySource& source, const EntityUid& uid) {
  return {uid, source.AttributesOf(uid), source.AncestorsOf(uid), source.TagsOf(uid)};
}

}  // namespace

TpeResult<PartialEntities> PartialEntities::Make(std::vector<PartialEntity> entities,
                                                 const SchemaIndex& index) {
  PartialEntities out;
  for (PartialEntity& entity : entities) {
    const EntityUid uid = entity.uid;
    if (out.entities_.try_emplace(uid, std::move(entity)).second) continue;
    return TpeFail(TpeErrorKind::kDuplicate, Format("{} stands here twice", Named(uid)));
  }
  for (const auto& [uid, entity] : out.entities_) {
    RUNE_TRY(CheckPartialEntity(entity, index.schema()));
  }
  for (const auto& [uid, entity] : out.entities_) {
    if (entity.ancestors) RUNE_TRY(out.CheckAncestorsOf(entity));
  }
  RUNE_TRY(out.Close());
  out.InsertActions(index.schema());
  return out;
}

TpeResult<PartialEntities> PartialEntities::FromSource(const store::EntitySource& source,
                                                       const SchemaIndex& index) {
  for (const EntityUid& uid : source.AllUids()) {
    RUNE_TRY(CheckPartialEntity(FromSourceEntity(source, uid), index.schema()));
  }
  PartialEntities out;
  out.source_ = &source;
  out.InsertActions(index.schema());
  return out;
}

TpeResult<void> PartialEntities::Add(PartialEntity entity, const SchemaIndex& index) {
  RUNE_TRY(CheckPartialEntity(entity, index.schema()));
  const EntityUid uid = entity.uid;
  if (Contains(uid)) {
    return TpeFail(TpeErrorKind::kDuplicate, Format("{} is here already", Named(uid)));
  }
  const PartialEntity& added = entities_.emplace(uid, std::move(entity)).first->second;
  if (added.ancestors) return CheckAncestorsOf(added);
  for (const auto& [other, below] : entities_) {
    if (below.ancestors && below.ancestors->contains(uid)) return NotClosed(below, uid);
  }
  return {};
}

TpeResult<void> PartialEntities::AddAbsent(const EntityUid& uid) {
  if (Contains(uid)) {
    return TpeFail(TpeErrorKind::kDuplicate, Format("{} is here already", Named(uid)));
  }
  entities_.emplace(uid, PartialEntity{uid, Value::Fields(), store::EntitySet(), Value::Fields()});
  return {};
}

TpeResult<void> PartialEntities::CheckAncestorsOf(const PartialEntity& entity) const {
  for (const EntityUid& ancestor : *entity.ancestors) {
    const PartialEntity* above = Find(ancestor);
    if (above != nullptr && !above->ancestors) return NotClosed(entity, ancestor);
  }
  return {};
}

TpeResult<void> PartialEntities::Close() {
  std::vector<Entity> known;
  for (const auto& [uid, entity] : entities_) {
    if (entity.ancestors) known.push_back({uid, {}, {}, *entity.ancestors});
  }
  const Result<store::Entities> closed = store::Entities::Build(std::move(known));
  if (!closed) {
    const bool limit = closed.error().code == FaultCode::kLimit;
    return TpeFail(limit ? TpeErrorKind::kLimit : TpeErrorKind::kHasCycle, closed.error().message);
  }
  for (auto& [uid, entity] : entities_) {
    if (entity.ancestors) entity.ancestors = closed->Ancestors(uid);
  }
  return {};
}

void PartialEntities::InsertActions(const Schema& schema) {
  for (const auto& [uid, action] : schema.actions) {
    entities_.insert_or_assign(
        uid, PartialEntity{uid, Value::Fields(), action.ancestors, Value::Fields()});
  }
}

const PartialEntity* PartialEntities::Find(const EntityUid& uid) const {
  const auto found = entities_.find(uid);
  return found == entities_.end() ? nullptr : &found->second;
}

bool PartialEntities::Contains(const EntityUid& uid) const {
  return Find(uid) != nullptr || (source_ != nullptr && source_->Exists(uid));
}

PartialEntities::Sight PartialEntities::Attribute(const EntityUid& uid,
                                                  const std::string& name) const {
  if (const PartialEntity* entity = Find(uid)) return In(entity->attributes, name);
  if (source_ == nullptr || !source_->Exists(uid)) return {};
  return {true, source_->Attribute(uid, name)};
}

PartialEntities::Sight PartialEntities::Tag(const EntityUid& uid, const std::string& name) const {
  if (const PartialEntity* entity = Find(uid)) return In(entity->tags, name);
  if (source_ == nullptr || !source_->Exists(uid)) return {};
  return {true, source_->Tag(uid, name)};
}

std::optional<bool> PartialEntities::HasAncestor(const EntityUid& uid,
                                                 const EntityUid& ancestor) const {
  if (const PartialEntity* entity = Find(uid)) {
    if (!entity->ancestors) return std::nullopt;
    return entity->ancestors->contains(ancestor);
  }
  if (source_ == nullptr || !source_->Exists(uid)) return std::nullopt;
  return uid != ancestor && source_->IsIn(uid, ancestor);
}

TpeResult<void> PartialEntities::CheckConsistency(const store::EntitySource& concrete) const {
  for (const auto& [uid, entity] : entities_) RUNE_TRY(CheckSame(entity, concrete));
  if (source_ == nullptr || source_ == &concrete) return {};
  for (const EntityUid& uid : source_->AllUids()) {
    if (Find(uid) == nullptr) RUNE_TRY(CheckSame(FromSourceEntity(*source_, uid), concrete));
  }
  return {};
}

}  // namespace rune::cedar
