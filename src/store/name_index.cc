#include "store/name_index.h"

#include <bit>

#include "base/name_hash.h"

namespace rune::store {

namespace {

std::uint64_t Whole(const std::string& text) { return HashName(text); }
std::uint64_t Whole(const EntityUid& uid) { return HashName(uid.id, HashName(uid.type)); }

}  // namespace

template <typename Name>
std::uint32_t NameIndex<Name>::Hash(const Name& name) {
  return static_cast<std::uint32_t>(Whole(name));
}

template <typename Name>
std::size_t NameIndex<Name>::SlotsFor(std::size_t names) {
  return std::bit_ceil(names * 2);
}

template <typename Name>
void NameIndex<Name>::Put(Slot slot, const Name& name) {
  std::size_t place = slot.hash & mask();
  for (std::size_t probes = 0; probes < kMostProbes; ++probes) {
    if (slots_[place].number == kNone) {
      slots_[place] = slot;
      return;
    }
    place = (place + 1) & mask();
  }
  crowded_.emplace(name, slot.number);
}

template class NameIndex<EntityUid>;
template class NameIndex<std::string>;

}  // namespace rune::store
