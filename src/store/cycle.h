// How a cycle of entities is told: `A::"a" in A::"b" in A::"a"`.
#pragma once

#include <span>
#include <string>

#include "rune/entity_uid.h"

namespace rune::store {

// `path` leads from one entity up to the last, of which the first is a parent. Long ones are cut.
std::string CycleText(std::span<const EntityUid> path);

}  // namespace rune::store
