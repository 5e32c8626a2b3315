// Numbers of things, found by the names of these things.
//
// Idea: open addressing. A slot holds a number and nothing else; whoever owns the things says which
// number is the one that is looked for. So names are neither copied nor put together, and the
// things may stand side by side. Hashes are those of base/name_hash.h.
//
// Constant slots may be read from many threads. Cost: one look a call, one allocation.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace rune::cedar {

class Slots {
 public:
  // Empties it and makes room for `most` numbers.
  void Reserve(std::size_t most) { slots_.assign(std::bit_ceil(2 * most + 1), kFree); }

  // The slot of the number that is the `same(number)`, else the one where it belongs. Requires:
  // room.
  template <typename Same>
  std::uint32_t& At(std::uint64_t hash, Same same) {
    return slots_[Find(hash, same)];
  }
  // Requires: it is not there yet, and there is room.
  void Add(std::uint64_t hash, std::uint32_t number) {
    At(hash, [](std::uint32_t) { return false; }) = number;
  }
  // kFree: there is none.
  template <typename Same>
  std::uint32_t Get(std::uint64_t hash, Same same) const {
    return slots_[Find(hash, same)];
  }

  static constexpr std::uint32_t kFree = 0xFFFFFFFF;

 private:
  template <typename Same>
  std::size_t Find(std::uint64_t hash, Same same) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(hash) & mask;
    while (slots_[at] != kFree && !same(slots_[at])) at = (at + 1) & mask;
    return at;
  }

  std::vector<std::uint32_t> slots_ = {kFree};
};

}  // namespace rune::cedar
