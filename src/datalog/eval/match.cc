// The solutions of one literal.
#include <algorithm>
#include <utility>

#include "datalog/eval/search.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

const EvalError* ErrorOf(const TermResult& result) { return std::get_if<EvalError>(&result); }
bool IsAbsent(const TermResult& result) { return std::holds_alternative<Absent>(result); }

// The error of two results of which none is absent.
const EvalError* ErrorOf(const TermResult& a, const TermResult& b) {
  const EvalError* first = ErrorOf(a);
  const EvalError* second = ErrorOf(b);
  if (first == nullptr || (second != nullptr && first->kind == kUnknownValue)) return second;
  return first;
}

EvalError UnknownInput() { return {std::string(kUnknownValue), "an input has no value"}; }

}  // namespace

void BodySearch::Solve(SearchStep& step) {
  if (At(step).negated) {
    SolveNegated(step);
  } else {
    SolvePositive(step);
  }
}

void BodySearch::SolvePositive(SearchStep& step) {
  switch (At(step).kind) {
    case LiteralKind::kAtom: return SolveAtom(step);
    case LiteralKind::kCompare: return SolveCompare(step);
    case LiteralKind::kUnify: return SolveUnify(step);
    case LiteralKind::kTest: return SolveTest(step);
    case LiteralKind::kIn: return At(step).relation.empty() ? SolveIn(step) : SolveAtom(step);
    case LiteralKind::kAggregate: return SolveAggregate(step);
  }
}

// True where the literal without its sign has no solution; a variable without a value keeps it in
// error, unless nothing at all could make the other literal true.
void BodySearch::SolveNegated(SearchStep& step) {
  SearchStep positive;
  positive.literal = step.literal;
  positive.forced = step.forced;
  positive.mark = environment_.mark();
  SolvePositive(positive);
  step.incomplete = positive.incomplete;
  FailureRef failure;
  bool holds = false;
  const std::size_t mark = environment_.mark();
  while (!holds && context_.meter.Charge() && Take(positive)) {
    if (positive.own) {
      failure = Worse(failure, positive.own);
    } else {
      holds = true;
    }
    environment_.UndoTo(mark);
  }
  if (holds && !step.forced) return;
  if (holds) failure = Worse(failure, MakeFailure(At(step), UnknownInput()));
  step.matches.push_back({{}, std::move(failure)});
}

void BodySearch::SolveAtom(SearchStep& step) {
  const Literal& literal = At(step);
  const Relation* relation = info_.literals[step.literal].relation;
  if (relation == nullptr) return;
  PartialTuple pattern(literal.arguments.size());
  FailureRef unknown_input;
  bool absent = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const Term& argument = literal.arguments[i];
    if (argument.kind == TermKind::kVariable && !environment_.bound(argument.variable)) {
      if (IsInput(*relation, i)) unknown_input = MakeFailure(literal, UnknownInput());
      continue;
    }
    TermResult result = context_.terms.Evaluate(argument, environment_);
    if (auto* value = std::get_if<Value>(&result)) {
      pattern[i] = std::move(*value);
    } else if (const EvalError* error = ErrorOf(result)) {
      step.failure = Worse(step.failure, MakeFailure(literal, *error));
      if (IsInput(*relation, i)) unknown_input = step.failure;
    } else {
      absent = true;
    }
  }
  if (absent) return;
  if (unknown_input) {
    step.matches.push_back({{}, Worse(unknown_input, step.failure)});
    return;
  }
  const bool restricted = restricted_ == step.literal && !step.again;
  const std::uint64_t since = restricted ? since_ : 0;
  step.incomplete = !context_.rows.Read(*relation, pattern, since, step.candidates);
}

