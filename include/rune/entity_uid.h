// The name of an entity: a type (`Agent`, `Tools::Action`) and an id (any text, also the empty
// one).
//
// Two names are equal when both texts are equal byte for byte; the order is by type, then by id.
// Path-like ids are normalised once, where they enter (see value/path.h), so that equality here is
// all that later rooms need.
#pragma once

#include <compare>
#include <string>

namespace rune {

struct EntityUid {
  std::string type;
  std::string id;

  friend auto operator<=>(const EntityUid&, const EntityUid&) = default;
  friend bool operator==(const EntityUid&, const EntityUid&) = default;
};

}  // namespace rune
