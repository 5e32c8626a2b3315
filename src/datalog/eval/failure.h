// An error on its way from the built-in that had no result to the answer.
//
// A failure belongs to the clause whose instance it puts in error; `origin` remembers the clause in
// which it was born, so that a rule that only reads an erring relation can say where to look.
// Constant once made, hence shared.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/format.h"
#include "datalog/eval/evaluate.h"

namespace rune::datalog {

// The kind of a literal that is in error only because a variable's binder erred.
inline constexpr std::string_view kUnknownValue = "unknown_value";

// Why a built-in has no result.
struct EvalError {
  std::string kind;
  std::string message;
};

struct Failure {
  std::string clause;
  text::Span span;  // of the literal
  std::string kind;
  std::string message;
  std::string origin;  // the clause in which it was born; empty if in none
  std::string values;  // `X = 1, Y = 0`, where the error was born at load
};

using FailureRef = std::shared_ptr<const Failure>;

// The one to report of two that put the same instance in error: a cause before its effect, then by
// place.
inline const FailureRef& Worse(const FailureRef& a, const FailureRef& b) {
  if (!a) return b;
  if (!b) return a;
  const bool a_is_effect = a->kind == kUnknownValue;
  const bool b_is_effect = b->kind == kUnknownValue;
  if (a_is_effect != b_is_effect) return a_is_effect ? b : a;
  const auto place = [](const Failure& f) { return std::pair(f.span.file, f.span.begin); };
  return place(*b) < place(*a) ? b : a;
}

inline RuleError ToRuleError(const Failure& failure) {
  std::string message = failure.origin == failure.clause || failure.origin.empty()
                            ? failure.message
                            : Format("in `{}`: {}", failure.origin, failure.message);
  return RuleError{failure.clause, failure.span, failure.kind, std::move(message)};
}

}  // namespace rune::datalog
