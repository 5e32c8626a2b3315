#include "cedar/validate/static_type.h"

#include <algorithm>
#include <array>

namespace rune::cedar {
namespace {

constexpr std::array<std::string_view, 4> kExtensionNames = {"decimal", "ipaddr", "datetime",
                                                             "duration"};

constexpr std::size_t kFirstBlock = 8;  // types of a pool

using Lub = std::expected<const StaticType*, LubProblem>;

StaticType MakeBasic(StaticKind kind) {
  StaticType type;
  type.kind = kind;
  type.open = kind == StaticKind::kRecord;
  return type;
}

bool SameAttributes(const StaticType& a, const StaticType& b) {
  return std::ranges::equal(a.attributes, b.attributes, [](const auto& x, const auto& y) {
    return x.name == y.name && x.required == y.required && SameType(*x.type, *y.type);
  });
}

bool Contains(std::span<const EntityTypeId> sorted, EntityTypeId id) {
  return std::ranges::binary_search(sorted, id);
}

// An optional attribute is no subtype of a required one; the reverse holds in permissive mode.
bool IsAttributeSubtype(const StaticAttribute& a, const StaticAttribute& b, ValidationMode mode) {
  const bool qualified =
      mode == ValidationMode::kStrict ? a.required == b.required : (a.required || !b.required);
  return qualified && IsSubtype(*a.type, *b.type, mode);
}

bool IsRecordSubtype(const StaticType& a, const StaticType& b, ValidationMode mode) {
  if (a.open && !b.open) return false;
  const bool wide = b.open && mode == ValidationMode::kPermissive;
  if (!wide && a.attributes.size() != b.attributes.size()) return false;
  return std::ranges::all_of(b.attributes, [&](const StaticAttribute& wanted) {
    const StaticAttribute* found = a.Find(wanted.name);
    return found != nullptr && IsAttributeSubtype(*found, wanted, mode);
  });
}

bool IsEntitySubtype(const StaticType& a, const StaticType& b, ValidationMode mode) {
  if (b.is(StaticKind::kAnyEntity)) {
    return a.is(StaticKind::kAnyEntity) || mode == ValidationMode::kPermissive;
  }
  if (a.is(StaticKind::kAnyEntity)) return false;
  if (mode == ValidationMode::kStrict) return std::ranges::equal(a.entities, b.entities);
  return std::ranges::includes(b.entities, a.entities);
}

Lub EntityLub(const StaticType* a, const StaticType* b, ValidationMode mode, TypePool& pool) {
  if (mode == ValidationMode::kStrict) return std::unexpected(LubProblem::kEntityType);
  if (a->is(StaticKind::kAnyEntity) || b->is(StaticKind::kAnyEntity)) {
    return Basic(StaticKind::kAnyEntity);
  }
  std::vector<EntityTypeId> both;
  std::ranges::set_union(a->entities, b->entities, std::back_inserter(both));
  return pool.EntityOf(std::move(both));
}

std::expected<StaticAttribute, LubProblem> AttributeLub(const StaticAttribute& a,
                                                        const StaticAttribute& b,
                                                        ValidationMode mode, TypePool& pool) {
  const Lub type = LeastUpperBound(a.type, b.type, mode, pool);
  if (!type) return std::unexpected(type.error());
  if (mode == ValidationMode::kStrict && a.required != b.required) {
    return std::unexpected(LubProblem::kAttributeQualifier);
  }
  return StaticAttribute{a.name, *type, a.required && b.required};
}

// Permissive: what both have, and open if that loses something.
Lub RecordLub(const StaticType* a, const StaticType* b, ValidationMode mode, TypePool& pool) {
  const bool strict = mode == ValidationMode::kStrict;
  if (strict && a->attributes.size() != b->attributes.size()) {
    return std::unexpected(LubProblem::kRecordWidth);
  }
  std::vector<StaticAttribute> common;
  for (const StaticAttribute& left : a->attributes) {
    const StaticAttribute* right = b->Find(left.name);
    if (right == nullptr) {
      if (strict) return std::unexpected(LubProblem::kRecordWidth);
      continue;
    }
    auto attribute = AttributeLub(left, *right, mode, pool);
    if (attribute) {
      common.push_back(*std::move(attribute));
    } else if (strict) {
      return std::unexpected(attribute.error());
    }
  }
  const bool lost = common.size() != a->attributes.size() || common.size() != b->attributes.size();
  return pool.RecordOf(std::move(common), a->open || b->open || lost);
}

}  // namespace

std::string_view ExtensionTypeName(ExtensionType type) {
  return kExtensionNames[static_cast<std::size_t>(type)];
}

const StaticAttribute* StaticType::Find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(attributes, name, {}, &StaticAttribute::name);
  return found != attributes.end() && found->name == name ? &*found : nullptr;
}

