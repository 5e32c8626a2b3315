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
#include <string>
#include <string_view>
#include <vector>

#include "cedar/syntax/tree_memory.h"
#include "rune/value.h"
#include "text/source.h"
#include "value/glob.h"

namespace rune::cedar {

enum class ExprKind : std::uint8_t {
  kLiteral,    // literal (bool, long, string, entity); wild is set for `T::"/x/*"` after `in` in an
               // extended file
  kVariable,   // variable
  kUnary,      // unary; children[0]
  kBinary,     // binary; children[0..1] (methods contains.. getTag hasTag too)
  kIf,         // children: condition, then, else
  kGetAttr,    // children[0], names[0]; `e.a` and `e["a"]`
  kHas,        // children[0], names (one or more: `has a.b.c`)
  kLike,       // children[0], wild
  kIs,         // children[0], names[0] the type, children[1] if `is T in e`
  kSet,        // children in source order
  kRecord,     // names[i]: children[i] in source order
  kExtension,  // extension; children are the arguments (receiver first)
  kPredicateIn,    // RUNE: `e in P`; children[0], names[0] the relation, names[1] the tested
                   // parameter ("" if none)
  kPredicateCall,  // RUNE: `P(e1, .., en)` and `context.datalog.P.contains([..])`; names[0]
};

enum class Variable : std::uint8_t { kPrincipal, kAction, kResource, kContext };
enum class UnaryOp : std::uint8_t { kNot, kNegate, kIsEmpty };
enum class BinaryOp : std::uint8_t {
  kOr,
  kAnd,
  kEq,
  kNotEq,
  kLess,
  kLessEq,
  kGreater,
  kGreaterEq,
  kIn,
  kAdd,
  kSub,
  kMul,
  kContains,
  kContainsAll,
  kContainsAny,
  kGetTag,
  kHasTag,
};
enum class ExtensionFunction : std::uint8_t {
  kDecimal,
  kIp,
  kDatetime,
  kDuration,  // function style; the rest are methods
  kLessThan,
  kLessThanOrEqual,
  kGreaterThan,
  kGreaterThanOrEqual,
  kIsIpv4,
  kIsIpv6,
  kIsLoopback,
  kIsMulticast,
  kIsInRange,
  kOffset,
  kDurationSince,
  kToDate,
  kToTime,
  kToMilliseconds,
  kToSeconds,
  kToMinutes,
  kToHours,
  kToDays,
  kUnknown,  // `unknown("name")`, function style: what partial evaluation leaves open
};

// Whether expressions may hold `unknown("name")`. Cedar proper has no such function.
enum class Unknowns : std::uint8_t { kRefused, kAllowed };

// One node. Copies show the same children, names and literal.
struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  // What the kind names; of other kinds zero.
  union {
    std::uint8_t code = 0;
    Variable variable;
    UnaryOp unary;
    BinaryOp binary;
    ExtensionFunction extension;
  };
  text::Span span;
  ExprIds children;
  NameList names;
  const Value* literal = &kNoValue;
  // kLike: the pattern. Of an entity literal that is a pattern: its id.
  const WildText* wild = nullptr;

  // The pattern that an entity literal is, if it is one.
  const value::Glob* glob() const { return wild != nullptr && wild->glob ? &*wild->glob : nullptr; }
};

struct Condition {
  bool when = true;            // false: `unless`
  std::optional<ExprId> body;  // none: an empty `when { }` of an extended file
  text::Span span;
};

// Nodes in the making, or (`Take`) done. Those that are done lie in the memory too, and copies of
// the pool share them.
class ExprPool {
 public:
  ExprPool() = default;
  // What is added to a copy goes into a memory of its own.
  ExprPool(const ExprPool& other);
  ExprPool& operator=(const ExprPool& other) { return *this = ExprPool(other); }
  ExprPool(ExprPool&& other) noexcept { *this = std::move(other); }
  ExprPool& operator=(ExprPool&& other) noexcept;
  ~ExprPool() = default;

