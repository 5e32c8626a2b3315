// Expressions to values, written plainly from the specification.
//
// Errors are values: an evaluation error has a kind, a message and the place of the operation that
// failed. Work is charged to the meter inside; when it runs out the error's kind is kLimit, which
// callers turn into a fault.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/bounds.h"
#include "base/result.h"
#include "cedar/policy_set.h"
#include "expr/predicate.h"
#include "rune/decision.h"
#include "store/entities.h"

namespace rune::cedar {

enum class EvalErrorKind : std::uint8_t {
  kEntityDoesNotExist,
  kEntityAttrDoesNotExist,  // attribute or tag
  kRecordAttrDoesNotExist,
  kTypeError,
  kWrongNumArguments,
  kIntegerOverflow,
  kFailedExtensionFunctionExecution,
  kPredicateError,  // a predicate test whose relation is in error
  kGlobNoAnswer,    // an id for which a pattern has no answer
  kLimit,
};
std::string_view EvalErrorName(EvalErrorKind kind);  // `entity_does_not_exist`, ...

struct EvalError {
  EvalErrorKind kind = EvalErrorKind::kTypeError;
  std::string message;
  text::Span span;
};

using EvalResult = std::expected<Value, EvalError>;

// Everything an evaluation may look at. All references must outlive it.
// Requires: arrays in the context and in the entities are sets; a list is a type error wherever it
// is used.
struct Environment {
  EntityUid principal;
  EntityUid action;
  EntityUid resource;
  const Value& context;  // a record
  const store::EntitySource& entities;
  expr::PredicateSource* predicates = nullptr;  // null: predicate tests are in error
  WorkMeter& meter;
};

// `extended`: RUNE's meanings apply (`"x" in set`, pseudo-attributes `id` and `type`). Patterns and
// predicate tests mean what they say wherever the tree has them.
//
// Requires: the tree is nested no deeper than Bounds::depth; left spines may be of any length.
EvalResult Evaluate(const ExprPool& pool, ExprId root, bool extended, const Environment& env);

// The whole condition of a policy: scopes, then conditions, left to right; true, false or an error.
// An empty `when { }` is false in a permit and true in a forbid.
//
// Requires: the slots of a template are filled.
std::expected<bool, EvalError> Satisfied(const Instance& instance, const Environment& env);

// How far a policy that is not satisfied got: conjuncts that were true before one was false or in
// error, and what the failing one saw. Conjuncts are the three parts of the scope (unconstrained
// ones count as true), then the operands of the top-level `&&` of each `when`; an `unless` is one
// conjunct.
struct Miss {
  std::size_t passed = 0;
  text::Span span;      // of the failing part; of the policy when it is satisfied
  std::string literal;  // its text
  SeenValues values;    // the accesses in it
};
Miss ExplainMiss(const Instance& instance, const Environment& env, const text::SourceMap& sources);

// Why a policy is satisfied or errs: its scope, then its conditions, each down to the expressions
// that decided, until one that does not hold or errs. Evaluates the policy once more.
//
// Requires: the policy was read from a text of `sources`.
// Returns: kLimit when the meter runs out.
Result<PolicyExplanation> ExplainPolicy(const Instance& instance, const Environment& env,
                                        const text::SourceMap& sources);

}  // namespace rune::cedar
