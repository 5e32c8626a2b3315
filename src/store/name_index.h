// Where names stand in a list: a hash table of numbers. Names are those of entities, or texts.
//
// Idea: open addressing with linear probing. A slot holds a number and the hash of its name; the
// names themselves stay with the owner: `name_of(number)` is the name of a number that was added. A
// name for which the table has no place within kMostProbes slots goes into a sorted map. Hashes are
// those of base/name_hash.h, so that nobody can choose names that meet in one place; should many
// do, each costs a few comparisons more and never a walk over all of them.
// Thread safety: constant between calls of `Add`. Cost: 16 to 32 bytes a name, 8 to 16 of them in
// use.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/name_hash.h"
#include "rune/entity_uid.h"

namespace rune::store {

template <typename Name>
class NameIndex {
 public:
  using Number = std::uint32_t;
  static constexpr std::size_t kMostProbes = 64;

  // What decides on a name's place.
  static std::uint32_t Hash(const Name& name) { return static_cast<std::uint32_t>(Whole(name)); }

  // No name has a number any more.
  void Clear() { *this = NameIndex(); }
  // Makes room for that many names in all, so that adding them moves none. Requires: no name yet.
  void Reserve(std::size_t names) { slots_.resize(SlotsFor(names)); }

  // The number that the name has; none if it had none and has `number` now, which is not the
  // greatest there is.
  template <typename NameOf>
  std::optional<Number> FindOrAdd(const Name& name, Number number, NameOf name_of) {
    if (SlotsFor(used_ + 1) > slots_.size()) Grow(used_ + 1, name_of);
    const std::uint32_t hash = Hash(name);
    std::size_t place = hash & mask();
    for (std::size_t probes = 0; probes < kMostProbes; ++probes) {
      Slot& slot = slots_[place];
      if (slot.number == kNone) {
        slot = {hash, number};
        ++used_;
        return std::nullopt;
      }
      if (slot.hash == hash && name_of(slot.number) == name) return slot.number;
      place = (place + 1) & mask();
    }
    const auto [it, added] = crowded_.emplace(name, number);
    if (!added) return it->second;
    ++used_;
    return std::nullopt;
  }
  // Requires: the name has no number yet.
  template <typename NameOf>
  void Add(const Name& name, Number number, NameOf name_of) {
    (void)FindOrAdd(name, number, name_of);
  }

  template <typename NameOf>
  std::optional<Number> Find(const Name& name, NameOf name_of) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint32_t hash = Hash(name);
    std::size_t place = hash & mask();
    for (std::size_t probes = 0; probes < kMostProbes; ++probes) {
      const Slot& slot = slots_[place];
      if (slot.number == kNone) return std::nullopt;
      if (slot.hash == hash && name_of(slot.number) == name) return slot.number;
      place = (place + 1) & mask();
    }
    const auto it = crowded_.find(name);
    if (it == crowded_.end()) return std::nullopt;
    return it->second;
  }

  // How many names had no place in the table.
  std::size_t crowded() const { return crowded_.size(); }

 private:
  static constexpr Number kNone = UINT32_MAX;
  struct Slot {
    std::uint32_t hash = 0;
    Number number = kNone;
  };

  static std::uint64_t Whole(const std::string& text) { return HashName(text); }
  static std::uint64_t Whole(const EntityUid& uid) { return HashName(uid.id, HashName(uid.type)); }
  // At most half of the slots are in use.
  static std::size_t SlotsFor(std::size_t names) { return std::bit_ceil(names * 2); }
  std::size_t mask() const { return slots_.size() - 1; }
  void Put(Slot slot, const Name& name);

  template <typename NameOf>
  void Grow(std::size_t names, NameOf name_of) {
    const auto slots = std::exchange(slots_, std::vector<Slot>(SlotsFor(names)));
    const auto crowded = std::exchange(crowded_, {});
    for (const Slot& slot : slots) {
      if (slot.number != kNone) Put(slot, name_of(slot.number));
    }
    for (const auto& [name, number] : crowded) Put({Hash(name), number}, name);
  }

  std::vector<Slot> slots_;  // as many as a power of two, or none
  std::size_t used_ = 0;
  std::map<Name, Number> crowded_;
};

extern template class NameIndex<EntityUid>;
extern template class NameIndex<std::string>;

}  // namespace rune::store
