// Where a decision reads how many calls were made under a limit key.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/engine.h"

namespace rune::engine {

// What the caller gives; else the facts current_usage/2 of the configuration. Empty: nobody knows.
// Requires: `snapshot` and `inputs` outlive what is returned.
std::function<std::optional<std::int64_t>(const Value& key)> UsageSource(const Snapshot& snapshot,
                                                                         const Inputs& inputs);

}  // namespace rune::engine
