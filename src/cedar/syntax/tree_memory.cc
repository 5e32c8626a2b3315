#include "cedar/syntax/tree_memory.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/name_hash.h"
#include "base/pages.h"

namespace rune::cedar {
namespace {

constexpr std::size_t kFirstBlock = 1024;
constexpr std::size_t kGreatestBlock = 64 * 1024;
constexpr std::size_t kFirstSlots = 32;

template <typename T>
std::uint64_t Load(const char* from) {
  T word = 0;
  std::memcpy(&word, from, sizeof(T));
  return word;
}

std::uint32_t Half(std::uint64_t hash) { return static_cast<std::uint32_t>(hash ^ (hash >> 32)); }

// Short texts without a call.
bool Same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const std::size_t size = a.size();
  const char* const at = a.data();
  const char* const with = b.data();
  if (size > 16) return std::memcmp(at, with, size) == 0;
  if (size >= 8) {
    return Load<std::uint64_t>(at) == Load<std::uint64_t>(with) &&
           Load<std::uint64_t>(at + size - 8) == Load<std::uint64_t>(with + size - 8);
  }
  if (size >= 4) {
    return Load<std::uint32_t>(at) == Load<std::uint32_t>(with) &&
           Load<std::uint32_t>(at + size - 4) == Load<std::uint32_t>(with + size - 4);
  }
  return std::equal(at, at + size, with);
}

// An entity in the making.
struct Uid {
  std::string_view type;
  std::string_view id;

  operator Value() const { return Value(EntityUid{std::string(type), std::string(id)}); }
};

}  // namespace

const std::string kNoName;
const Value kNoEntity{EntityUid{}};
const Value kNoValue(false);
const Value kTrueValue(true);

bool operator==(const NameList& a, const NameList& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

template <typename T>
template <typename Is, typename... Of>
const T& TreeMemory::Table<T>::Find(std::uint32_t hash, Is is, Of&&... of) {
  if (items_.size() * 2 >= slots_.size()) Grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < kMostTries; ++i) {
    Slot& slot = slots_[(hash + i) & mask];
    if (slot.item == nullptr) {
      slot = {hash, &items_.emplace_back(std::forward<Of>(of)...)};
      return *slot.item;
    }
    if (slot.hash == hash && is(*slot.item)) return *slot.item;
  }
  return items_.emplace_back(std::forward<Of>(of)...);
}

template <typename T>
void TreeMemory::Table<T>::Grow() {
  const std::vector<Slot> old =
      std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.item == nullptr) continue;
    for (std::size_t i = 0; i < kMostTries; ++i) {
      Slot& place = slots_[(slot.hash + i) & mask];
      if (place.item != nullptr) continue;
      place = slot;
      break;
    }
  }
}

void TreeMemory::Grow(std::size_t least) {
  const std::size_t usual =
      std::min(kFirstBlock << std::min<std::size_t>(blocks_.size(), 6), kGreatestBlock);
  const std::size_t size = std::max(least, usual);
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
  free_ = {blocks_.back().get(), size};
  if (size >= kGreatestBlock) TouchPages(blocks_.back().get(), size);
}

const std::string& TreeMemory::Name(std::string_view text) {
  return known_names_.Find(
      Half(HashName(text)), [text](const std::string& name) { return Same(name, text); }, text);
}

NameList TreeMemory::Names(std::span<const std::string* const> names) {
  const std::span<const std::string* const> kept = List(names);
  return {kept.data(), kept.size()};
}

const ExprIds& TreeMemory::Kept(ExprIds ids) {
  const ExprIds kept = List(std::span<const ExprId>(ids.begin(), ids.size()));
  return List(std::span(&kept, 1)).front();
}

const NameList& TreeMemory::Kept(NameList names) {
  return List(std::span<const NameList>(&names, 1)).front();
}

const Value& TreeMemory::Text(std::string_view text) {
  return known_values_.Find(
      Half(HashName(text)),
      [text](const Value& value) {
        return value.is(ValueKind::kString) && Same(value.as_string(), text);
      },
      text);
}

const Value& TreeMemory::Entity(std::string_view type, std::string_view id) {
  return known_values_.Find(
      Half(HashName(id, HashName(type))),
      [type, id](const Value& value) {
        return value.is(ValueKind::kEntity) && Same(value.as_entity().id, id) &&
               Same(value.as_entity().type, type);
      },
      Uid{type, id});
}

const Value& TreeMemory::Keep(Value value) { return values_.emplace_back(std::move(value)); }

const WildText& TreeMemory::Keep(WildText text) {
  return wild_texts_.emplace_back(std::move(text));
}

}  // namespace rune::cedar
