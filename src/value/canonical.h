// Values as rules see them: 1 and 1.0 are one value.
#pragma once

#include "rune/value.h"

namespace rune::value {

// A decimal without a fraction that fits 64 bits becomes an integer; also inside lists, sets and
// records. All else is unchanged.
Value Canonical(Value v);

}  // namespace rune::value
