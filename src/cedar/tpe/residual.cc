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
  return Add({ResidualState::kConcrete, false, {}, {}}, exprs_.AddLiteral(value, {}));
}

ResidualId Residual::AddError() {
  return Add({ResidualState::kError, true, {}, {}}, exprs_.Add(ExprKind::kLiteral, {}));
}

ResidualId Residual::AddPartial(const Expr& expr, ExprIds operands, std::optional<bool> by_type) {
  const auto errs = [this](ResidualId operand) { return nodes_[operand].can_error; };
  const bool can_error = FailsByItself(expr) || std::ranges::any_of(operands, errs);
  return Add({ResidualState::kPartial, can_error, by_type, {}}, exprs_.Add(expr, operands));
}

ResidualId Residual::Add(ResidualNode node, ExprId shown) {
  node.expr = exprs_[shown];
  nodes_.push_back(node);
  return shown;
}

bool Residual::IsBool(bool wanted) const {
  const ResidualNode& node = nodes_[root_];
  return node.state == ResidualState::kConcrete && node.expr.literal() == Value(wanted);
}

std::set<EntityUid> Residual::LiteralUids() const {
  std::set<EntityUid> uids;
  std::vector<bool> reached(nodes_.size());
  reached[root_] = true;
  for (ResidualId id = root_ + 1; id-- > 0;) {
    if (!reached[id]) continue;
    const ResidualNode& node = nodes_[id];
    if (node.state == ResidualState::kConcrete) CollectUids(node.expr.literal(), uids);
    for (const ResidualId child : node.expr.children()) reached[child] = true;
  }
  return uids;
}

}  // namespace rune::cedar
