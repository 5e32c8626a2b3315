#include "base/name_hash.h"

#include <random>

namespace rune {

NameKey NameKey::Random() {
  std::random_device random;
  const auto word = [&random] { return std::uint64_t{random()} << 32 | random(); };
  return {word(), word()};
}

const NameKey kNameKey = NameKey::Random();

}  // namespace rune
