// Cedar entity JSON: a list of {uid, attrs, parents, tags?}.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bounds.h"
#include "base/result.h"
#include "rune/entity.h"
#include "store/entities.h"
#include "value/json.h"
#include "value/json_shape.h"

namespace rune::store {

// What is looked at in a list of entities, and in the name of one: {type,id} or {"__entity":{..}}.
extern const value::JsonShape kEntitiesShape;
extern const value::JsonShape kUidShape;

// An entity with the place where it stood, for messages about clashes.
struct PlacedEntity {
  Entity entity;
  text::Span span;  // of its uid
};

// `uid` and `parents` as {type,id} or {"__entity":{..}}; `attrs` and `parents` are required, `tags`
// may be absent, other fields are ignored (of any value, if the JSON was read by kEntitiesShape).
// Arrays inside attributes and tags are sets. An action may have actions alone as parents. Pushes
// an error for each entity that cannot be read and leaves it out; equal names are the caller's to
// judge (Entities::Build).
std::vector<PlacedEntity> ReadEntities(const value::Json& json, text::Diagnostics& diagnostics);

// The same from the text of a document: `ParseJson` and the above, but several times faster for a
// text without errors. Nothing is returned when the text is no JSON. The document's values may take
// a quarter of Bounds::bytes, as for ParseJson; a text without errors builds no tree, so that more
// of them fit.
std::optional<std::vector<PlacedEntity>> ReadEntities(text::Slice slice, const Bounds& bounds,
                                                      text::Diagnostics& diagnostics);

// From text to store in one call. Returns: kInvalidConfig when an error was pushed, and the faults
// of Entities::Build.
Result<Entities> LoadEntities(text::Slice slice, const Bounds& bounds,
                              text::Diagnostics& diagnostics);

// The same list as JSON text, one entity a line, entities and keys in order, direct parents only.
std::string WriteEntities(std::span<const Entity> entities);

}  // namespace rune::store
