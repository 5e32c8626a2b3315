// Hashes of short texts, such as names: for tables in memory.
//
// Idea: two words of the text are mixed with secret numbers and multiplied, and the halves of the
// product are folded (after wyhash, by Wang Yi). The numbers are others in each process, so that
// nobody can choose names that meet in one place of a table: what two texts must have in common for
// that depends on the numbers.
//
// Invariants: equal texts have equal hashes within a process. Nothing that leaves the process, and
// no order, may come from a hash. Not to be called before `main`.
// Thread safety: any. Cost: two multiplications for a text of at most 16 bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace rune {

struct NameKey {
  std::uint64_t seed = 0;
  std::uint64_t factor = 0;

  static NameKey Random();
};
extern const NameKey kNameKey;  // of this process

namespace name_hash_internal {

__extension__ typedef unsigned __int128 Uint128;

inline std::uint64_t Fold(std::uint64_t a, std::uint64_t b) {
  const Uint128 product = static_cast<Uint128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <typename Word>
std::uint64_t Load(const char* from) {
  Word word = 0;
  std::memcpy(&word, from, sizeof(word));
  return word;
}

// Two words that hold all of a text of at most 16 bytes; they overlap where they must.
struct Words {
  explicit Words(std::string_view text) {
    const char* at = text.data();
    const std::size_t size = text.size();
    if (size >= 8) {
      first = Load<std::uint64_t>(at);
      last = Load<std::uint64_t>(at + size - 8);
    } else if (size >= 4) {
      first = Load<std::uint32_t>(at);
      last = Load<std::uint32_t>(at + size - 4);
    } else if (size > 0) {
      first = Load<std::uint8_t>(at) << 8 | Load<std::uint8_t>(at + size / 2);
      last = Load<std::uint8_t>(at + size - 1);
    }
  }

  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

}  // namespace name_hash_internal

// A name of several parts: the hash of one is the `hash` of the next.
inline std::uint64_t HashName(std::string_view name, std::uint64_t hash = kNameKey.seed) {
  using name_hash_internal::Fold;
  using name_hash_internal::Words;
  const auto mix = [&hash](const Words& words) {
    hash = Fold(words.first ^ kNameKey.factor, words.last ^ hash);
  };
  const std::size_t size = name.size();
  for (; name.size() > 16; name.remove_prefix(16)) mix(Words(name.substr(0, 16)));
  mix(Words(name));
  return Fold(hash ^ size, kNameKey.factor);
}

}  // namespace rune
