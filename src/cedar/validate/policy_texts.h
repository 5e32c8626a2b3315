// Texts that look like other texts: warnings about what Unicode lets an author hide in a policy.
#pragma once

#include "cedar/syntax/ast.h"
#include "cedar/validate/finding.h"

namespace rune::cedar {

// Texts and patterns: BidiCharsInString, MixedScriptString. Names of attributes, ids and types of
// entities: BidiCharsInIdentifier, ConfusableIdentifier, MixedScriptIdentifier. One of them for a
// text, the first that holds. Needs no schema. Cost: linear in the policy; texts of ASCII are
// passed over.
void CheckTexts(const Policy& policy, Findings& findings);

}  // namespace rune::cedar
