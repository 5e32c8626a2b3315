#include "store/name_index.h"

#include <bit>
#include <functional>
#include <string_view>

namespace rune::store {

namespace {

std::size_t Whole(std::string_view text) { return std::hash<std::string_view>()(text); }
// The type's hash is turned, so that T::"U" and U::"T" differ.
std::size_t Whole(const EntityUid& uid) { return Whole(uid.id) ^ std::rotl(Whole(uid.type), 25); }

}  // namespace

template <typename Name>
std::uint32_t NameIndex<Name>::Hash(const Name& name) {
  const std::size_t whole = Whole(name);
  return static_cast<std::uint32_t>(whole ^ (whole >> 32));
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
