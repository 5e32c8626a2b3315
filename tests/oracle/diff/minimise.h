// A smaller set-up that shows the same difference: requests, policies, links, entities, conditions
// and parts of expressions are left out while it still does.
#pragma once

#include <functional>

#include "model.h"

namespace rune::diff {

// Whether the set-up still shows what it is about.
using Shows = std::function<bool(const Setup&)>;

// Requires: shows(setup). `tries` bounds the calls of `shows`.
Setup Minimise(Setup setup, const Shows& shows, int tries = 3000);

}  // namespace rune::diff
