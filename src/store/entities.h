// The entities of one snapshot, closed under "ancestor of".
//
// Idea: entities are collected by a builder, which refuses contradictions and cycles and closes the hierarchy once; the
// store is constant afterwards and may be read from any thread without a lock. An EntityView lays the entities of one
// request over a store without changing it; it belongs to that request.
// Invariants: an entity is never its own ancestor; the ancestors of an entity contain those of each parent.
// Parents need not exist. Names need not exist either: an unknown entity has no attributes and no ancestors.
#pragma once

#include <map>
#include <set>
#include <span>
#include <vector>

#include "base/result.h"
#include "rune/entity.h"

namespace rune::store {

using EntitySet = std::set<EntityUid>;

class Entities {
 public:
  Entities() = default;

  const Entity* Find(const EntityUid& uid) const;
  // All proper ancestors; empty for an unknown entity.
  const EntitySet& Ancestors(const EntityUid& uid) const;
  const std::map<EntityUid, Entity>& all() const { return entities_; }

  // Returns: kConflict for two different entities of one name and for a cycle, named in the message.
  static Result<Entities> Build(std::vector<Entity> entities);

 private:
  std::map<EntityUid, Entity> entities_;
  std::map<EntityUid, EntitySet> ancestors_;
};

// What policies and rules read: attributes, tags and ancestors by name, so that another store can stand behind it.
class EntitySource {
 public:
  virtual ~EntitySource() = default;
  virtual bool Exists(const EntityUid& uid) const = 0;
  virtual const Value* Attribute(const EntityUid& uid, const std::string& name) const = 0;
  virtual const Value* Tag(const EntityUid& uid, const std::string& name) const = 0;
  // Reflexive and transitive: also true for an unknown entity and itself.
  virtual bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const = 0;
  // Proper ancestors.
  virtual EntitySet AncestorsOf(const EntityUid& uid) const = 0;
  virtual EntitySet ParentsOf(const EntityUid& uid) const = 0;
  virtual std::vector<EntityUid> AllUids() const = 0;
  // Every attribute of the entity; empty for an unknown one.
  virtual Value::Fields AttributesOf(const EntityUid& uid) const = 0;
};

class EntityView final : public EntitySource {
 public:
  // Requires: `base` outlives the view.
  // Returns: kConflict when a request entity states another value for an attribute or tag that the store has, or when
  // its parents would make a cycle.
  static Result<EntityView> Make(const Entities& base, std::span<const Entity> request_entities);

  bool Exists(const EntityUid& uid) const override;
  const Value* Attribute(const EntityUid& uid, const std::string& name) const override;
  const Value* Tag(const EntityUid& uid, const std::string& name) const override;
  bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const override;
  EntitySet AncestorsOf(const EntityUid& uid) const override;
  EntitySet ParentsOf(const EntityUid& uid) const override;
  std::vector<EntityUid> AllUids() const override;
  Value::Fields AttributesOf(const EntityUid& uid) const override;

 private:
  explicit EntityView(const Entities& base) : base_(&base) {}

  const Entities* base_;
  std::map<EntityUid, Entity> overlay_;  // merged entities that the request mentions
  std::map<EntityUid, EntitySet> overlay_ancestors_;
};

}  // namespace rune::store
