// Entities from everywhere a configuration states them: `[entities]`, `[data]`, Cedar entity JSON.
//
// A name that two texts state must be the same entity in both; what `[data]` says about an entity
// is added to it. Two ids of a path-like type that become one when they are normalised are a
// contradiction, since nobody can have meant that.
#pragma once

#include <map>
#include <vector>

#include "config/configuration.h"
#include "config/schema_declaration.h"
#include "config/toml_tree.h"
#include "store/entity_json.h"

namespace rune::config {

class EntityCollector {
 public:
  // Requires: both outlive this.
  EntityCollector(const Options& options, text::Diagnostics& diagnostics)
      : options_(options), diagnostics_(diagnostics) {}

  // A whole statement about an entity. Its names are normalised here; a contradiction is pushed.
  void State(Entity entity, text::Span span);
  // An addition: parents are joined; an attribute with another value is a contradiction, pushed.
  void Extend(Entity entity, text::Span span);

  // Checks declared attributes of agents, holds all entities against the schema if there is one
  // (null: none) and adds its actions, then closes the hierarchy. Pushes what is wrong, cycles
  // included. Returns: an empty store when something was pushed.
  store::Entities Finish(const Declarations& declarations, const cedar::Schema* schema);

 private:
  struct Stated {
    Entity entity;
    EntityUid written;  // as it stood in the text
    text::Span span;
  };
  void RefuseHierarchy(const Fault& fault);
  void HoldAgainst(const cedar::Schema& schema, std::vector<Entity>& all);
  std::optional<Entity> Normal(const Entity& entity, text::Span span);
  void Contradiction(const Stated& first, const Entity& second, text::Span span,
                     std::string message);

  const Options& options_;
  text::Diagnostics& diagnostics_;
  std::map<EntityUid, Stated> stated_;
  std::vector<std::pair<Entity, text::Span>> additions_;
};

// What stands below `[entities]`: types, then ids, then `in`, `tags` and attributes.
std::vector<store::PlacedEntity> ReadEntityTable(const Node& root, const Options& options,
                                                 text::Diagnostics& diagnostics);

}  // namespace rune::config
