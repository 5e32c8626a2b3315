// What a policy says without any environment: the entity types, actions and enumerated entities
// that it names must exist, and some action must apply to its scope.
#pragma once

#include "cedar/policy_set.h"
#include "cedar/validate/finding.h"
#include "cedar/validate/schema_index.h"

namespace rune::cedar {

// UnrecognizedEntityType, UnrecognizedActionId, InvalidEnumEntity: scopes and conditions.
void CheckNames(const Policy& policy, const SchemaIndex& index, Findings& findings);
// UnrecognizedEntityType for what a link puts into its slots.
void CheckSlotNames(const Link& link, const SchemaIndex& index, Findings& findings);
// InvalidActionApplication: no action applies to a principal and a resource that the scope lets
// through. With a link's values, its slots are filled.
void CheckActionApplies(const Policy& policy, const SlotValues& values, text::Span span,
                        const SchemaIndex& index, Findings& findings);

}  // namespace rune::cedar
