// A schema with every name resolved and every hierarchy closed: what the validator, requests and
// entities are held against.
//
// Idea: a schema text is read into fragments (fragment.h), which keep what was written and can be
// printed again; fragments are resolved into one Schema, in which common types are written out,
// names are full (`A::B`) and ancestors are closed. Linking (link.h) joins schemas.
//
// Invariants: an entity type or action that is named anywhere in a Schema is a key of it. Entity
// types may be their own ancestors (a cyclic hierarchy), actions may not. Immutable once built, so
// it may be read from many threads.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cedar/schema/type.h"
#include "rune/entity_uid.h"

namespace rune::cedar {

struct EntityType {
  bool external = false;             // declared here, defined in another schema
  std::set<std::string> ancestors;   // closed: full names of types it may be in
  Attributes attributes;             // none for enumerated and external ones
  TypeRef tags;                      // null: entities of this type have no tags
  std::vector<std::string> choices;  // enumerated: the ids, in source order; else empty
};

struct Action {
  bool external = false;
  std::set<EntityUid> ancestors;  // closed
  std::set<std::string> principals;
  std::set<std::string> resources;
  Attributes context;
};

struct Schema {
  std::map<std::string, EntityType> entity_types;
  std::map<EntityUid, Action> actions;

  // Null: unknown.
  const EntityType* Find(std::string_view type) const {
    const auto it = entity_types.find(std::string(type));
    return it == entity_types.end() ? nullptr : &it->second;
  }
  const Action* Find(const EntityUid& action) const {
    const auto it = actions.find(action);
    return it == actions.end() ? nullptr : &it->second;
  }
  // Whether nothing is external, so that policies can be validated.
  bool complete() const;
};

// Whether a type name is that of actions: its last component is `Action`.
bool IsActionType(std::string_view type);

}  // namespace rune::cedar
