// What a set-up consists of, before it is text: a schema as the generator sees it, policies as
// terms, data as JSON texts.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rune/entity_uid.h"
#include "term.h"

namespace rune::diff {

enum class Kind { kBool, kLong, kString, kEntity, kSet, kRecord, kExtension };

struct Type;
using TypeRef = std::shared_ptr<const Type>;

struct Field {
  std::string name;
  TypeRef type;
  bool required = true;
};

struct Type {
  Kind kind = Kind::kBool;
  std::string name;  // of the entity type (in full) or the extension (`ipaddr`)
  TypeRef element;
  std::vector<Field> fields;
  std::string common;  // in full: written as this common type where it stands in a schema
};

struct EntityModel {
  std::string space;  // namespace, may be empty
  std::string name;
  std::vector<std::size_t> parents;  // entity types
  std::vector<Field> fields;
  TypeRef tags;                      // null: none
  std::vector<std::string> choices;  // enumerated
  std::string common;                // the shape is this common type

  std::string Full() const { return space.empty() ? name : space + "::" + name; }
};

struct ActionModel {
  std::string space;
  std::string id;
  std::vector<std::size_t> groups;  // actions before this one
  bool applies = false;
  std::vector<std::size_t> principals;  // entity types
  std::vector<std::size_t> resources;
  std::vector<Field> context;
  std::string common;

  EntityUid Uid() const { return {space.empty() ? "Action" : space + "::Action", id}; }
};

struct CommonModel {
  std::string space;
  std::string name;
  TypeRef type;

  std::string Full() const { return space.empty() ? name : space + "::" + name; }
};

struct SchemaModel {
  std::vector<std::string> spaces;
  std::vector<EntityModel> entities;
  std::vector<ActionModel> actions;
  std::vector<CommonModel> commons;

  const EntityModel* Find(const std::string& full) const {
    for (const EntityModel& entity : entities) {
      if (entity.Full() == full) return &entity;
    }
    return nullptr;
  }
};

struct PolicyModel {
  std::string annotations;
  std::string effect;
  std::string principal, action, resource;  // scope constraints behind the variable, may be empty
  std::vector<std::pair<std::string, Term>> conditions;  // `when` or `unless`, body
  bool principal_slot = false;
  bool resource_slot = false;

  bool is_template() const { return principal_slot || resource_slot; }
  std::string Text() const;
};

struct LinkModel {
  std::size_t policy = 0;
  std::string id;
  std::optional<EntityUid> principal;
  std::optional<EntityUid> resource;
};

struct RequestModel {
  EntityUid principal, action, resource;
  std::string context;  // JSON
};

// One set-up: everything that both sides are asked about.
struct Setup {
  std::uint64_t seed = 0;
  std::string schema;              // Cedar syntax
  std::vector<std::string> parts;  // schemas to be linked; mostly none
  std::vector<PolicyModel> policies;
  std::string broken;  // not empty: the text of the policies, whatever these say
  std::vector<LinkModel> links;
  std::vector<std::string> entities;  // JSON, one each
  std::vector<RequestModel> requests;

  std::string PolicyText() const;
  std::string EntitiesText() const;
  // `{template_id, new_id, values}` each.
  std::string LinksJson() const;
  static std::string RequestJson(const RequestModel& request);
};

std::string PolicyId(std::size_t position);  // `policy0`
std::string UidJson(const EntityUid& uid);   // {"type", "id"}

}  // namespace rune::diff
