// Several partial schemas, joined into one: what one of them declares `external` another may
// define.
//
// The result does not depend on the order of the inputs, and may itself be partial. It is closed
// and sound like a schema that was read from one text. No schema links to the empty one, a single
// one to itself.
//
// Source of the rules: Cedar's RFC 116. Cost: linear in the inputs and in the closed hierarchies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cedar/schema/finding.h"
#include "cedar/schema/schema.h"

namespace rune::cedar {

// Errors, by kind: ActionEntityTypeDeclared, DuplicateEntityType, DuplicateAction (two
// definitions, also equal ones), ExternalIsEnum, DefinedEntityAncestorsChanged (a definition would
// get ancestors that it does not name), ExternalActionParentsMismatch, ShadowsBuiltinType, and
// those of a schema as such. They have no places: schemas remember none.
std::optional<Schema> Link(std::vector<Schema> schemas, SchemaFindings& findings);

// What is declared and not defined, in the order of names (last component first).
struct Externals {
  std::vector<std::string> entity_types;
  std::vector<EntityUid> actions;

  bool empty() const { return entity_types.empty() && actions.empty(); }
};
Externals ExternalsOf(const Schema& schema);

// True when nothing is external; else an error (IncompleteSchema) that lists what is.
bool CheckComplete(const Schema& schema, SchemaFindings& findings);

}  // namespace rune::cedar
