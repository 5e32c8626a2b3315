// Entities with unknowns that a schema gives meaning to.
//
// The same texts are read as by ReadTypedEntities: where an entity or an extension value stands, no
// `__entity` and `__extn` is needed. An unknown is of any type, a call with one
// (`decimal(unknown("x"))`) of the type that the function gives; all else is held against the
// schema.
#pragma once

#include <optional>
#include <vector>

#include "cedar/partial/open_data.h"
#include "cedar/validate/typed_json.h"

namespace rune::cedar {

struct TypedOpenEntities {
  std::vector<Entity> entities;  // with the schema's actions; without what is open
  OpenEntities open;
};

// Nothing is returned when a finding or an error was pushed.
std::optional<TypedOpenEntities> ReadTypedOpenEntities(value::Json json, const Schema& schema,
                                                       DataFindings& findings,
                                                       text::Diagnostics& diagnostics);

}  // namespace rune::cedar
