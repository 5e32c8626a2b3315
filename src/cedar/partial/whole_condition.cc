#include "cedar/partial/whole_condition.h"

#include "cedar/syntax/core_form.h"

namespace rune::cedar {
namespace {

class Builder {
 public:
  explicit Builder(ExprPool pool) : pool_(std::move(pool)) {}

  ExprId True(text::Span span) { return pool_.AddLiteral(Value(true), span); }

  ExprId And(ExprId left, ExprId right, text::Span span) {
    return Binary(BinaryOp::kAnd, left, right, span);
  }

  ExprId ScopeTest(const Scope& scope, Variable variable, const std::optional<EntityUid>& slot) {
    switch (scope.kind) {
      case ScopeKind::kAny: return True(scope.span);
      case ScopeKind::kEq: return Test(BinaryOp::kEq, scope, variable, slot);
      case ScopeKind::kIn: return Test(BinaryOp::kIn, scope, variable, slot);
      case ScopeKind::kIs: return Is(scope, variable);
      case ScopeKind::kIsIn: break;
    }
    const ExprId is = Is(scope, variable);
    return And(is, Test(BinaryOp::kIn, scope, variable, slot), scope.span);
  }

  ExprPool Take() { return std::move(pool_); }

 private:
  ExprId Binary(BinaryOp op, ExprId left, ExprId right, text::Span span) {
    const ExprId id = pool_.Add(ExprKind::kBinary, span, {left, right});
    pool_.at(id).binary = op;
    return id;
  }

  ExprId Subject(Variable variable, text::Span span) {
    const ExprId id = pool_.Add(ExprKind::kVariable, span);
    pool_.at(id).variable = variable;
    return id;
  }

  ExprId Is(const Scope& scope, Variable variable) {
    return pool_.Add(ExprKind::kIs, scope.span, {Subject(variable, scope.span)},
                     pool_.Names({*scope.type}));
  }

  ExprId Test(BinaryOp op, const Scope& scope, Variable variable,
              const std::optional<EntityUid>& slot) {
    std::vector<ExprId> targets;
    for (const ScopeEntity& entity : scope.entities) {
      targets.push_back(pool_.AddLiteral(Value(entity.slot ? *slot : entity.uid()), entity.span));
    }
    const ExprId target = scope.list ? pool_.Add(ExprKind::kSet, scope.span, targets) : targets[0];
    return Binary(op, Subject(variable, scope.span), target, scope.span);
  }

  ExprPool pool_;
};

}  // namespace

ParsedExpr WholeCondition(const Instance& instance) {
  Policy core = CoreForm(*instance.policy);
  Builder builder(std::move(core.pool));
  const text::Span span = core.span;
  ExprId whole = core.conditions.empty() ? builder.True(span) : *core.conditions[0].body;
  const ExprId resource =
      builder.ScopeTest(core.resource, Variable::kResource, instance.values.resource);
  whole = builder.And(resource, whole, span);
  whole = builder.And(builder.ScopeTest(core.action, Variable::kAction, {}), whole, span);
  const ExprId principal =
      builder.ScopeTest(core.principal, Variable::kPrincipal, instance.values.principal);
  whole = builder.And(principal, whole, span);
  return {builder.Take(), whole};
}

}  // namespace rune::cedar
