// How a policy asks the rules: the one door between the two languages, seen from below both.
//
// The engine implements it over a request's rule evaluation; the policy evaluator calls it and
// knows nothing of rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rune/value.h"

namespace rune::expr {

// In order: a disjunction is the greatest of its parts, a conjunction the least.
enum class Truth : std::uint8_t { kFalse, kError, kTrue };

struct PredicateAnswer {
  Truth truth = Truth::kFalse;
  std::string error;  // of an erring test: what erred
};

class PredicateSource {
 public:
  virtual ~PredicateSource() = default;

  // `E in P`: P holds with `tested` at the parameter whose name is `parameter` ignoring case (the
  // last component of E), else at the first. The source decides whether an entity is handed over
  // itself or as its id.
  virtual PredicateAnswer TestIn(const std::string& relation, const std::string& parameter,
                                 const Value& tested) = 0;
  // `P(e1, .., en)` and `context.datalog.P.contains([..])`.
  virtual PredicateAnswer TestCall(const std::string& relation,
                                   const std::vector<Value>& arguments) = 0;
};

}  // namespace rune::expr
