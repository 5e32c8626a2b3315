#include "cedar/schema/slots.h"

#include <random>

namespace rune::cedar {

const std::uint64_t kNameSeed = [] {
  std::random_device random;
  return std::uint64_t{random()} << 32 | random();
}();

}  // namespace rune::cedar
