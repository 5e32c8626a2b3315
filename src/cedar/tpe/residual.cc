#include "cedar/tpe/residual.h"

#include <algorithm>

namespace rune::cedar {
namespace {

// What can fail by itself, on operands of the right types: a number grows too large, an entity does
// not exist. Whatever else fails has a part that failed.
bool FailsByItself(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kGetAttr:
    case ExprKind::kExtension: return true;
    case ExprKind::kUnary: return expr.unary == UnaryOp::kNegate;
    case ExprKind::kBinary:
      return expr.binary == BinaryOp::kAdd || expr.binary == BinaryOp::kSub ||
             expr.binary == BinaryOp::kMul || expr.binary == BinaryOp::kGetTag;
    default: return false;
  }
}

void CollectUids(const Value& value, std::set<EntityUid>& uids) {
  switch (value.kind()) {
    case ValueKind::kEntity: uids.insert(value.as_entity()); break;
    case ValueKind::kSet:
    case ValueKind::kList:
      for (const Value& element : value.elements()) CollectUids(element, uids);
      break;
    case ValueKind::kRecord:
      for (const auto& [key, field] : value.fields()) CollectUids(field, uids);
      break;
    default: break;
  }
}

}  // namespace

ResidualId Residual::AddConcrete(Value value) {
  ResidualNode node;
  node.state = ResidualState::kConcrete;
  node.can_error = false;
  node.expr.literal = std::move(value);
  nodes_.push_back(std::move(node));
  return static_cast<ResidualId>(nodes_.size() - 1);
}

ResidualId Residual::AddError() {
  nodes_.emplace_back();
  return static_cast<ResidualId>(nodes_.size() - 1);
}

ResidualId Residual::AddPartial(Expr expr, std::optional<bool> by_type) {
  ResidualNode node;
  node.state = ResidualState::kPartial;
  node.can_error = FailsByItself(expr) ||
                   std::ranges::any_of(
                       expr.children, [this](ResidualId child) { return nodes_[child].can_error; });
  node.by_type = by_type;
  node.expr = std::move(expr);
  nodes_.push_back(std::move(node));
  return static_cast<ResidualId>(nodes_.size() - 1);
}

bool Residual::IsBool(bool wanted) const {
  const ResidualNode& node = nodes_[root_];
  return node.state == ResidualState::kConcrete && node.expr.literal == Value(wanted);
}

std::set<EntityUid> Residual::LiteralUids() const {
  std::set<EntityUid> uids;
  std::vector<bool> reached(nodes_.size());
  reached[root_] = true;
  for (ResidualId id = root_ + 1; id-- > 0;) {
    if (!reached[id]) continue;
    const ResidualNode& node = nodes_[id];
    if (node.state == ResidualState::kConcrete) CollectUids(node.expr.literal, uids);
    for (const ResidualId child : node.expr.children) reached[child] = true;
  }
  return uids;
}

}  // namespace rune::cedar
