#include "store/name_index.h"

namespace rune::store {

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
