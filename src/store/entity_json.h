// Cedar entity JSON: a list of {uid, attrs, parents, tags?}.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rune/entity.h"
#include "value/json.h"

namespace rune::store {

// An entity with the place where it stood, for messages about clashes.
struct PlacedEntity {
  Entity entity;
  text::Span span;  // of its uid
};

// `uid` and `parents` as {type,id} or {"__entity":{..}}; `attrs` and `parents` are required, `tags`
// may be absent, other fields are ignored. Arrays inside attributes and tags are sets. An action
// may have actions alone as parents. Pushes an error for each entity that cannot be read and leaves
// it out; equal names are the caller's to judge (Entities::Build).
std::vector<PlacedEntity> ReadEntities(const value::Json& json, text::Diagnostics& diagnostics);

// The same list as JSON text, one entity a line, entities and keys in order, direct parents only.
std::string WriteEntities(std::span<const Entity> entities);

}  // namespace rune::store
