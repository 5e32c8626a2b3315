// The tree of a Cedar policy, as it was written.
//
// Idea: the nodes of one policy lie in one pool; a node names its children by number, and a child
// always has a smaller number than its parent. So trees of any depth are built, copied and
// destroyed without recursion, and a pass that wants to can run over the pool in order. `a && b &&
// c` is left-nested, as are `|| + - *` and `.`: a pass that recurses into children walks such left
// spines with a loop (they may be 10,000 links long). Everything else is at most 256 levels deep,
// where a level is a parenthesis, bracket, brace, `if`, argument list, method call or unary
// operator, and holds at most one operator of each precedence: below 2,000 nodes from root to leaf.
//
// `> >= !=` and extended `has a.b` stay as written here. Parentheses are not kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rune/value.h"
#include "text/source.h"
#include "value/glob.h"

namespace rune::cedar {

using ExprId = std::uint32_t;

enum class ExprKind : std::uint8_t {
  kLiteral,      // literal (bool, long, string, entity); glob and pattern set for `T::"/x/*"` after
                 // `in` in an extended file
  kVariable,     // variable
  kUnary,        // unary; children[0]
  kBinary,       // binary; children[0..1] (methods contains.. getTag hasTag too)
  kIf,           // children: condition, then, else
  kGetAttr,      // children[0], names[0]; `e.a` and `e["a"]`
  kHas,          // children[0], names (one or more: `has a.b.c`)
  kLike,         // children[0], pattern
  kIs,           // children[0], names[0] the type, children[1] if `is T in e`
  kSet,          // children in source order
  kRecord,       // names[i]: children[i] in source order
  kExtension,    // extension; children are the arguments (receiver first)
  kPredicateIn,  // RUNE: `e in P`; children[0], names[0] the relation, names[1] the tested
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

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  text::Span span;
  Variable variable = Variable::kPrincipal;
  UnaryOp unary = UnaryOp::kNot;
  BinaryOp binary = BinaryOp::kAnd;
  ExtensionFunction extension = ExtensionFunction::kDecimal;
  Value literal;
  std::optional<value::Glob> glob;
  std::vector<ExprId> children;
  std::vector<std::string> names;
  std::vector<char32_t>
      pattern;  // kLike; of a literal with `glob`: its id as written (value/escape.h)
};

class ExprPool {
 public:
  ExprId Add(Expr expr) {
    nodes_.push_back(std::move(expr));
    return static_cast<ExprId>(nodes_.size() - 1);
  }
  // A node of what all kinds have; the rest is set through `at`. Not inline, so that callers that
  // nest keep small frames.
  ExprId Add(ExprKind kind, text::Span span, std::vector<ExprId> children = {},
             std::vector<std::string> names = {});
  ExprId AddLiteral(Value value, text::Span span);
  // The nodes in a pool of just their size; this one is empty then and keeps its room.
  ExprPool Take();
  // Empty again, with its room kept.
  void Clear() { nodes_.clear(); }
  // Drops every node that none of `roots` reaches and renumbers them. One pass, no recursion.
  void Prune(std::vector<ExprId*> roots);
  const Expr& operator[](ExprId id) const { return nodes_[id]; }
  Expr& at(ExprId id) { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Expr> nodes_;
};

enum class Effect : std::uint8_t { kPermit, kForbid };
enum class ScopeKind : std::uint8_t { kAny, kEq, kIn, kIs, kIsIn };

// An entity in a scope: a literal, a pattern (extended files, after `in`), or the scope's own slot.
struct ScopeEntity {
  EntityUid uid;
  std::optional<value::Glob> glob;
  std::vector<char32_t> pattern;  // with `glob`: the id as written
  bool slot = false;
  text::Span span;
};

struct Scope {
  ScopeKind kind = ScopeKind::kAny;
  std::string type;  // kIs, kIsIn
  std::vector<ScopeEntity>
      entities;  // kEq, kIsIn: one; kIn: one, or any number when `list` (action only)
  bool list = false;
  text::Span span;
};

struct Condition {
  bool when = true;            // false: `unless`
  std::optional<ExprId> body;  // none: an empty `when { }` of an extended file
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
  std::vector<Condition> conditions;
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
