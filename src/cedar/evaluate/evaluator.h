// The evaluator's own class, shared by the files of this folder; everybody else includes
// evaluate.h.
//
// Idea: `Run` walks from a node down its first children with a loop, evaluates the leaf there, and
// folds the value up again, one `Apply` a node. So chains of `&& || + - * .` and of method calls,
// which are left-nested, need no stack whatever their length; only second and further children
// recurse, and those nest no deeper than the text did. One evaluator belongs to one evaluation on
// one thread. Cost: one step a node, more where a node looks at many elements. A trace that listens
// is told what each node but the constants came to.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cedar/evaluate/evaluate.h"

namespace rune::cedar {

using Unit = std::expected<void, EvalError>;

std::unexpected<EvalError> Fail(EvalErrorKind kind, text::Span span, std::string message);
// `a string`, `an entity`: for messages.
std::string WithArticle(ValueKind kind);
// "expected a bool, found a string".
std::unexpected<EvalError> WrongKind(text::Span span, std::string_view wanted, const Value& found);

class Trace;  // seen.h

class Evaluator {
 public:
  Evaluator(const ExprPool& pool, bool extended, const Environment& env, Trace* trace = nullptr)
      : pool_(pool), extended_(extended), env_(env), trace_(trace) {}

  EvalResult Run(ExprId root);

 private:
  // Nodes without a first child that is evaluated first.
  EvalResult Leaf(const Expr& node);
  EvalResult SetLiteral(const Expr& node);
  EvalResult RecordLiteral(const Expr& node);
  // A node whose children[0] has the value `first`.
  EvalResult Apply(const Expr& node, Value first);

  // operators.cc
  EvalResult If(const Expr& node, const Value& condition);
  EvalResult Logical(const Expr& node, const Value& left);
  EvalResult Unary(const Expr& node, const Value& operand);
  EvalResult Binary(const Expr& node, const Value& left);
  EvalResult Order(const Expr& node, const Value& left, const Value& right);
  EvalResult Arithmetic(const Expr& node, const Value& left, const Value& right);
  EvalResult SetTest(const Expr& node, const Value& left, const Value& right);
  EvalResult Like(const Expr& node, const Value& text);

  // membership.cc
  EvalResult Is(const Expr& node, const Value& left);
  EvalResult In(const Expr& node, const Value& left, ExprId right);
  EvalResult InAny(const Expr& node, const Value& left, const std::vector<ExprId>& elements);
  EvalResult InValue(const Expr& node, const Value& left, const Value& right);

  // attributes.cc
  EvalResult GetAttribute(const Expr& node, const Value& from);
  EvalResult Has(const Expr& node, Value from);
  EvalResult GetTag(const Expr& node, const Value& from, const Value& tag);
  EvalResult HasTag(const Expr& node, const Value& from, const Value& tag);
  // The attribute, a pseudo-attribute included; nothing if there is none.
  std::optional<Value> AttributeOf(const EntityUid& uid, const std::string& name) const;

  // extension_call.cc
  EvalResult ExtensionCall(const Expr& node, Value first);

  // predicates.cc
  EvalResult PredicateIn(const Expr& node, const Value& tested);
  EvalResult PredicateCall(const Expr& node, Value first);

  Unit Charge(const Expr& node, std::uint64_t steps = 1);

  const ExprPool& pool_;
  const bool extended_;
  const Environment& env_;
  Trace* const trace_;  // null: nobody listens
};

// Whether `left` lies in `target`, or matches the pattern written there. Empty: the pattern has no
// answer.
std::optional<bool> Matches(const EntityUid& left, const EntityUid& target, const value::Glob* glob,
                            const store::EntitySource& entities);
std::unexpected<EvalError> NoGlobAnswer(text::Span span, const EntityUid& left);

// The three parts of a policy's scope, in order, with what the request has there and the values of
// the slots. Requires: all of it outlives what is returned.
struct ScopePart {
  Variable variable;
  const Scope& scope;
  const EntityUid& subject;
  const std::optional<EntityUid>& slot;
};
std::array<ScopePart, 3> ScopeParts(const Instance& instance, const Environment& env);
// Whether the subject is in the scope.
std::expected<bool, EvalError> InScope(const ScopePart& part, const Environment& env);
// What an entity of a scope stands for: itself, or the value of its slot.
const EntityUid& Target(const ScopeEntity& entity, const std::optional<EntityUid>& slot);
// Whether a condition is an empty `when { }`, which alone decides what the policy says.
bool IsUnfinished(const Policy& policy);
// Whether a condition holds: `unless` turned round, an empty `when` as the effect wants it.
std::expected<bool, EvalError> Holds(const Policy& policy, const Condition& condition,
                                     const Environment& env, Trace* trace = nullptr);

}  // namespace rune::cedar
