// Entities of which some parts are known.
//
// Attributes, ancestors and tags of an entity are each known as a whole or not at all. Of an entity
// that is not here nothing is known: it may exist or not. A store of which everything is known can
// stand behind (FromSource); what it does not have is unknown as well.
//
// Invariants: everything fits the schema; known ancestors are closed, and the ancestors of a known
// ancestor that is here are known too; there is no cycle. The actions of the schema are here, but
// for a default-constructed one, which is empty. May be read by many threads unless it is added to.
// Cost: look-ups are a few binary searches; making is n log n and the size of the hierarchy.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "cedar/tpe/tpe_error.h"
#include "cedar/validate/schema_index.h"
#include "rune/value.h"
#include "store/entities.h"
#include "value/json.h"

namespace rune::cedar {

struct PartialEntity {
  EntityUid uid;
  // None: not known.
  std::optional<Value::Fields> attributes;
  std::optional<store::EntitySet> ancestors;
  std::optional<Value::Fields> tags;
};

// The known parts against the schema. Returns: kData, kMismatchedActionAncestors.
TpeResult<void> CheckPartialEntity(const PartialEntity& entity, const Schema& schema);

class PartialEntities {
 public:
  // What is known of an attribute or tag: nothing, or its value, null if there is none.
  struct Sight {
    bool known = false;
    const Value* value = nullptr;
  };

  PartialEntities() = default;
  // Closes the known ancestors. Returns: kDuplicate, kAncestorValidation, kHasCycle, and what
  // CheckPartialEntity does.
  static TpeResult<PartialEntities> Make(std::vector<PartialEntity> entities,
                                         const SchemaIndex& index);
  // Everything about what `source` has is known. Requires: `source` outlives the result.
  static TpeResult<PartialEntities> FromSource(const store::EntitySource& source,
                                               const SchemaIndex& index);

  // Adds one whose known ancestors are closed already. Returns: kDuplicate, and as Make.
  TpeResult<void> Add(PartialEntity entity, const SchemaIndex& index);

  // Adds one that is known not to exist: it has nothing. Returns: kDuplicate.
  TpeResult<void> AddAbsent(const EntityUid& uid);

  bool Contains(const EntityUid& uid) const;
  Sight Attribute(const EntityUid& uid, const std::string& name) const;
  Sight Tag(const EntityUid& uid, const std::string& name) const;
  // Whether `ancestor` is a proper ancestor. None: not known.
  std::optional<bool> HasAncestor(const EntityUid& uid, const EntityUid& ancestor) const;

  // Whether these may turn out to be `concrete`: each entity here is there, with the same known
  // parts. Returns: kMissingEntity, kMismatchedAttribute, ..
  TpeResult<void> CheckConsistency(const store::EntitySource& concrete) const;

 private:
  const PartialEntity* Find(const EntityUid& uid) const;
  // That the ancestors of its known ancestors are known.
  TpeResult<void> CheckAncestorsOf(const PartialEntity& entity) const;
  TpeResult<void> Close();
  void InsertActions(const Schema& schema);

  std::map<EntityUid, PartialEntity> entities_;
  const store::EntitySource* source_ = nullptr;  // what is not in entities_
};

// A list of entities as Cedar writes them, typed by the schema; `attrs`, `parents` and `tags` that
// are absent or null are not known. Actions are refused, since the schema has them all. Returns:
// kUnexpectedAction, kData, and what Make does.
TpeResult<PartialEntities> ReadPartialEntities(const value::Json& json, const SchemaIndex& index);

}  // namespace rune::cedar
