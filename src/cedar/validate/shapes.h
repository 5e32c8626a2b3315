// Which expressions of a policy are written alike.
//
// The validator learns `e has a` and later wants to know it of `e.a`: both `e` must be the same
// expression, wherever they stand. Each node gets the number of its shape; two nodes have one
// number exactly when they are the same tree once Cedar's shorthands are written out (`a > b` is
// `!(a <= b)`, `e is T in f` is `e is T && e in f`, `true && false` is `false`; `e has a.b` is
// itself). The shape of `e.a` and of `e.getTag(t)` is then what can be known: a capability.
//
// A policy without `has` and `hasTag` knows nothing; there all nodes have one shape.
//
// Belongs to one policy and one thread. Cost: one hash look-up a node and shorthand.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "cedar/syntax/ast.h"

namespace rune::cedar {

using Shape = std::uint32_t;

class Shapes {
 public:
  explicit Shapes(const ExprPool& pool);

  // Shapes are the numbers below this.
  std::size_t count() const { return shapes_.empty() ? 1 : numbers_.size(); }
  Shape of(ExprId id) const { return shapes_.empty() ? 0 : shapes_[id]; }
  // For kHas with the names n1, n2, ..: the shapes of `e.n1`, `e.n1.n2`, .. For hasTag: the one of
  // `e.getTag(t)`. Requires: one of these.
  const std::vector<Shape>& tested(ExprId id) const { return tested_.find(id)->second; }
  // What the node is as a literal: itself, or the value of a `&&` or `||` of two literal booleans,
  // which Cedar's parser works out. Null if it is none, or a pattern.
  const Value* Literal(ExprId id) const {
    if (!folds_.empty() && folds_[id] != nullptr) return folds_[id];
    const Expr& node = pool_[id];
    return node.kind == ExprKind::kLiteral && node.wild() == nullptr ? &node.literal() : nullptr;
  }

 private:
  Shape Intern(std::string key);
  Shape ShapeOf(const Expr& node);
  Shape BinaryShape(const Expr& node);
  Shape Attribute(Shape base, const std::string& name);
  Shape Tag(Shape base, Shape tag);
  void Fold(ExprId id);
  void Test(ExprId id);

  const ExprPool& pool_;
  std::unordered_map<std::string, Shape> numbers_;
  std::vector<Shape> shapes_;        // by node; empty where nothing ever becomes known
  std::vector<const Value*> folds_;  // by node; empty where nothing is folded
  std::unordered_map<ExprId, std::vector<Shape>> tested_;
};

}  // namespace rune::cedar
