#include "datalog/eval/exact_sum.h"

#include <array>
#include <limits>

namespace rune::datalog {
namespace {

constexpr UnsignedInt128 kLowMask = std::numeric_limits<std::uint64_t>::max();

}  // namespace

void ExactSum::Add(Int128 nanos) {
  high_ += nanos >> 64;
  low_ += static_cast<UnsignedInt128>(nanos) & kLowMask;
  high_ += static_cast<Int128>(low_ >> 64);
  low_ &= kLowMask;
}

std::optional<Int128> ExactSum::Total() const {
  if (high_ > std::numeric_limits<std::int64_t>::max() ||
      high_ < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return static_cast<Int128>((static_cast<UnsignedInt128>(high_) << 64) | low_);
}

Int128 ExactSum::Mean(std::uint64_t count) const {
  const bool negative = high_ < 0;
  // The magnitude in three limbs, most significant first.
  auto high = static_cast<UnsignedInt128>(high_);
  UnsignedInt128 low = low_;
  if (negative) {
    high = ~high;
    low = ~low & kLowMask;
    if (++low > kLowMask) {
      low = 0;
      ++high;
    }
  }
  const std::array<std::uint64_t, 3> limbs = {static_cast<std::uint64_t>(high >> 64),
                                              static_cast<std::uint64_t>(high),
                                              static_cast<std::uint64_t>(low)};
  UnsignedInt128 quotient = 0;
  UnsignedInt128 rest = 0;
  for (const std::uint64_t limb : limbs) {
    const UnsignedInt128 part = (rest << 64) | limb;
    quotient = (quotient << 64) | static_cast<std::uint64_t>(part / count);
    rest = part % count;
  }
  const UnsignedInt128 twice = rest * 2;
  if (twice > count || (twice == count && (quotient & 1) == 1)) ++quotient;
  return static_cast<Int128>(negative ? -quotient : quotient);
}

}  // namespace rune::datalog
