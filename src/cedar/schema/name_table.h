// What a schema declares, by full names that are held in two parts: the namespace, and the name in
// it (`A::B` and `C` of `A::B::C`).
//
// Idea: a name is found without being put together (slots.h), and the entries stand side by side,
// in the order in which they were added.
//
// Belongs to one thread. Requires: the texts of names outlive the table. Cost: one look a call, two
// allocations a table.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/name_hash.h"
#include "cedar/schema/slots.h"

namespace rune::cedar {

// An Entry has members `std::string_view space, name`.
template <typename Entry>
class NameTable {
 public:
  // Before anything is added: room for `most` entries, which stay where they are.
  void Reserve(std::size_t most) {
    entries_.reserve(most);
    slots_.Reserve(most);
  }

  // Null: not there.
  Entry* Find(std::string_view space, std::string_view name) {
    const std::uint32_t number = SlotOf(space, name);
    return number == Slots::kFree ? nullptr : &entries_[number];
  }

  // The entry of that name, and whether it is new. Requires: room.
  std::pair<Entry*, bool> Add(std::string_view space, std::string_view name) {
    std::uint32_t& number = SlotOf(space, name);
    if (number != Slots::kFree) return {&entries_[number], false};
    RUNE_ASSERT(entries_.size() < entries_.capacity());
    number = static_cast<std::uint32_t>(entries_.size());
    Entry& entry = entries_.emplace_back();
    entry.space = space;
    entry.name = name;
    return {&entry, true};
  }

  std::vector<Entry>& entries() { return entries_; }

 private:
  std::uint32_t& SlotOf(std::string_view space, std::string_view name) {
    return slots_.At(HashName(name, HashName(space)), [&](std::uint32_t number) {
      return entries_[number].name == name && entries_[number].space == space;
    });
  }

  std::vector<Entry> entries_;
  Slots slots_;
};

}  // namespace rune::cedar
