// How a policy asks the rules: the one door between the two languages, seen from below both.
//
// The engine implements it over a request's rule evaluation; the policy evaluator calls it and knows nothing of rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rune/value.h"

namespace rune::expr {

enum class Truth : std::uint8_t { kFalse, kError, kTrue };  // in order: or is the greatest, and the least

struct PredicateAnswer {
  Truth truth = Truth::kFalse;
  std::string error;  // of an erring test: what erred
};

class PredicateSource {
 public:
  virtual ~PredicateSource() = default;

  // `E in P`: P holds with `tested` at the parameter whose name is `attribute` ignoring case (the last component of E), else at the first.
  // The source decides whether an entity is handed over itself or as its id.
  virtual PredicateAnswer TestIn(const std::string& relation, const std::string& parameter,
                                 const Value& tested) = 0;
  // `P(e1, .., en)` and `context.datalog.P.contains([..])`.
  virtual PredicateAnswer TestCall(const std::string& relation, const std::vector<Value>& arguments) = 0;
};

}  // namespace rune::expr
