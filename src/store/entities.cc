#include "store/entities.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "base/format.h"
#include "store/cycle.h"
#include "value/print.h"

namespace rune::store {
const EntityUid& Entities::Name(Number number) const {
  return number < entities_.size() ? entities_[number].uid : strangers_[number - entities_.size()];
}

std::optional<Number> Entities::FindNumber(const EntityUid& uid) const {
  return index_.Find(uid, [this](Number number) -> const EntityUid& { return Name(number); });
}

const Entity* Entities::Find(const EntityUid& uid) const {
  const std::optional<Number> number = FindNumber(uid);
  return number && *number < entities_.size() ? &entities_[*number] : nullptr;
}

bool Entities::HasAncestor(const EntityUid& uid, const EntityUid& ancestor) const {
  const std::optional<Number> number = FindNumber(uid);
  if (!number || ancestors_.Of(*number).empty()) return false;
  const std::optional<Number> wanted = FindNumber(ancestor);
  return wanted && std::ranges::binary_search(ancestors_.Of(*number), *wanted);
}

EntitySet Entities::Ancestors(const EntityUid& uid) const {
  EntitySet out;
  if (const std::optional<Number> number = FindNumber(uid)) {
    for (const Number above : ancestors_.Of(*number)) out.insert(out.end(), Name(above));
  }
  return out;
}

std::vector<const Entity*> Entities::Sorted() const {
  std::vector<const Entity*> out;
  out.reserve(entities_.size());
  for (const Entity& entity : entities_) out.push_back(&entity);
  std::ranges::sort(out, [](const Entity* a, const Entity* b) { return a->uid < b->uid; });
  return out;
}

Result<Entities> Entities::Build(std::vector<Entity> entities, std::size_t most_pairs) {
  Entities out;
  out.entities_ = std::move(entities);
  RUNE_TRY(out.MergeTwins());
  const NumberLists parents = out.NumberParents();
  const std::size_t names = out.entities_.size() + out.strangers_.size();
  Closure closure = Close(parents, names, most_pairs);
  if (closure.has_cycle) {
    return MakeFault(FaultCode::kConflict,
                     "entities form a cycle: " + CycleText(out.CycleOf(parents)));
  }
  if (closure.too_many) {
    return MakeFault(FaultCode::kLimit,
                     Format("the entity hierarchy has more than {} pairs of an entity and its "
                            "ancestor",
                            most_pairs));
  }
  out.ancestors_ = std::move(closure.ancestors);
  return out;
}

// Numbers the entities, of which each is kept once.
Result<void> Entities::MergeTwins() {
  const auto name_of = [this](Number number) -> const EntityUid& { return Name(number); };
  index_.Reserve(entities_.size());
  Number kept = 0;
  for (Entity& entity : entities_) {
    if (const std::optional<Number> twin = index_.Find(entity.uid, name_of)) {
      if (entities_[*twin] == entity) continue;
      return MakeFault(FaultCode::kConflict, Format("entity {} is stated twice, and differently",
                                                    value::ToText(entity.uid)));
    }
    Entity& place = entities_[kept];
    if (&place != &entity) place = std::move(entity);
    index_.Add(place.uid, kept++, name_of);
  }
  entities_.erase(entities_.begin() + kept, entities_.end());
  return {};
}

// Numbers the parents that are no entities. Returns: the parents of each entity, by name.
NumberLists Entities::NumberParents() {
  const auto name_of = [this](Number number) -> const EntityUid& { return Name(number); };
  NumberLists parents(entities_.size());
  for (Number number = 0; number < entities_.size(); ++number) {
    for (const EntityUid& parent : entities_[number].parents) {
      std::optional<Number> known = index_.Find(parent, name_of);
      if (!known) {
        known = static_cast<Number>(entities_.size() + strangers_.size());
        strangers_.push_back(parent);
        index_.Add(parent, *known, name_of);
      }
      parents.open().push_back(*known);
    }
    parents.Finish(number);
  }
  return parents;
}

// The first that is met on the way up from the first names. Requires: there is one.
std::vector<EntityUid> Entities::CycleOf(const NumberLists& parents) const {
  Numbers by_name(entities_.size());
  std::iota(by_name.begin(), by_name.end(), Number{0});
  std::ranges::sort(by_name, std::less<>(),
                    [this](Number number) -> const EntityUid& { return Name(number); });
  std::vector<EntityUid> out;
  for (const Number number : FindCycle(parents, entities_.size() + strangers_.size(), by_name)) {
    out.push_back(Name(number));
  }
  return out;
}

}  // namespace rune::store
