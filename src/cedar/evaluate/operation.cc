#include "cedar/evaluate/operation.h"

namespace rune::cedar {

EvalResult ApplyOperator(const Expr& node, std::vector<Value> operands, const Environment& env,
                         std::span<const text::Span> places) {
  ExprPool pool;
  Expr operation = node;
  operation.children.clear();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Expr literal;
    literal.literal = std::move(operands[i]);
    if (!places.empty()) literal.span = places[i];
    operation.children.push_back(pool.Add(std::move(literal)));
  }
  const ExprId root = pool.Add(std::move(operation));
  return Evaluate(pool, root, false, env);
}

}  // namespace rune::cedar