bool BodySearch::BindCandidate(const Literal& literal, const Candidate& candidate) {
  for (std::size_t i = 0; i < literal.arguments.size(); ++i) {
    const Term& argument = literal.arguments[i];
    if (argument.kind != TermKind::kVariable) continue;
    const Value* value = candidate.at(i);
    if (value == nullptr) continue;
    const Value* bound = environment_.Find(argument.variable);
    if (bound == nullptr) {
      environment_.Bind(argument.variable, *value);
    } else if (*bound != *value) {
      return false;
    }
  }
  return true;
}

void BodySearch::BindAll(const Bindings& bindings) {
  for (const auto& [variable, value] : bindings) environment_.Bind(variable, value);
}

// Takes what was bound since the mark as one solution, and undoes it.
void BodySearch::AddMatch(SearchStep& step, std::size_t mark, FailureRef failure) {
  step.matches.push_back({environment_.Since(mark), std::move(failure)});
}

// Each value of `a` with each value of `b`, none of them absent, their keys bound.
void BodySearch::ForPairs(const Term& a, const Term& b, const PairVisit& visit) {
  const std::size_t outer = environment_.mark();
  for (const TermSolution& left : context_.terms.EvaluateAll(a, environment_)) {
    if (IsAbsent(left.result)) continue;
    BindAll(left.bindings);
    const std::size_t inner = environment_.mark();
    for (const TermSolution& right : context_.terms.EvaluateAll(b, environment_)) {
      if (IsAbsent(right.result) || !context_.meter.Charge()) continue;
      BindAll(right.bindings);
      visit(left.result, right.result);
      environment_.UndoTo(inner);
    }
    environment_.UndoTo(outer);
  }
}

void BodySearch::SolveCompare(SearchStep& step) {
  const Literal& literal = At(step);
  const std::size_t mark = environment_.mark();
  ForPairs(literal.arguments[0], literal.arguments[1],
           [&](const TermResult& a, const TermResult& b) {
             if (const EvalError* error = ErrorOf(a, b)) {
               return AddMatch(step, mark, MakeFailure(literal, *error));
             }
             auto holds = Compare(literal.compare, std::get<Value>(a), std::get<Value>(b));
             if (!holds) {
               AddMatch(step, mark, MakeFailure(literal, std::move(holds).error()));
             } else if (*holds) {
               AddMatch(step, mark, nullptr);
             }
           });
}

void BodySearch::SolveTest(SearchStep& step) {
  const Literal& literal = At(step);
  const std::size_t mark = environment_.mark();
  const auto add = [&](TestResult holds) {
    if (!holds) {
      AddMatch(step, mark, MakeFailure(literal, std::move(holds).error()));
    } else if (*holds) {
      AddMatch(step, mark, nullptr);
    }
  };
  if (literal.function == Function::kHas) {
    return add(context_.terms.Has(literal.arguments[0], environment_));
  }
  ForPairs(literal.arguments[0], literal.arguments[1],
           [&](const TermResult& a, const TermResult& b) {
             if (const EvalError* error = ErrorOf(a, b)) return add(std::unexpected(*error));
             const Value arguments[] = {std::get<Value>(a), std::get<Value>(b)};
             add(context_.terms.Test(literal.function, arguments));
           });
}

void BodySearch::SolveUnify(SearchStep& step) {
  const Literal& literal = At(step);
  const LiteralInfo& info = info_.literals[step.literal];
  const bool left = info.left.Evaluates(environment_);
  const bool right = info.right.Evaluates(environment_);
  if (left && !right) return FitInto(step, literal.arguments[0], literal.arguments[1]);
  if (right && !left) return FitInto(step, literal.arguments[1], literal.arguments[0]);
  if (!left && !info.left.has_value) {
    return FitInto(step, literal.arguments[1], literal.arguments[0]);
  }
  if (!right && !info.right.has_value) {
    return FitInto(step, literal.arguments[0], literal.arguments[1]);
  }
  const std::size_t mark = environment_.mark();
  ForPairs(literal.arguments[0], literal.arguments[1],
           [&](const TermResult& a, const TermResult& b) {
             if (const EvalError* error = ErrorOf(a, b)) {
               AddMatch(step, mark, MakeFailure(literal, *error));
             } else if (std::get<Value>(a) == std::get<Value>(b)) {
               AddMatch(step, mark, nullptr);
             }
           });
}

