#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "base/format.h"
#include "store/cycle.h"
#include "store/entities.h"
#include "value/print.h"

namespace rune::store {
namespace {

Result<void> Join(const EntityUid& uid, std::string_view what, const Value::Fields& from,
                  Value::Fields& into) {
  for (const auto& [key, field] : from) {
    const auto [it, inserted] = into.try_emplace(key, field);
    if (inserted || it->second == field) continue;
    return MakeFault(FaultCode::kConflict,
                     Format("the request states another {} {} of entity {} than is known", what,
                            value::ToText(Value(key)), value::ToText(uid)));
  }
  return {};
}

}  // namespace

Result<EntityView> EntityView::Make(const Entities& base, std::span<const Entity> request_entities,
                                    std::size_t most_pairs) {
  EntityView view(base);
  for (const Entity& stated : request_entities) {
    auto [it, inserted] = view.overlay_.try_emplace(stated.uid);
    Entity& merged = it->second;
    if (inserted) {
      const Entity* stored = base.Find(stated.uid);
      if (stored == nullptr) {
        merged = stated;
        continue;
      }
      merged = *stored;
    }
    RUNE_TRY(Join(stated.uid, "attribute", stated.attributes, merged.attributes));
    RUNE_TRY(Join(stated.uid, "tag", stated.tags, merged.tags));
    merged.parents.insert(stated.parents.begin(), stated.parents.end());
  }
  RUNE_TRY(view.Close(most_pairs));
  return view;
}

// A cycle must lead through an entity of the request, since the store has none.
Result<void> EntityView::Close(std::size_t most_pairs) {
  std::size_t pairs = 0;
  for (const auto& [uid, entity] : overlay_) {
    EntitySet& above = overlay_ancestors_[uid];
    std::set<const Entity*> seen = {&entity};
    std::vector<const Entity*> open = {&entity};
    const auto reach = [&](const EntityUid& ancestor) {
      above.insert(ancestor);
      auto it = overlay_.find(ancestor);
      if (it != overlay_.end() && seen.insert(&it->second).second) open.push_back(&it->second);
    };
    while (!open.empty()) {
      const Entity* next = open.back();
      open.pop_back();
      for (const EntityUid& parent : next->parents) {
        if (above.contains(parent)) continue;
        reach(parent);
        for (const EntityUid& ancestor : base_->Ancestors(parent)) reach(ancestor);
      }
      if (pairs + above.size() > most_pairs) {
        return MakeFault(
            FaultCode::kLimit,
            Format("the entities of the request have more than {} ancestors", most_pairs));
      }
    }
    if (above.contains(uid)) {
      return MakeFault(FaultCode::kConflict,
                       "the request's entities form a cycle: " + CycleText(CycleThrough(uid)));
    }
    pairs += above.size();
  }
  return {};
}

// The shortest way from `uid` up to an entity that has `uid` as a parent. Requires: there is one.
std::vector<EntityUid> EntityView::CycleThrough(const EntityUid& uid) const {
  std::map<EntityUid, EntityUid> below = {{uid, uid}};
  std::deque<EntityUid> open = {uid};
  while (!open.empty()) {
    const EntityUid next = std::move(open.front());
    open.pop_front();
    for (const EntityUid& parent : ParentsOf(next)) {
      if (parent == uid) {
        std::vector<EntityUid> path = {next};
        while (path.front() != uid) path.insert(path.begin(), below.at(path.front()));
        return path;
      }
      if (below.try_emplace(parent, next).second) open.push_back(parent);
    }
  }
  return {uid};
}

const Entity* EntityView::Find(const EntityUid& uid) const {
  auto it = overlay_.find(uid);
  return it == overlay_.end() ? base_->Find(uid) : &it->second;
}

bool EntityView::Exists(const EntityUid& uid) const { return Find(uid) != nullptr; }

const Value* EntityView::Attribute(const EntityUid& uid, const std::string& name) const {
  const Entity* entity = Find(uid);
  if (entity == nullptr) return nullptr;
  auto it = entity->attributes.find(name);
  return it == entity->attributes.end() ? nullptr : &it->second;
}

const Value* EntityView::Tag(const EntityUid& uid, const std::string& name) const {
  const Entity* entity = Find(uid);
  if (entity == nullptr) return nullptr;
  auto it = entity->tags.find(name);
  return it == entity->tags.end() ? nullptr : &it->second;
}

bool EntityView::IsIn(const EntityUid& uid, const EntityUid& ancestor) const {
  if (uid == ancestor) return true;
  auto own = overlay_ancestors_.find(uid);
  if (own != overlay_ancestors_.end()) return own->second.contains(ancestor);
  if (base_->HasAncestor(uid, ancestor)) return true;
  for (const auto& [changed, above] : overlay_ancestors_) {
    if (above.contains(ancestor) && base_->HasAncestor(uid, changed)) return true;
  }
  return false;
}

EntitySet EntityView::AncestorsOf(const EntityUid& uid) const {
  auto own = overlay_ancestors_.find(uid);
  if (own != overlay_ancestors_.end()) return own->second;
  EntitySet out = base_->Ancestors(uid);
  for (const auto& [changed, above] : overlay_ancestors_) {
    if (base_->HasAncestor(uid, changed)) out.insert(above.begin(), above.end());
  }
  return out;
}

EntitySet EntityView::ParentsOf(const EntityUid& uid) const {
  const Entity* entity = Find(uid);
  return entity == nullptr ? EntitySet() : entity->parents;
}

std::vector<EntityUid> EntityView::AllUids() const {
  std::vector<EntityUid> uids;
  for (const Entity& entity : base_->all()) uids.push_back(entity.uid);
  for (const auto& [uid, entity] : overlay_) {
    if (base_->Find(uid) == nullptr) uids.push_back(uid);
  }
  std::ranges::sort(uids);
  return uids;
}

Value::Fields EntityView::AttributesOf(const EntityUid& uid) const {
  const Entity* entity = Find(uid);
  return entity == nullptr ? Value::Fields() : entity->attributes;
}

Value::Fields EntityView::TagsOf(const EntityUid& uid) const {
  const Entity* entity = Find(uid);
  return entity == nullptr ? Value::Fields() : entity->tags;
}

}  // namespace rune::store
