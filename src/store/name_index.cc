#include "store/name_index.h"

#include <bit>
#include <functional>
#include <string_view>

namespace rune::store {

std::uint32_t NameIndex::Hash(const EntityUid& uid) {
  const std::hash<std::string_view> hash;
  // The type's hash is turned, so that T::"U" and U::"T" differ.
  const std::size_t both = hash(uid.id) ^ std::rotl(hash(uid.type), 25);
  return static_cast<std::uint32_t>(both ^ (both >> 32));
}

std::size_t NameIndex::SlotsFor(std::size_t names) { return std::bit_ceil(names * 2); }

void NameIndex::Put(Slot slot, const EntityUid& uid) {
  std::size_t place = slot.hash & mask();
  for (std::size_t probes = 0; probes < kMostProbes; ++probes) {
    if (slots_[place].number == kNone) {
      slots_[place] = slot;
      return;
    }
    place = (place + 1) & mask();
  }
  crowded_.emplace(uid, slot.number);
}

}  // namespace rune::store
