// Policies held against declared types: `agent.level: Long` and `principal.level like "a*"` cannot
// both be meant.
//
// Modest and without false alarms on what is undeclared: only attributes of agents have declared
// types, `principal` counts as an agent unless its policy says otherwise, and only a use that errs
// (or, for `==` and `in` with a literal, is constantly false) for every value of the declared type
// is reported.
#pragma once

#include "config/configuration.h"
#include "config/schema_declaration.h"

namespace rune::config {

void CheckDeclaredTypes(const cedar::PolicySet& policies, const Declarations& declarations,
                        text::Diagnostics& diagnostics);

}  // namespace rune::config
