// The value of a term under the variables bound so far: constants, arithmetic, functions, paths
// into data and context.
//
// A term has a value, or is absent (a path into data that leads nowhere: its literal is false), or
// is in error. Absent outweighs an error, because the literal is then false whatever else it holds.
// A path with an unbound variable over keys has as many values as keys fit.
//
// Every operation charges the meter, texts by their length, so that an exhausted meter must be
// asked for after use: results are then meaningless. Belongs to one request on one thread.
#pragma once

#include <variant>
#include <vector>

#include "base/bounds.h"
#include "datalog/eval/builtins.h"
#include "datalog/eval/environment.h"

namespace rune::datalog {

struct Absent {};
using TermResult = std::variant<Value, Absent, EvalError>;

// One value of a term, with the keys that its path's variables took.
struct TermSolution {
  TermResult result;
  Bindings bindings;
};

// How a pattern fits a value; the error of one that is neither.
struct FitResult {
  bool fits = true;
  std::optional<EvalError> error;  // only when it fits otherwise
};

class Terms {
 public:
  // `context` is null for a query without a request. Both are canonical and outlive this object.
  Terms(const Value& data, const Value* context, bool fold_paths, WorkMeter& meter)
      : data_(data), context_(context), fold_paths_(fold_paths), meter_(meter) {}

  // An unbound variable is in error (kUnknownValue).
  TermResult Evaluate(const Term& term, const Environment& environment);
  // All values of a path with unbound variables over keys, else the one result of Evaluate. Leaves
  // the environment as it was.
  std::vector<TermSolution> EvaluateAll(const Term& term, Environment& environment);
  // Fits a term against a value and binds its unbound variables: a variable, an open object
  // pattern, a list, or any term (compared by `==`).
  FitResult Fit(const Term& term, const Value& value, Environment& environment);
  // `has(context.key)`: in error only where a computed key is.
  TestResult Has(const Term& path, const Environment& environment);
  // A test other than `has`.
  TestResult Test(Function function, std::span<const Value> arguments);

 private:
  TermResult EvaluateOperands(const std::vector<Term>& operands, const Environment& environment,
                              Value::Elements& values);
  TermResult EvaluateArithmetic(const Term& term, const Environment& environment);
  TermResult EvaluateList(const Term& term, const Environment& environment);
  TermResult EvaluateDataPath(const Term& term, const Environment& environment);
  TermResult EvaluateContextPath(const Term& term, const Environment& environment);
  // The key that a step names: a text Value, absent, or an error.
  TermResult StepKey(const PathStep& step, const Environment& environment);
  void WalkData(const Term& path, std::size_t step, const Value& here, Environment& environment,
                std::size_t mark, std::vector<TermSolution>& out);
  bool Charge(const Value& value);

  const Value& data_;
  const Value* context_;
  bool fold_paths_;
  WorkMeter& meter_;
  PatternCache patterns_;
};

}  // namespace rune::datalog
