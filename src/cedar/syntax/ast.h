// The tree of a Cedar policy, as it was written.
//
// Idea: the nodes of one policy lie in one pool; a node names its children by number, and a child
// always has a smaller number than its parent. What does not fit a node of fixed size (lists,
// names, literals) lies in the memory of the tree (tree_memory.h), which the pool holds: a node, a
// scope and what they show are valid while a pool of that memory lives, be it a copy. So trees of
// any depth are built, copied and destroyed without recursion, and a pass that wants to can run
// over the pool in order. `a && b && c` is left-nested, as are `|| + - *` and `.`: a pass that
// recurses into children walks such left spines with a loop (they may be 10,000 links long).
// Everything else is at most 256 levels deep, where a level is a parenthesis, bracket, brace, `if`,
// argument list, method call or unary operator, and holds at most one operator of each precedence:
// below 2,000 nodes from root to leaf.
//
// `> >= !=` and extended `has a.b` stay as written here. Parentheses are not kept.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cedar/syntax/expr.h"
#include "cedar/syntax/expr_pool.h"
#include "rune/value.h"
#include "text/source.h"
#include "value/glob.h"

namespace rune::cedar {

enum class Effect : std::uint8_t { kPermit, kForbid };
enum class ScopeKind : std::uint8_t { kAny, kEq, kIn, kIs, kIsIn };

// An entity in a scope: a literal, a pattern (extended files, after `in`), or the scope's own slot.
struct ScopeEntity {
  const Value* literal = &kNoEntity;
  const WildText* wild = nullptr;  // its id, if it is a pattern
  bool slot = false;
  text::Span span;

  const EntityUid& uid() const { return literal->as_entity(); }
  const value::Glob* glob() const { return wild == nullptr ? nullptr : &*wild->glob; }
};

// Shows what lies in the memory of the policy's pool.
struct Scope {
  ScopeKind kind = ScopeKind::kAny;
  bool list = false;
  text::Span span;
  const std::string* type = &kNoName;  // kIs, kIsIn
  // kEq, kIsIn: one; kIn: one, or any number when `list` (action only)
  std::span<const ScopeEntity> entities;
};
static_assert(sizeof(Scope) == 40);

struct Annotation {
  std::string key;
  std::optional<std::string> value;  // none: written without one
  text::Span span;
};

struct Policy {
  std::string id;
  std::vector<Annotation> annotations;
  Scope principal;
  Scope action;
  Scope resource;
  std::span<const Condition> conditions;  // in the memory of the pool
  ExprPool pool;
  text::Span span;
  text::Span id_span;  // of the `@id` annotation, else of the effect keyword
  Effect effect = Effect::kPermit;
  bool extended = false;  // may use RUNE's forms

  bool principal_slot() const { return !principal.entities.empty() && principal.entities[0].slot; }
  bool resource_slot() const { return !resource.entities.empty() && resource.entities[0].slot; }
  bool is_template() const { return principal_slot() || resource_slot(); }
};

}  // namespace rune::cedar
