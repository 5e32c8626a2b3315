// Levels: how often a policy goes from an entity to its attributes, tags or ancestors in a row.
//
// With a level of n, all that a policy can ask for is reached from the request in n rounds of
// loading entities. A variable is at level 0, each step through an entity adds one. Records cost
// nothing: in `{a: principal}.a.name` one step is made. What an entity literal holds cannot be
// reached at any level, but for the action of the request itself.
//
// Chains of `&& || + - * .` need no stack. Cost: linear in the policy.
#pragma once

#include <cstdint>

#include "cedar/validate/checker.h"

namespace rune::cedar {

// EntityDerefLevelViolation for the environment that the checker checked last.
// Requires: that check found no fault, or that the policy is never satisfied there.
void CheckLevels(Checker& checker, std::uint32_t level, Findings& findings);

}  // namespace rune::cedar
