// The whole condition of a policy as one expression, as Cedar's semantics has it:
// `principal scope && (action scope && (resource scope && conditions))` in core form
// (syntax/core_form.h), an unconstrained scope being `true`, `action in` being about a set.
#pragma once

#include "cedar/policy_set.h"
#include "cedar/syntax/parse.h"

namespace rune::cedar {

// Slots are filled with the values of the link. Requires: no form of RUNE's own (`extended`).
// Cost: linear in the policy.
ParsedExpr WholeCondition(const Instance& instance);

}  // namespace rune::cedar