void BodySearch::FitInto(SearchStep& step, const Term& from, const Term& to) {
  const Literal& literal = At(step);
  const std::size_t mark = environment_.mark();
  for (const TermSolution& source : context_.terms.EvaluateAll(from, environment_)) {
    if (!context_.meter.Charge()) return;
    BindAll(source.bindings);
    if (const EvalError* error = ErrorOf(source.result)) {
      AddMatch(step, mark, MakeFailure(literal, *error));
    } else if (const auto* value = std::get_if<Value>(&source.result)) {
      FitResult fit = context_.terms.Fit(to, *value, environment_);
      if (fit.fits) {
        AddMatch(step, mark, fit.error ? MakeFailure(literal, *std::move(fit.error)) : nullptr);
      }
    }
    environment_.UndoTo(mark);
  }
}

void BodySearch::SolveIn(SearchStep& step) {
  const Literal& literal = At(step);
  const Term& right = literal.arguments[1];
  const std::size_t mark = environment_.mark();
  // A list that is written out is as many alternatives as it has elements.
  if (right.kind == TermKind::kList) return SolveInList(step, right);
  for (const TermSolution& source : context_.terms.EvaluateAll(right, environment_)) {
    if (!context_.meter.Charge()) return;
    BindAll(source.bindings);
    SolveInValue(step, source.result);
    environment_.UndoTo(mark);
  }
}

void BodySearch::SolveInList(SearchStep& step, const Term& list) {
  for (const Term& element : list.operands) {
    if (!context_.meter.Charge()) return;
    const TermResult result = context_.terms.Evaluate(element, environment_);
    if (!IsAbsent(result)) FitElement(step, result);
  }
}

void BodySearch::SolveInValue(SearchStep& step, const TermResult& collection) {
  if (IsAbsent(collection)) return;
  if (ErrorOf(collection) != nullptr) return FitElement(step, collection);
  const Value& value = std::get<Value>(collection);
  if (!value.is(ValueKind::kList) && !value.is(ValueKind::kSet)) {
    return FitElement(
        step, EvalError{"type_error", Format("`in`: {} is a {}, which has no elements", Show(value),
                                             value::KindName(value.kind()))});
  }
  for (const Value& element : value.elements()) {
    if (!context_.meter.Charge()) return;
    FitElement(step, element);
  }
}

// The left side against one element; both sides count, so that an absent left side is false
// whatever the element.
void BodySearch::FitElement(SearchStep& step, const TermResult& element) {
  const Literal& literal = At(step);
  const Term& left = literal.arguments[0];
  const std::size_t outer = step.mark;
  const std::size_t mark = environment_.mark();
  if (info_.literals[step.literal].left.Evaluates(environment_)) {
    for (const TermSolution& source : context_.terms.EvaluateAll(left, environment_)) {
      if (IsAbsent(source.result)) continue;
      BindAll(source.bindings);
      if (const EvalError* error = ErrorOf(source.result, element)) {
        AddMatch(step, outer, MakeFailure(literal, *error));
      } else if (std::get<Value>(source.result) == std::get<Value>(element)) {
        AddMatch(step, outer, nullptr);
      }
      environment_.UndoTo(mark);
    }
  } else if (const EvalError* error = ErrorOf(element)) {
    AddMatch(step, outer, MakeFailure(literal, *error));
  } else {
    FitResult fit = context_.terms.Fit(left, std::get<Value>(element), environment_);
    if (fit.fits) {
      AddMatch(step, outer, fit.error ? MakeFailure(literal, *std::move(fit.error)) : nullptr);
    }
    environment_.UndoTo(mark);
  }
}

}  // namespace rune::datalog
