#include "cedar/evaluate/operation.h"

namespace rune::cedar {

EvalResult ApplyOperator(const Expr& node, std::vector<Value> operands, const Environment& env,
                         std::span<const text::Span> places) {
  ExprPool pool;
  std::vector<ExprId> literals;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    literals.push_back(
        pool.AddLiteral(std::move(operands[i]), places.empty() ? text::Span() : places[i]));
  }
  const ExprId root = pool.Add(node, literals);
  return Evaluate(pool, root, false, env);
}

}  // namespace rune::cedar
