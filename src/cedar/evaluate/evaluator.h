// The evaluator's own class, shared by the files of this folder; everybody else includes
// evaluate.h.
//
// Idea: `Run` walks from a node down its first children with a loop, evaluates the leaf there, and
// folds the value up again, one `Apply` a node. So chains of `&& || + - * .` and of method calls,
// which are left-nested, need no stack whatever their length; only second and further children
// recurse, and those nest no deeper than the text did. One evaluator belongs to one evaluation on
// one thread. Cost: one step a node, more where a node looks at many elements.
#pragma once

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

class Evaluator {
 public:
  Evaluator(const ExprPool& pool, bool extended, const Environment& env)
      : pool_(pool), extended_(extended), env_(env) {}

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
};

// Whether `left` lies in `target`, or matches the pattern written there. Empty: the pattern has no
// answer.
std::optional<bool> Matches(const EntityUid& left, const EntityUid& target,
                            const std::optional<value::Glob>& glob,
                            const store::EntitySource& entities);
std::unexpected<EvalError> NoGlobAnswer(text::Span span, const EntityUid& left);

// One part of a policy's scope; `subject` is what the request has there, `slot` the value of the
// slot.
std::expected<bool, EvalError> InScope(const Scope& scope, const EntityUid& subject,
                                       const std::optional<EntityUid>& slot,
                                       const Environment& env);
// Whether a condition holds: `unless` turned round, an empty `when` as the effect wants it.
std::expected<bool, EvalError> Holds(const Policy& policy, const Condition& condition,
                                     const Environment& env);

}  // namespace rune::cedar
