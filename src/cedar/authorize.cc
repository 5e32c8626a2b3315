#include "cedar/authorize.h"

#include <algorithm>

namespace rune::cedar {

Result<Evaluation> EvaluatePolicies(const std::vector<Instance>& instances,
                                    const Environment& env) {
  Evaluation evaluation;
  for (const Instance& instance : instances) {
    std::expected<bool, EvalError> satisfied = Satisfied(instance, env);
    if (!satisfied) {
      if (satisfied.error().kind == EvalErrorKind::kLimit) {
        return MakeFault(FaultCode::kLimit,
                         "policy `" + instance.id + "`: " + satisfied.error().message);
      }
      evaluation.errors.push_back({instance, std::move(satisfied).error()});
    } else if (*satisfied) {
      const bool forbid = instance.policy->effect == Effect::kForbid;
      (forbid ? evaluation.forbids : evaluation.permits).push_back(instance);
    }
  }
  return evaluation;
}

Authorization Authorize(const Evaluation& evaluation) {
  Authorization authorization;
  authorization.allow = evaluation.forbids.empty() && !evaluation.permits.empty();
  const std::vector<Instance>& determining =
      evaluation.forbids.empty() ? evaluation.permits : evaluation.forbids;
  for (const Instance& instance : determining) authorization.reasons.push_back(instance.id);
  for (const PolicyError& error : evaluation.errors) {
    authorization.errors.push_back(error.instance.id);
  }
  return authorization;
}

}  // namespace rune::cedar
