// JSON that a schema gives meaning to: where it says that an entity or an extension value stands,
// `{"type": .., "id": ..}` and `"10.0.0.1"` are enough; no `__entity` and `__extn` is needed.
//
// What no type says anything of is read as Cedar reads it: an object with nothing but a well-formed
// `__entity` or `__extn` is that value, others are records. Arrays are sets. Where unknowns are
// allowed,
// `{"__extn": {"fn": "unknown", "arg": "name"}}` may stand for a value of any type; it becomes an
// UnknownValue (value_check.h). Recursion goes as deep as the JSON, which is bounded where it was
// parsed.
#pragma once

#include <optional>
#include <vector>

#include "cedar/schema/schema.h"
#include "cedar/syntax/ast.h"
#include "cedar/validate/data_finding.h"
#include "rune/entity.h"
#include "value/json.h"

namespace rune::cedar {

// `type` may be null. The value need not be of the type yet: that a text stands where a number
// should is found by those who hold data against the schema (entity_check.h, request_check.h).
// What cannot be read is pushed, and nothing is returned. A call that gives no value (`ip("x")`) is
// pushed to `failed`, and some value is returned: Cedar makes values when all is read.
std::optional<Value> ReadTyped(const value::Json& json, const Type* type, DataFindings& findings,
                               DataFindings& failed, Unknowns unknowns = Unknowns::kRefused);

// `{"type", "id"}`, with or without `__entity`.
std::optional<EntityUid> ReadTypedUid(const value::Json& json, DataFindings& findings);

// A context for an action. Pushes MissingAction for one that the schema does not define.
std::optional<Value::Fields> ReadTypedContext(const value::Json& json, const EntityUid& action,
                                              const Schema& schema, DataFindings& findings);

// A list of entities, each with `uid`, `attrs`, `parents` and perhaps `tags`; the actions of the
// schema are added. Everything is held against the schema (CheckEntities). Nothing is returned
// when something was pushed.
std::optional<std::vector<Entity>> ReadTypedEntities(const value::Json& json, const Schema& schema,
                                                     DataFindings& findings,
                                                     Unknowns unknowns = Unknowns::kRefused);

// Of which extension type an argument of a function is (`decimal`); empty for one that is a text.
std::string ArgumentType(ExtensionFunction function, std::size_t place);

}  // namespace rune::cedar
