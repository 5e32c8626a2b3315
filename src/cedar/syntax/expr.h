// One node of the tree of a policy.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "cedar/syntax/tree_memory.h"
#include "rune/value.h"
#include "text/source.h"
#include "value/extension_call.h"
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
using value::ExtensionArity;
using value::ExtensionFunction;
using value::ExtensionName;
using value::FindExtension;
using value::IsConstructor;

// Whether expressions may hold `unknown("name")`. Cedar proper has no such function.
enum class Unknowns : std::uint8_t { kRefused, kAllowed };

// One node, of 32 bytes: two children and one name lie in it, more of them in the memory. What
// `children` and `names` return is valid while the node is where it is; copies are alike.
class Expr {
 public:
  ExprKind kind = ExprKind::kLiteral;
  // What the kind names; of other kinds zero.
  union {
    std::uint8_t code = 0;
    Variable variable;
    UnaryOp unary;
    BinaryOp binary;
    ExtensionFunction extension;
  };

 private:
  std::uint8_t children_ = 0;  // how many, or kMany
  std::uint8_t names_ = 0;

 public:
  text::Span span;

  ExprIds children() const {
    return children_ == kMany ? *first_.children : ExprIds(first_.few.data(), children_);
  }
  NameList names() const {
    return names_ == kMany ? *second_.names : NameList(&second_.name, names_);
  }
  // kLiteral: its value. Else false.
  const Value& literal() const { return kind == ExprKind::kLiteral ? *second_.literal : kNoValue; }
  // kLike: the pattern. Of an entity literal that is a pattern: its id. Else none.
  const WildText* wild() const {
    return kind == ExprKind::kLiteral ? first_.wild
           : kind == ExprKind::kLike  ? second_.wild
                                      : nullptr;
  }
  // The pattern that an entity literal is, if it is one.
  const value::Glob* glob() const {
    const WildText* text = wild();
    return text != nullptr && text->glob ? &*text->glob : nullptr;
  }

  // Require: no literal, and names but in kLike. What is given lives as long as the node: in the
  // memory of the tree, or for ever; a list of one name, or of at most two children, need not.
  void SetChildren(const ExprIds& children) {
    const std::size_t size = children.size();
    children_ = size > kFewChildren ? kMany : static_cast<std::uint8_t>(size);
    if (size > kFewChildren) {
      first_.children = &children;
    } else {
      first_.few = {size > 0 ? children[0] : 0, size > 1 ? children[1] : 0};
    }
  }
  void SetNames(const NameList& names) {
    names_ = names.size() > 1 ? kMany : static_cast<std::uint8_t>(names.size());
    if (names.size() > 1) {
      second_.names = &names;
    } else if (!names.empty()) {
      second_.name = &names[0];
    }
  }
  // `SetWild` comes behind the kind.
  void SetLiteral(const Value& value) { second_.literal = &value; }
  void SetWild(const WildText& text) {
    (kind == ExprKind::kLike ? second_.wild : first_.wild) = &text;
  }

  static constexpr std::size_t kFewChildren = 2;

 private:
  static constexpr std::uint8_t kMany = 0xFF;

  union {
    std::array<ExprId, kFewChildren> few;
    const ExprIds* children;
    const WildText* wild = nullptr;  // kLiteral
  } first_;
  union {
    const std::string* name;
    const NameList* names;
    const WildText* wild;  // kLike
    const Value* literal = &kNoValue;
  } second_;
};
static_assert(sizeof(Expr) == 32);

std::string_view OperatorName(BinaryOp op);  // `&&`, `in`, `contains`
bool IsMethod(BinaryOp op);                  // `contains` .. `hasTag`
std::optional<BinaryOp> FindMethod(std::string_view name);
std::string_view VariableName(Variable variable);  // `principal`
std::optional<Variable> FindVariable(std::string_view name);

}  // namespace rune::cedar
