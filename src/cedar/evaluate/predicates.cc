// Tests of relations: `E in P` and `P(e1, .., en)`.
#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"

namespace rune::cedar {
namespace {

EvalResult Answer(const Expr& node, const expr::PredicateAnswer& answer, const WorkMeter& meter) {
  if (meter.exhausted()) {
    return Fail(EvalErrorKind::kLimit, node.span, "the request's bound of steps is reached");
  }
  if (answer.truth == expr::Truth::kError) {
    return Fail(EvalErrorKind::kPredicateError, node.span,
                Format("`{}` is in error: {}", node.names()[0], answer.error));
  }
  return Value(answer.truth == expr::Truth::kTrue);
}

std::unexpected<EvalError> NoSource(const Expr& node) {
  return Fail(EvalErrorKind::kPredicateError, node.span,
              Format("`{}` cannot be asked: there are no rules here", node.names()[0]));
}

}  // namespace

EvalResult Evaluator::PredicateIn(const Expr& node, const Value& tested) {
  if (env_.predicates == nullptr) return NoSource(node);
  const std::string parameter = node.names().size() > 1 ? node.names()[1] : std::string();
  return Answer(node, env_.predicates->TestIn(node.names()[0], parameter, tested), env_.meter);
}

EvalResult Evaluator::PredicateCall(const Expr& node, Value first) {
  std::vector<Value> arguments;
  if (!node.children().empty()) arguments.push_back(std::move(first));
  for (std::size_t i = 1; i < node.children().size(); ++i) {
    RUNE_ASSIGN_OR_RETURN(Value argument, Run(node.children()[i]));
    arguments.push_back(std::move(argument));
  }
  if (env_.predicates == nullptr) return NoSource(node);
  return Answer(node, env_.predicates->TestCall(node.names()[0], arguments), env_.meter);
}

}  // namespace rune::cedar
