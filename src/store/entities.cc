#include "store/entities.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/format.h"
#include "store/cycle.h"
#include "value/print.h"

namespace rune::store {
namespace {

// The places of the entities: by name, and those of one name as they were given.
Numbers SortedPlaces(const std::vector<Entity>& entities) {
  Numbers places(entities.size());
  std::iota(places.begin(), places.end(), Number{0});
  std::ranges::sort(places, [&entities](Number a, Number b) {
    const auto order = entities[a].uid <=> entities[b].uid;
    return order != 0 ? order < 0 : a < b;
  });
  return places;
}

// The first entity that says something else than an earlier one of its name; null for none.
const Entity* FindContradiction(const std::vector<Entity>& entities, const Numbers& places) {
  const Entity* found = nullptr;
  const Entity* first = nullptr;  // of this name
  for (const Number place : places) {
    const Entity* next = &entities[place];
    if (first == nullptr || first->uid != next->uid) {
      first = next;
    } else if (*first != *next && (found == nullptr || next < found)) {
      found = next;
    }
  }
  return found;
}

// Puts what stands at places[i] at i.
void Rearrange(std::vector<Entity>& entities, Numbers places) {
  for (Number start = 0; start < places.size(); ++start) {
    if (places[start] == start) continue;
    Entity first = std::move(entities[start]);
    Number to = start;
    while (places[to] != start) {
      const Number from = std::exchange(places[to], to);
      entities[to] = std::move(entities[from]);
      to = from;
    }
    entities[to] = std::move(first);
    places[to] = to;
  }
}

// By name, each once.
Result<void> SortAndMerge(std::vector<Entity>& entities) {
  const auto unordered = [](const EntityUid& a, const EntityUid& b) { return !(a < b); };
  if (std::ranges::adjacent_find(entities, unordered, &Entity::uid) == entities.end()) return {};
  Numbers places = SortedPlaces(entities);
  if (const Entity* entity = FindContradiction(entities, places)) {
    return MakeFault(FaultCode::kConflict, Format("entity {} is stated twice, and differently",
                                                  value::ToText(entity->uid)));
  }
  Rearrange(entities, std::move(places));
  const auto again = std::ranges::unique(entities, {}, &Entity::uid);
  entities.erase(again.begin(), again.end());
  return {};
}

}  // namespace

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

Result<Entities> Entities::Build(std::vector<Entity> entities, std::size_t most_pairs) {
  RUNE_TRY(SortAndMerge(entities));
  Entities out;
  out.entities_ = std::move(entities);
  const NumberLists parents = out.NumberNames();
  Closure closure = Close(parents, out.entities_.size() + out.strangers_.size(), most_pairs);
  if (!closure.cycle.empty()) {
    std::vector<EntityUid> cycle;
    for (const Number member : closure.cycle) cycle.push_back(out.Name(member));
    return MakeFault(FaultCode::kConflict, "entities form a cycle: " + CycleText(cycle));
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

// Returns: the parents of each entity.
NumberLists Entities::NumberNames() {
  const auto name_of = [this](Number number) -> const EntityUid& { return Name(number); };
  index_.Reserve(entities_.size());
  for (Number number = 0; number < entities_.size(); ++number) {
    index_.Add(entities_[number].uid, number, name_of);
  }
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

}  // namespace rune::store
