// What partial evaluation leaves of an expression.
//
// Idea: each part is one of three. *Concrete*: its value is known. *Error*: whatever the unknown
// parts turn out to be, evaluating it fails; which error does not matter, since an erring policy
// counts as one that says nothing. *Partial*: an operator over residuals, at least one of them not
// concrete. What types alone decide is worked out once, when a checked policy becomes a residual
// (typed_condition.h), and stays with the node.
//
// Only what Cedar knows at its core appears: `> >= !=`, `is .. in` and `unless` are written out.
// The nodes lie in one pool, children before parents, and a node may be the child of several. So no
// function here recurses into a tree. Immutable once built; may be read by many threads.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cedar/syntax/ast.h"

namespace rune::cedar {

using ResidualId = std::uint32_t;

enum class ResidualState : std::uint8_t { kConcrete, kPartial, kError };

struct ResidualNode {
  ResidualState state = ResidualState::kError;
  // Some entities and some request that fit the schema make it an error.
  bool can_error = true;
  // `is`, `in`, `==`, `has`, `hasTag`: what it is by the types of its operands, unless one errs.
  std::optional<bool> by_type;
  // kPartial: the operator; its children are residuals. kConcrete: `literal` is any value.
  Expr expr;
};

class Residual {
 public:
  ResidualId AddConcrete(Value value);
  ResidualId AddError();
  // Requires: a core operator; its operands, residuals of this pool, instead of its children.
  ResidualId AddPartial(const Expr& expr, ExprIds operands,
                        std::optional<bool> by_type = std::nullopt);
  void SetRoot(ResidualId root) { root_ = root; }

  const ResidualNode& operator[](ResidualId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }
  ResidualId root() const { return root_; }

  ResidualState state() const { return nodes_[root_].state; }
  bool IsTrue() const { return IsBool(true); }
  bool IsFalse() const { return IsBool(false); }

  // Every entity that it names, inside values too.
  std::set<EntityUid> LiteralUids() const;

 private:
  bool IsBool(bool wanted) const;
  ResidualId Add(ResidualNode node, ExprId shown);

  std::vector<ResidualNode> nodes_;
  ExprPool exprs_;  // what the nodes show; by the same numbers
  ResidualId root_ = 0;
};

// An unconditional policy with one `when`, which is the residual: it is satisfied, is not, or errs
// as `policy` does for whatever fits the known parts. Id, effect and annotations are those given. A
// part that is in error is a call of `error`, a function that does not exist. A value becomes the
// expression that makes it, in Cedar's canonical spelling.
Policy ResidualToPolicy(const Residual& residual, const Policy& policy, std::string id);

}  // namespace rune::cedar
