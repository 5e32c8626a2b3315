// How far a policy got, for explanations. Nothing here decides anything.
#include "cedar/evaluate/evaluator.h"
#include "cedar/evaluate/seen.h"

namespace rune::cedar {
namespace {

// True: this part does not stand in the way.
bool PassScope(Miss& miss, const ScopePart& part, const Environment& env) {
  if (InScope(part, env).value_or(false)) {
    ++miss.passed;
    return true;
  }
  miss.span = part.scope.span;
  miss.values.emplace_back(VariableName(part.variable), Shown(Value(part.subject)));
  return false;
}

bool PassCondition(Miss& miss, const Policy& policy, const Condition& condition,
                   const Environment& env) {
  miss.span = condition.span;
  Trace trace;
  const auto holds = Holds(policy, condition, env, &trace);
  if (!condition.body) return holds.value_or(false);
  const std::vector<ExprId> conjuncts =
      condition.when ? ChainOperands(policy.pool, *condition.body, BinaryOp::kAnd)
                     : std::vector<ExprId>{*condition.body};
  for (const ExprId conjunct : conjuncts) {
    if (BoolOf(policy.pool, trace, conjunct) == condition.when) {
      ++miss.passed;
      continue;
    }
    if (condition.when) miss.span = policy.pool[conjunct].span;
    miss.values = AccessesSeen(policy, conjunct, trace);
    return false;
  }
  return true;
}

}  // namespace

Miss ExplainMiss(const Instance& instance, const Environment& env, const text::SourceMap& sources) {
  const Policy& policy = *instance.policy;
  Miss miss;
  bool passed = true;
  for (const ScopePart& part : ScopeParts(instance, env)) {
    passed = passed && PassScope(miss, part, env);
  }
  for (const Condition& condition : policy.conditions) {
    passed = passed && PassCondition(miss, policy, condition, env);
  }
  if (passed) miss.span = policy.span;
  miss.literal = Cut(sources.Text(miss.span));
  return miss;
}

}  // namespace rune::cedar
