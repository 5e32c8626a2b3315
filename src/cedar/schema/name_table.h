// What a schema declares, by full names that are held in two parts: the namespace, and the name in
// it (`A::B` and `C` of `A::B::C`).
//
// Idea: open addressing over the numbers of entries. A name is found without being put together,
// and the entries stand side by side, in the order in which they were added.
//
// Belongs to one thread. Requires: the texts of names outlive the table. Cost: one look a call, two
// allocations a table.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace rune::cedar {

// An Entry has `std::string_view space, name` as its first members.
template <typename Entry>
class NameTable {
 public:
  // Before anything is added: room for `most` entries, which stay where they are.
  void Reserve(std::size_t most) {
    entries_.reserve(most);
    slots_.assign(std::bit_ceil(2 * most + 1), 0);
  }

  // Null: not there.
  Entry* Find(std::string_view space, std::string_view name) {
    if (slots_.empty()) return nullptr;
    const std::uint32_t number = slots_[SlotOf(space, name)];
    return number == 0 ? nullptr : &entries_[number - 1];
  }

  // The entry of that name, and whether it is new. Requires: room.
  std::pair<Entry*, bool> Add(std::string_view space, std::string_view name) {
    std::uint32_t& number = slots_[SlotOf(space, name)];
    if (number != 0) return {&entries_[number - 1], false};
    RUNE_ASSERT(entries_.size() < entries_.capacity());
    Entry& entry = entries_.emplace_back();
    entry.space = space;
    entry.name = name;
    number = static_cast<std::uint32_t>(entries_.size());
    return {&entry, true};
  }

  std::vector<Entry>& entries() { return entries_; }

 private:
  // FNV-1a: names are short.
  static std::size_t Hash(std::string_view space, std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const std::string_view text : {name, space}) {
      for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    }
    return static_cast<std::size_t>(hash ^ (hash >> 32));
  }

  // Where the name stands, or would.
  std::size_t SlotOf(std::string_view space, std::string_view name) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = Hash(space, name) & mask;
    while (slots_[at] != 0) {
      const Entry& entry = entries_[slots_[at] - 1];
      if (entry.name == name && entry.space == space) break;
      at = (at + 1) & mask;
    }
    return at;
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // the number of an entry, from 1; 0: free
};

}  // namespace rune::cedar
