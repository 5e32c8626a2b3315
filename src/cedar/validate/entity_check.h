// Entities against a schema: attributes, tags, ancestors, ids of enumerations, and the actions,
// which must be just what the schema says of them. An UnknownValue (value_check.h) fits only where
// unknowns are allowed.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cedar/schema/schema.h"
#include "cedar/syntax/ast.h"
#include "cedar/validate/data_finding.h"
#include "rune/entity.h"

namespace rune::cedar {

// Whether `a` comes before `b` where one of several bad entities is named: by the last component
// of the type, then its namespace, then the id.
bool UidBefore(const EntityUid& a, const EntityUid& b);

// The first thing wrong with an entity that is no action: its type, its id, its attributes in the
// order of their names, its parents, its tags. Nothing if it is fine.
std::optional<DataFinding> CheckEntity(const Entity& entity, const Schema& schema,
                                       Unknowns unknowns = Unknowns::kRefused);
// An action with its closed ancestors.
std::optional<DataFinding> CheckAction(const Entity& action, const std::set<EntityUid>& ancestors,
                                       const Schema& schema);

// What is wrong with a set of entities as a whole: two different ones of one name; each that is no
// action, the smallest first; a cycle; each action. A later step is taken only if the steps before
// found nothing. Requires: arrays are sets.
DataFindings CheckEntities(std::span<const Entity> entities, const Schema& schema,
                           Unknowns unknowns = Unknowns::kRefused);

// The actions of a schema as entities; their parents are all that they are in.
std::vector<Entity> ActionEntities(const Schema& schema);

}  // namespace rune::cedar
