// A request held against the schema of a configuration, and what policies see of its context.
//
// Idea: what the validator promises of policies holds only for requests that fit the schema: their
// principal, action and resource belong together, their context has the declared keys and types,
// and the entities that they state conform. So a request that does not fit is a fault, before
// anything is evaluated. Without a schema every request fits. The same call makes the context, once
// a request: keys that RUNE itself fills (`args`, `params`, `now`) and the schema does not declare
// are hidden from policies, since the validator took them to be absent. Rules see the whole
// context.
#pragma once

#include "config/configuration.h"
#include "store/entities.h"

namespace rune::engine {

// The context as policies see it, a record. `entities` are those of the request laid over the
// configuration's. Returns: kInvalidRequest, which says what does not fit.
Result<Value> FittingContext(const config::Configuration& configuration, const Request& request,
                             const store::EntityView& entities);

}  // namespace rune::engine
