// The sum of any number of exact decimals, without overflow on the way: only the total has to fit.
#pragma once

#include <cstdint>
#include <optional>

#include "rune/value.h"

namespace rune::datalog {

__extension__ typedef unsigned __int128 UnsignedInt128;

class ExactSum {
 public:
  void Add(Int128 nanos);
  // Empty if the total does not fit 128 bits.
  std::optional<Int128> Total() const;
  // The total divided by `count`, rounded half to even. Requires: count > 0 and count values were
  // added, so that the result lies between the smallest and the largest of them.
  Int128 Mean(std::uint64_t count) const;

 private:
  // The total is high_ * 2^64 + low_.
  Int128 high_ = 0;
  UnsignedInt128 low_ = 0;
};

}  // namespace rune::datalog
