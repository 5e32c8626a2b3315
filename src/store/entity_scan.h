// Entity JSON read straight from its text: the fast twin of ParseJson and ReadEntities.
//
// It reads documents without errors and without rare forms (value/value_scan.h; here: a field of an
// entity that is none of `uid`, `attrs`, `parents` and `tags`) to the same entities, and gives up
// on all else, silently: the slow twin, which is the judge, then reads the text again.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/bounds.h"
#include "rune/entity.h"
#include "text/source.h"

namespace rune::store {

struct ScannedEntities {
  std::vector<Entity> entities;
  std::vector<text::Span> uids;  // of each entity, where its uid stood
};

// Nothing: read it with ParseJson and ReadEntities.
std::optional<ScannedEntities> ScanEntities(text::Slice slice, const Bounds& bounds);

// Whether a type is `Action` or ends in `::Action`.
bool IsAction(std::string_view type);

}  // namespace rune::store
