// The entities of one snapshot, closed under "ancestor of".
//
// Idea: `Build` takes all entities at once, refuses contradictions and cycles, and closes the
// hierarchy; the store is constant afterwards and may be read from any thread without a lock. An
// EntityView lays the entities of one request over a store without changing it; it belongs to that
// request.
// Invariants: an entity is never its own ancestor; the ancestors of an entity contain those of each
// parent. Parents need not exist. Names need not exist either: an unknown entity has no attributes
// and no ancestors.
// Cost: `Find` and `IsIn` are one look into a hash table for each name and a binary search. The
// closure takes four bytes for each pair of an entity and one of its ancestors, and is built up
// from the roots, without recursion.
// Limits: kMostPairs such pairs in a store (a chain of 10,000 entities reaches it),
// kMostRequestPairs in the entities of one request.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/result.h"
#include "rune/entity.h"
#include "store/hierarchy.h"

namespace rune::store {

using EntitySet = std::set<EntityUid>;

class Entities {
 public:
  static constexpr std::size_t kMostPairs = 50'000'000;

  Entities() = default;

  // Null for an unknown entity.
  const Entity* Find(const EntityUid& uid) const;
  // Whether `ancestor` is a proper ancestor of `uid`; false for an unknown entity.
  bool HasAncestor(const EntityUid& uid, const EntityUid& ancestor) const;
  // All proper ancestors; empty for an unknown entity.
  EntitySet Ancestors(const EntityUid& uid) const;
  // Each once, in the order in which they were given.
  const std::vector<Entity>& all() const { return entities_; }
  // The same in the order of their names. Sorts.
  std::vector<const Entity*> Sorted() const;

  // Equal entities of one name are one.
  // Returns: kConflict for two different entities of one name and for a cycle, named in the
  // message; kLimit for a hierarchy with more than `most_pairs` pairs.
  static Result<Entities> Build(std::vector<Entity> entities, std::size_t most_pairs = kMostPairs);

 private:
  // A number is a place in entities_ or, behind these, in strangers_.
  Result<void> MergeTwins();
  NumberLists NumberParents();
  std::vector<EntityUid> CycleOf(const NumberLists& parents) const;
  const EntityUid& Name(Number number) const;
  std::optional<Number> FindNumber(const EntityUid& uid) const;

  std::vector<Entity> entities_;
  std::vector<EntityUid> strangers_;  // parents that are no entities
  NameIndex<EntityUid> index_;
  NumberLists ancestors_;
};

// What policies and rules read: attributes, tags and ancestors by name, so that another store (a
// host's database, relations of rules) can stand behind it.
//
// Who implements it keeps three promises. During one evaluation the answers do not change, and what
// `Attribute` and `Tag` point to stays where it is. `IsIn` and `AncestorsOf` say the same, and
// nothing is its own ancestor. Arrays inside values are sets. It is asked on the thread of the
// evaluation; a source that several evaluations share bears being read by several threads.
class EntitySource {
 public:
  virtual ~EntitySource() = default;
  virtual bool Exists(const EntityUid& uid) const = 0;
  // Null: the entity does not exist, or has none of this name.
  virtual const Value* Attribute(const EntityUid& uid, const std::string& name) const = 0;
  virtual const Value* Tag(const EntityUid& uid, const std::string& name) const = 0;
  // Reflexive and transitive: also true for an unknown entity and itself.
  virtual bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const = 0;
  // Proper ancestors.
  virtual EntitySet AncestorsOf(const EntityUid& uid) const = 0;
  virtual EntitySet ParentsOf(const EntityUid& uid) const = 0;
  // Every entity that exists, in order.
  virtual std::vector<EntityUid> AllUids() const = 0;
  // Every attribute of the entity; empty for an unknown one.
  virtual Value::Fields AttributesOf(const EntityUid& uid) const = 0;
  // Every tag. As it stands here: for sources without tags.
  virtual Value::Fields TagsOf(const EntityUid& uid) const {
    static_cast<void>(uid);
    return {};
  }
};

// Nothing exists: for who evaluates what reads no entity.
class NoEntities final : public EntitySource {
 public:
  bool Exists(const EntityUid&) const override { return false; }
  const Value* Attribute(const EntityUid&, const std::string&) const override { return nullptr; }
  const Value* Tag(const EntityUid&, const std::string&) const override { return nullptr; }
  bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const override {
    return uid == ancestor;
  }
  EntitySet AncestorsOf(const EntityUid&) const override { return {}; }
  EntitySet ParentsOf(const EntityUid&) const override { return {}; }
  std::vector<EntityUid> AllUids() const override { return {}; }
  Value::Fields AttributesOf(const EntityUid&) const override { return {}; }
};

class EntityView final : public EntitySource {
 public:
  static constexpr std::size_t kMostRequestPairs = 1'000'000;

  // An entity that the request states several times, or that the store has, is all of these
  // together: their attributes, tags and parents. Requires: `base` outlives the view. Returns:
  // kConflict when a request entity states another value for an attribute or tag that the store (or
  // the request) has, or when its parents would make a cycle; kLimit for too many ancestors.
  static Result<EntityView> Make(const Entities& base, std::span<const Entity> request_entities,
                                 std::size_t most_pairs = kMostRequestPairs);

  bool Exists(const EntityUid& uid) const override;
  const Value* Attribute(const EntityUid& uid, const std::string& name) const override;
  const Value* Tag(const EntityUid& uid, const std::string& name) const override;
  bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const override;
  EntitySet AncestorsOf(const EntityUid& uid) const override;
  EntitySet ParentsOf(const EntityUid& uid) const override;
  std::vector<EntityUid> AllUids() const override;
  Value::Fields AttributesOf(const EntityUid& uid) const override;
  Value::Fields TagsOf(const EntityUid& uid) const override;

 private:
  explicit EntityView(const Entities& base) : base_(&base) {}

  const Entity* Find(const EntityUid& uid) const;
  Result<void> Close(std::size_t most_pairs);
  std::vector<EntityUid> CycleThrough(const EntityUid& uid) const;

  const Entities* base_;
  std::map<EntityUid, Entity> overlay_;  // merged entities that the request mentions
  // Of each entity in overlay_, through both layers. Any other entity reaches what the store says,
  // and from each ancestor that is in overlay_ what stands here.
  std::map<EntityUid, EntitySet> overlay_ancestors_;
};

}  // namespace rune::store