const StaticType* Basic(StaticKind kind) {
  static const std::array<StaticType, 10> kTypes = [] {
    std::array<StaticType, 10> types;
    for (std::size_t i = 0; i < types.size(); ++i) {
      types[i] = MakeBasic(static_cast<StaticKind>(i));
    }
    return types;
  }();
  static_assert(static_cast<std::size_t>(StaticKind::kExtension) == 10);
  return &kTypes[static_cast<std::size_t>(kind)];
}

const StaticType* OfBool(bool value) {
  return Basic(value ? StaticKind::kTrue : StaticKind::kFalse);
}

const StaticType* OfExtension(ExtensionType type) {
  static const std::array<StaticType, kExtensionNames.size()> kTypes = [] {
    std::array<StaticType, kExtensionNames.size()> types;
    for (std::size_t i = 0; i < types.size(); ++i) {
      types[i].kind = StaticKind::kExtension;
      types[i].extension = static_cast<ExtensionType>(i);
    }
    return types;
  }();
  return &kTypes[static_cast<std::size_t>(type)];
}

// The first block is kept for the types that come.
void TypePool::Clear() {
  if (!blocks_.empty()) {
    blocks_.resize(1);
    blocks_[0].clear();
  }
  lists_.clear();
}

const StaticType* TypePool::Add(StaticType type) {
  if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) {
    const std::size_t most = blocks_.empty() ? kFirstBlock : 2 * blocks_.back().capacity();
    blocks_.emplace_back().reserve(most);
  }
  return &blocks_.back().emplace_back(std::move(type));
}

const StaticType* TypePool::SetOf(const StaticType* element) {
  StaticType type;
  type.kind = StaticKind::kSet;
  type.element = element;
  return Add(std::move(type));
}

const StaticType* TypePool::RecordOf(std::vector<StaticAttribute> attributes, bool open) {
  StaticType type;
  type.kind = StaticKind::kRecord;
  type.attributes = std::move(attributes);
  type.open = open;
  return Add(std::move(type));
}

const StaticType* TypePool::EntityOf(std::vector<EntityTypeId> entities) {
  StaticType type;
  type.kind = StaticKind::kEntity;
  type.entities = lists_.emplace_front(std::move(entities));
  return Add(std::move(type));
}

bool SameType(const StaticType& a, const StaticType& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case StaticKind::kEntity: return std::ranges::equal(a.entities, b.entities);
    case StaticKind::kExtension: return a.extension == b.extension;
    case StaticKind::kSet:
      if (a.element == nullptr || b.element == nullptr) return a.element == b.element;
      return SameType(*a.element, *b.element);
    case StaticKind::kRecord: return a.open == b.open && SameAttributes(a, b);
    default: return true;
  }
}

bool IsSubtype(const StaticType& a, const StaticType& b, ValidationMode mode) {
  if (a.is(StaticKind::kNever)) return true;
  if (a.is_bool() && b.is_bool()) return b.is(StaticKind::kBool) || a.kind == b.kind;
  if (a.is_entity() && b.is_entity()) return IsEntitySubtype(a, b, mode);
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case StaticKind::kSet:
      if (b.element == nullptr) return true;
      return a.element != nullptr && IsSubtype(*a.element, *b.element, mode);
    case StaticKind::kRecord: return IsRecordSubtype(a, b, mode);
    case StaticKind::kExtension: return a.extension == b.extension;
    default: return true;
  }
}

Lub LeastUpperBound(const StaticType* a, const StaticType* b, ValidationMode mode, TypePool& pool) {
  if (a == b) return a;
  if (IsSubtype(*a, *b, mode)) return b;
  if (IsSubtype(*b, *a, mode)) return a;
  if (a->is_bool() && b->is_bool()) return Basic(StaticKind::kBool);
  if (a->is_entity() && b->is_entity()) return EntityLub(a, b, mode, pool);
  if (a->kind == b->kind && a->is(StaticKind::kSet)) {
    const Lub element = LeastUpperBound(a->element, b->element, mode, pool);
    if (!element) return element;
    return pool.SetOf(*element);
  }
  if (a->kind == b->kind && a->is(StaticKind::kRecord)) return RecordLub(a, b, mode, pool);
  const bool mixed = (a->is_entity() && b->is(StaticKind::kRecord)) ||
                     (b->is_entity() && a->is(StaticKind::kRecord));
  return std::unexpected(mixed ? LubProblem::kEntityRecord : LubProblem::kOther);
}

Lub LeastUpperBound(std::span<const StaticType* const> types, ValidationMode mode, TypePool& pool) {
  Lub lub = Basic(StaticKind::kNever);
  for (const StaticType* type : types) {
    if (lub) lub = LeastUpperBound(*lub, type, mode, pool);
  }
  return lub;
}

bool AreDisjoint(const StaticType& a, const StaticType& b) {
  if (!a.is(StaticKind::kEntity) || !b.is(StaticKind::kEntity)) return false;
  return std::ranges::none_of(a.entities,
                              [&](EntityTypeId id) { return Contains(b.entities, id); });
}

}  // namespace rune::cedar
