// A schema made ready for many questions: entity types by number, their types converted once, who
// may be in whom.
//
// Numbers follow the order in which Cedar sorts type names: by the last component, then by the
// namespace. Every type name that the schema mentions has a number, those of actions too; a name
// that it does not mention has none. Constant after construction and may be read from many
// threads. Requires everywhere: the schema outlives the index. Cost: linear in the schema, plus
// sorting.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cedar/schema/schema.h"
#include "cedar/validate/static_type.h"

namespace rune::cedar {

// Attributes that entities have beside those of the schema, seen by extended policies alone
// (`resource.path`). What the schema declares wins.
struct ImpliedAttributes {
  std::map<std::string, Attributes> by_type;
  Attributes of_all;
};

class SchemaIndex {
 public:
  struct EntityInfo {
    std::string name;
    const EntityType* declared = nullptr;  // null: actions, and names that nothing declares
    bool action = false;                   // the type of actions
    const StaticType* reference = nullptr;
    const StaticType* record = nullptr;    // its attributes; open if nothing is known of it
    const StaticType* extended = nullptr;  // with implied attributes
    const StaticType* tags = nullptr;      // null: none
    std::vector<EntityTypeId> ancestors;   // sorted
  };
  struct ActionInfo {
    EntityUid uid;
    const Action* declared = nullptr;
    EntityTypeId type = 0;
    const StaticType* context = nullptr;
    std::vector<EntityTypeId> principals;  // sorted
    std::vector<EntityTypeId> resources;   // sorted
    std::vector<std::size_t> ancestors;    // numbers of actions, sorted
  };

  explicit SchemaIndex(const Schema& schema, const ImpliedAttributes& implied = {});
  SchemaIndex(const SchemaIndex&) = delete;
  SchemaIndex& operator=(const SchemaIndex&) = delete;

  const Schema& schema() const { return schema_; }
  const std::vector<EntityInfo>& entities() const { return entities_; }
  // In the order of their uids; external ones included.
  const std::vector<ActionInfo>& actions() const { return actions_; }
  const EntityInfo& entity(EntityTypeId id) const { return entities_[id]; }

  std::optional<EntityTypeId> FindType(std::string_view name) const;
  // The number of an action; none if the schema does not know it.
  std::optional<std::size_t> FindAction(const EntityUid& uid) const;

  // Whether an entity of type `a` may be one of type `b` or in one: in the hierarchy of entity
  // types or of actions.
  bool MayBeIn(EntityTypeId a, EntityTypeId b) const;
  // Whether action `a` is action `b` or in it.
  bool ActionIsIn(std::size_t a, std::size_t b) const;

  // What `in` an entity of type `b` may be, by declared entity types: `b` and what has it as an
  // ancestor.
  bool IsOrDescends(EntityTypeId a, EntityTypeId b) const;

 private:
  void NumberTypes();
  void CollectNames(const TypeRef& type, std::vector<std::string_view>& names) const;
  const StaticType* Convert(const Type& type);
  std::vector<StaticAttribute> ConvertAttributes(const Attributes& attributes);
  const StaticType* WithImplied(const EntityInfo& info, const ImpliedAttributes& implied);
  void FillEntities(const ImpliedAttributes& implied);
  void FillActions();

  const Schema& schema_;
  TypePool pool_;
  std::vector<EntityInfo> entities_;
  std::unordered_map<std::string_view, EntityTypeId> by_name_;  // views into entities_
  std::vector<ActionInfo> actions_;
  // By its id alone, which mostly tells actions apart.
  struct HashId {
    std::size_t operator()(const EntityUid& uid) const { return std::hash<std::string>()(uid.id); }
  };
  std::unordered_map<EntityUid, std::size_t, HashId> by_uid_;
  // (type of an action, type of an action that it is in), sorted
  std::vector<std::pair<EntityTypeId, EntityTypeId>> action_types_;
};

}  // namespace rune::cedar
