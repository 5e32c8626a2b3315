// The forms in which entities, calls and unknowns stand in JSON that a schema gives meaning to: in
// their escapes or, where the schema says what stands there, without. Other members may stand
// beside; nobody reads them.
#pragma once

#include <span>

#include "value/json.h"

namespace rune::cedar {

// Where `type` and `id` of an entity's name are: in the `__entity` of an object, else in itself.
// Null: in neither.
const value::Json* FindNameForm(const value::Json& json);

// Where `fn` and `arg`, or `args`, of a call are: in the `__extn` of an object, else in itself.
// Null: in neither.
const value::Json* FindCallForm(const value::Json& json);
bool IsNameForm(const value::Json& json);
bool IsCallForm(const value::Json& json);
// Requires: IsCallForm.
std::span<const value::Json> ArgumentsOf(const value::Json& call);

// The name of an unknown that may stand for a value of any type:
// `{"__extn": {"fn": "unknown", "arg": "name"}}`. Null for all else.
const value::Json* FindUnknownName(const value::Json& json);

}  // namespace rune::cedar