  // A node of what all kinds have; the rest is set through `at`. `names` lie in this memory.
  ExprId Add(ExprKind kind, text::Span span, ExprIds children = {}, NameList names = {}) {
    Expr& node = AddNode();
    node.kind = kind;
    node.span = span;
    if (!children.empty()) node.children = memory().Ids(children);
    node.names = names;
    return static_cast<ExprId>(size_ - 1);
  }
  ExprId AddLiteral(const Value& value, text::Span span);
  // The same node here, whatever pool it is of.
  ExprId Add(const Expr& expr);
  // As `Add`, with these children instead.
  ExprId Add(const Expr& expr, ExprIds children);

  // For what nodes of this pool, and the scopes beside it, point at.
  TreeMemory& memory() {
    if (memory_ == nullptr || !writes_) Renew();
    return *memory_;
  }
  NameList Names(std::initializer_list<std::string_view> names);
  NameList Names(std::span<const std::string> names);

  // The nodes, done, in a pool that shares the memory; this one is empty then and goes on writing
  // into it.
  ExprPool Take();
  void Clear();
  // Drops every node that none of `roots` reaches and renumbers them. One pass, no recursion.
  void Prune(std::vector<ExprId*> roots);
  // The same for the bodies of conditions. Returns: these, in this memory.
  std::span<const Condition> Prune(std::span<const Condition> conditions);
  const Expr& operator[](ExprId id) const { return nodes_[id]; }
  Expr& at(ExprId id) {
    if (making_ == nullptr) Reopen();
    return (*making_)[id];
  }
  std::size_t size() const { return size_; }

 private:
  Expr& AddNode() {
    if (making_ == nullptr) Reopen();
    Expr& node = making_->emplace_back();
    nodes_ = making_->data();
    ++size_;
    return node;
  }
  // Makes nodes that are done ones in the making.
  void Reopen();
  void Renew();

  const Expr* nodes_ = nullptr;                // of making_, or of the memory
  std::unique_ptr<std::vector<Expr>> making_;  // as many, if any
  std::shared_ptr<TreeMemory> memory_;         // may be none
  std::uint32_t size_ = 0;
  bool writes_ = true;  // false: the memory belongs to another pool, too
};

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
  const std::string* type = &kNoName;  // kIs, kIsIn
  // kEq, kIsIn: one; kIn: one, or any number when `list` (action only)
  std::span<const ScopeEntity> entities;
  text::Span span;
};

struct Annotation {
  std::string key;
  std::optional<std::string> value;  // none: written without one
  text::Span span;
};

struct Policy {
  std::string id;
  Effect effect = Effect::kPermit;
  bool extended = false;  // may use RUNE's forms
  std::vector<Annotation> annotations;
  Scope principal;
  Scope action;
  Scope resource;
  std::span<const Condition> conditions;  // in the memory of the pool
  ExprPool pool;
  text::Span span;
  text::Span id_span;  // of the `@id` annotation, else of the effect keyword

  bool principal_slot() const { return !principal.entities.empty() && principal.entities[0].slot; }
  bool resource_slot() const { return !resource.entities.empty() && resource.entities[0].slot; }
  bool is_template() const { return principal_slot() || resource_slot(); }
};

std::string_view OperatorName(BinaryOp op);  // `&&`, `in`, `contains`
bool IsMethod(BinaryOp op);                  // `contains` .. `hasTag`
std::optional<BinaryOp> FindMethod(std::string_view name);
std::string_view VariableName(Variable variable);  // `principal`
std::optional<Variable> FindVariable(std::string_view name);

std::string_view ExtensionName(ExtensionFunction f);  // as written: `lessThan`
// One of Cedar proper: never kUnknown.
std::optional<ExtensionFunction> FindExtension(std::string_view name);
bool IsConstructor(ExtensionFunction f);          // function style
std::size_t ExtensionArity(ExtensionFunction f);  // arguments, receiver included

}  // namespace rune::cedar
