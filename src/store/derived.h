// Attributes that follow from an entity's name: `path`, `directory`, `name`, `extension` of
// path-like types, `command` of Command, `api` of API. A stated attribute of the same name wins
// (the configuration may state it; a request may not).
#pragma once

#include <map>
#include <set>
#include <string>

#include "store/entities.h"

namespace rune::store {

// Lays derived attributes over another source. Belongs to one request: it keeps the values it made.
class DerivedEntities final : public EntitySource {
 public:
  // Requires: `base` outlives this.
  DerivedEntities(const EntitySource& base, const std::set<std::string>& path_types)
      : base_(base), path_types_(path_types) {}

  bool Exists(const EntityUid& uid) const override { return base_.Exists(uid); }
  const Value* Attribute(const EntityUid& uid, const std::string& name) const override;
  const Value* Tag(const EntityUid& uid, const std::string& name) const override {
    return base_.Tag(uid, name);
  }
  bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const override {
    return base_.IsIn(uid, ancestor);
  }
  EntitySet AncestorsOf(const EntityUid& uid) const override { return base_.AncestorsOf(uid); }
  EntitySet ParentsOf(const EntityUid& uid) const override { return base_.ParentsOf(uid); }
  std::vector<EntityUid> AllUids() const override { return base_.AllUids(); }
  Value::Fields AttributesOf(const EntityUid& uid) const override;
  Value::Fields TagsOf(const EntityUid& uid) const override { return base_.TagsOf(uid); }

 private:
  const Value::Fields& Derived(const EntityUid& uid) const;

  const EntitySource& base_;
  const std::set<std::string>& path_types_;
  mutable std::map<EntityUid, Value::Fields> derived_;
};

}  // namespace rune::store
