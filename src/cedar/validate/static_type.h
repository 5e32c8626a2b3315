// What the validator knows of a value before a policy runs.
//
// Beside the types of schemas (schema/type.h) there are: the two booleans by themselves, so that a
// branch that is never taken need not be right; a set of entity types (permissive mode); any
// entity; open records, which may hold more than they say (permissive mode); and the type of
// nothing, which an empty set has as its element.
//
// Types are constant and live in a TypePool or for ever; they are passed as pointers, and one type
// may have several addresses: compare with `SameType`. A pool belongs to one thread; what it holds
// may be read by many. Cost: everything is linear in the size of the types.
#pragma once

#include <cstdint>
#include <expected>
#include <forward_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rune::cedar {

enum class ValidationMode : std::uint8_t { kStrict, kPermissive };

// An entity type by its number in a SchemaIndex (schema_index.h).
using EntityTypeId = std::uint32_t;

enum class StaticKind : std::uint8_t {
  kNever,
  kTrue,
  kFalse,
  kBool,
  kLong,
  kString,
  kEntity,     // one of `entities`
  kAnyEntity,  // any
  kSet,        // of `element`; of anything when null
  kRecord,
  kExtension,
};

enum class ExtensionType : std::uint8_t { kDecimal, kIpaddr, kDatetime, kDuration };
std::string_view ExtensionTypeName(ExtensionType type);

struct StaticType;

struct StaticAttribute {
  std::string name;
  const StaticType* type = nullptr;
  bool required = true;
};

struct StaticType {
  StaticKind kind = StaticKind::kNever;
  ExtensionType extension = ExtensionType::kDecimal;  // kExtension
  bool open = false;                                  // kRecord: may hold more attributes
  const StaticType* element = nullptr;                // kSet
  std::vector<StaticAttribute> attributes;            // kRecord: by name, each once
  std::span<const EntityTypeId> entities;             // kEntity: sorted, each once, not empty

  bool is(StaticKind k) const { return kind == k; }
  bool is_bool() const {
    return is(StaticKind::kTrue) || is(StaticKind::kFalse) || is(StaticKind::kBool);
  }
  bool is_entity() const { return is(StaticKind::kEntity) || is(StaticKind::kAnyEntity); }
  // The one entity type that it is; null when there are several, or for another kind.
  const EntityTypeId* single_entity() const {
    return is(StaticKind::kEntity) && entities.size() == 1 ? entities.data() : nullptr;
  }
  // For records; null when it is not listed.
  const StaticAttribute* Find(std::string_view name) const;
};

// Types without parts, which live for ever. Requires: a kind without parts. kSet and kRecord give
// the widest set and record, of which every other one is a (permissive) subtype.
const StaticType* Basic(StaticKind kind);
const StaticType* OfBool(bool value);  // kTrue or kFalse
const StaticType* OfExtension(ExtensionType type);

class TypePool {
 public:
  TypePool() = default;
  TypePool(const TypePool&) = delete;
  TypePool& operator=(const TypePool&) = delete;

  // Nothing that this pool gave may be used any more; some of its room stays.
  void Clear();
  const StaticType* Add(StaticType type);
  const StaticType* SetOf(const StaticType* element);
  // Requires: sorted by name, each once.
  const StaticType* RecordOf(std::vector<StaticAttribute> attributes, bool open = false);
  const StaticType* EntityOf(std::vector<EntityTypeId> entities);

 private:
  // Both cost nothing while they are empty. Blocks that are full never grow: types stay in place.
  std::vector<std::vector<StaticType>> blocks_;
  std::forward_list<std::vector<EntityTypeId>> lists_;
};

bool SameType(const StaticType& a, const StaticType& b);

// Whether every value of `a` is one of `b`. Strict mode knows no width subtyping of records and
// only equal entity types.
bool IsSubtype(const StaticType& a, const StaticType& b, ValidationMode mode);

// Why two types have no type above both.
enum class LubProblem : std::uint8_t {
  kAttributeQualifier,  // one attribute is required here and optional there
  kRecordWidth,         // records with other attributes
  kEntityType,          // two entity types
  kEntityRecord,        // an entity and a record
  kOther,
};

// The least type above both.
std::expected<const StaticType*, LubProblem> LeastUpperBound(const StaticType* a,
                                                             const StaticType* b,
                                                             ValidationMode mode, TypePool& pool);
// Above all of them; kNever for none.
std::expected<const StaticType*, LubProblem> LeastUpperBound(
    std::span<const StaticType* const> types, ValidationMode mode, TypePool& pool);

// Certainly without a common value. Only entity types without a common member are told apart: a
// set of one type and a set of another have the empty set in common.
bool AreDisjoint(const StaticType& a, const StaticType& b);

}  // namespace rune::cedar
