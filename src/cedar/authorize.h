// All policies against one request. The essence of Cedar on one page.
#pragma once

#include <vector>

#include "base/result.h"
#include "cedar/evaluate/evaluate.h"

namespace rune::cedar {

struct PolicyError {
  Instance instance;
  EvalError error;
};

// Sorted into what the policies said; nothing is decided here.
struct Evaluation {
  std::vector<Instance> permits;  // satisfied
  std::vector<Instance> forbids;  // satisfied
  std::vector<PolicyError> errors;
};

// Returns: kLimit when the meter runs out.
Result<Evaluation> EvaluatePolicies(const std::vector<Instance>& instances, const Environment& env);

// Cedar's own rule: erring policies are skipped; a satisfied forbid denies, else a satisfied permit
// allows.
struct Authorization {
  bool allow = false;
  std::vector<std::string> reasons;  // ids, in order
  std::vector<std::string> errors;
};
Authorization Authorize(const Evaluation& evaluation);

}  // namespace rune::cedar
