#include "cedar/syntax/tree_memory.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rune::cedar {
namespace {

constexpr std::size_t kFirstBlock = 1024;
constexpr std::size_t kGreatestBlock = 64 * 1024;
constexpr std::size_t kFirstSlots = 32;

// Two odd numbers without a pattern in their bits.
constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
constexpr std::uint64_t kOther = 0xC2B2AE3D27D4EB4F;

template <typename T>
std::uint64_t Load(const char* from) {
  T word = 0;
  std::memcpy(&word, from, sizeof(T));
  return word;
}

std::uint64_t Mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kFactor;
  return hash ^ (hash >> 32);
}

// Short texts, which names are, in one or two steps: their words overlap.
std::uint64_t HashOf(std::string_view text, std::uint64_t seed) {
  const char* at = text.data();
  std::size_t size = text.size();
  std::uint64_t hash = seed + size * kOther;
  for (; size > 16; size -= 8, at += 8) hash = Mix(hash, Load<std::uint64_t>(at));
  if (size >= 8) {
    hash = Mix(hash, Load<std::uint64_t>(at));
    return Mix(hash, Load<std::uint64_t>(at + size - 8));
  }
  if (size >= 4) {
    return Mix(hash, Load<std::uint32_t>(at) << 32 | Load<std::uint32_t>(at + size - 4));
  }
  if (size == 0) return Mix(hash, 0);
  const auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<std::uint8_t>(at[i])}; };
  return Mix(hash, byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1));
}

}  // namespace

const std::string kNoName;
const Value kNoEntity{EntityUid{}};
const Value kNoValue(false);
const Value kTrueValue(true);

bool operator==(const NameList& a, const NameList& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

template <typename T>
template <typename Is, typename Make>
const T& TreeMemory::Table<T>::Find(std::uint64_t hash, Is is, Make make) {
  if (used_ * 2 >= slots_.size()) Grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < kMostTries; ++i) {
    Slot& slot = slots_[(hash + i) & mask];
    if (slot.item == nullptr) {
      slot = {hash, &make()};
      ++used_;
      return *slot.item;
    }
    if (slot.hash == hash && is(*slot.item)) return *slot.item;
  }
  return make();
}

template <typename T>
void TreeMemory::Table<T>::Grow() {
  const std::vector<Slot> old =
      std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSlots : slots_.size() * 4));
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
}

const std::string& TreeMemory::Name(std::string_view text) {
  return known_names_.Find(
      HashOf(text, 0), [text](const std::string& name) { return name == text; },
      [&]() -> const std::string& { return names_.emplace_back(text); });
}

NameList TreeMemory::Names(std::span<const std::string* const> names) {
  const std::span<const std::string* const> kept = List(names);
  return {kept.data(), kept.size()};
}

const Value& TreeMemory::Text(std::string_view text) {
  return known_values_.Find(
      HashOf(text, 1),
      [text](const Value& value) {
        return value.is(ValueKind::kString) && value.as_string() == text;
      },
      [&]() -> const Value& { return values_.emplace_back(text); });
}

const Value& TreeMemory::Entity(std::string_view type, std::string_view id) {
  return known_values_.Find(
      HashOf(id, HashOf(type, 2)),
      [type, id](const Value& value) {
        return value.is(ValueKind::kEntity) && value.as_entity().id == id &&
               value.as_entity().type == type;
      },
      [&]() -> const Value& {
        return values_.emplace_back(EntityUid{std::string(type), std::string(id)});
      });
}

const Value& TreeMemory::Keep(Value value) { return values_.emplace_back(std::move(value)); }

const WildText& TreeMemory::Keep(WildText text) {
  return wild_texts_.emplace_back(std::move(text));
}

}  // namespace rune::cedar
