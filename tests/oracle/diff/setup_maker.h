// A whole set-up from one seed.
#pragma once

#include <cstdint>

#include "model.h"

namespace rune::diff {

// The same seed gives the same set-up.
Setup MakeSetup(std::uint64_t seed, std::size_t requests);

}  // namespace rune::diff
