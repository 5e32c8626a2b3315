// An entity: its name, attributes, tags and direct parents. Attributes and tags are separate name
// spaces.
#pragma once

#include <set>

#include "rune/value.h"

namespace rune {

struct Entity {
  EntityUid uid;
  Value::Fields attributes;
  Value::Fields tags;
  std::set<EntityUid> parents;

  friend bool operator==(const Entity& a, const Entity& b) = default;
};

}  // namespace rune
