// A schema made ready for many questions: entity types by number, their types converted once, who
// may be in whom.
//
// Numbers follow the order in which Cedar sorts type names: by the last component, then by the
// namespace. Every type name that the schema mentions has a number, those of actions too; a name
// that it does not mention has none. Constant after construction and may be read from many
// threads. Requires everywhere: the schema outlives the index. Cost: linear in the schema, plus
// sorting; finding a type or an action takes one look.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cedar/schema/schema.h"
#include "cedar/schema/slots.h"
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
    const EntityType* declared = nullptr;  // null: the type of actions
    bool action = false;                   // the type of actions
    const StaticType* reference = nullptr;
    const StaticType* record = nullptr;       // its attributes
    const StaticType* extended = nullptr;     // with implied attributes
    const StaticType* tags = nullptr;         // null: none
    std::span<const EntityTypeId> ancestors;  // sorted
  };
  struct ActionInfo {
    EntityUid uid;
    const Action* declared = nullptr;
    EntityTypeId type = 0;
    const StaticType* context = nullptr;
    std::span<const EntityTypeId> principals;  // sorted
    std::span<const EntityTypeId> resources;   // sorted
    std::vector<std::size_t> ancestors;        // numbers of actions, sorted
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
  void ReserveLists();
  std::span<const EntityTypeId> ListOf(const std::set<std::string>& names);
  EntityTypeId NumberOf(std::string_view type) const;
  const StaticType* Convert(const Type& type);
  const StaticType* RecordOf(const Attributes& attributes);
  std::vector<StaticAttribute> ConvertAttributes(const Attributes& attributes);
  const StaticType* WithImplied(const EntityInfo& info, const ImpliedAttributes& implied);
  void FillEntities(const ImpliedAttributes& implied);
  void FillActions();

  const Schema& schema_;
  TypePool pool_;
  const StaticType* empty_record_;
  std::vector<EntityInfo> entities_;
  Slots by_name_;
  std::vector<ActionInfo> actions_;
  Slots by_uid_;
  // (type of an action, type of an action that it is in), sorted
  std::vector<std::pair<EntityTypeId, EntityTypeId>> action_types_;
  std::vector<EntityTypeId> lists_;  // every number by itself, then what spans point to
};

}  // namespace rune::cedar
