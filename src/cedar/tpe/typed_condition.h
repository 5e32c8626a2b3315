// A checked policy as a residual of which nothing is known yet.
//
// The condition is the whole one: principal, action and resource scope, then the conditions, with
// what the type checker found never to be looked at left out (the right side of an `&&` whose left
// side is always false, the branch of an `if` that is never taken).
#pragma once

#include "cedar/policy_set.h"
#include "cedar/tpe/residual.h"
#include "cedar/tpe/tpe_error.h"
#include "cedar/validate/checker.h"

namespace rune::cedar {

// Checks a policy strictly in one environment (a link with its slots filled) and converts it.
// Returns: kValidation with the findings, or kUnsupported for a policy that may use RUNE's
// own forms. Cost: linear in the policy, but for the size of record types.
TpeResult<Residual> TypedCondition(const Instance& instance, const SchemaIndex& index,
                                   const RequestEnvironment& environment);

// kUnsupported for a policy that may use RUNE's own forms: they have no partial evaluation.
TpeResult<void> CheckPlain(const Instance& instance);

// Whether no entity of this type has the attribute. Nothing is said of actions.
bool CannotHave(const SchemaIndex& index, EntityTypeId type, const std::string& name);

}  // namespace rune::cedar
