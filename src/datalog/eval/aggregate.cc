// Aggregates (language clause 4.5): over the distinct solutions of the inner body, by groups.
#include <algorithm>
#include <map>
#include <utility>

#include "datalog/eval/exact_sum.h"
#include "datalog/eval/search.h"
#include "value/canonical.h"
#include "value/decimal.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

// What one solution keeps in memory, as steps.
constexpr std::uint64_t kSolutionSteps = 8;

struct Solution {
  Value term;
  FailureRef failure;
};
// By the values of the inner body's variables.
using Solutions = std::map<PartialTuple, Solution>;
// By the values of the groups that nothing outside binds.
using Groups = std::map<PartialTuple, Solutions>;

bool IsNumber(const Value& v) { return v.is(ValueKind::kLong) || v.is(ValueKind::kDecimal); }

EvalError NotAggregated(AggregateOp op, const Value& v, std::string_view wanted) {
  return {"type_error", Format("`{}` is over {}, and {} is a {}", AggregateName(op), wanted,
                               Show(v), value::KindName(v.kind()))};
}

std::expected<std::optional<Value>, EvalError> Total(AggregateOp op, const Solutions& solutions) {
  ExactSum sum;
  bool integers = true;
  for (const auto& [key, solution] : solutions) {
    const Value& term = solution.term;
    if (!IsNumber(term)) return std::unexpected(NotAggregated(op, term, "numbers"));
    const bool integer = term.is(ValueKind::kLong);
    sum.Add(integer ? value::FromLong(term.as_long()).nanos : term.as_decimal().nanos);
    integers = integers && integer;
  }
  if (op == AggregateOp::kMean) {
    if (solutions.empty()) return std::nullopt;
    return value::Canonical(Value(Decimal{sum.Mean(solutions.size())}));
  }
  const auto total = sum.Total();
  if (total) {
    Value result = value::Canonical(Value(Decimal{*total}));
    if (!integers || result.is(ValueKind::kLong)) return result;
  }
  return std::unexpected(EvalError{"overflow", "the total of `sum` does not fit"});
}

std::expected<std::optional<Value>, EvalError> Extreme(AggregateOp op, const Solutions& solutions) {
  std::optional<Value> best;
  for (const auto& [key, solution] : solutions) {
    const Value& term = solution.term;
    if (!IsNumber(term) && !term.is(ValueKind::kString)) {
      return std::unexpected(NotAggregated(op, term, "numbers or texts"));
    }
    if (!best) {
      best = term;
      continue;
    }
    auto before =
        Compare(op == AggregateOp::kMin ? CompareOp::kLess : CompareOp::kGreater, term, *best);
    if (!before) return std::unexpected(std::move(before).error());
    if (*before) best = term;
  }
  return best;
}

// Nothing: the group has no tuple.
std::expected<std::optional<Value>, EvalError> Result(AggregateOp op, const Solutions& solutions) {
  switch (op) {
    case AggregateOp::kCount: return Value(static_cast<std::int64_t>(solutions.size()));
    case AggregateOp::kSum:
    case AggregateOp::kMean: return Total(op, solutions);
    case AggregateOp::kMin:
    case AggregateOp::kMax: return Extreme(op, solutions);
  }
  return std::nullopt;
}

FailureRef FailureOf(const Solutions& solutions) {
  FailureRef failure;
  for (const auto& [key, solution] : solutions) failure = Worse(failure, solution.failure);
  return failure;
}

bool IsWhole(const PartialTuple& key) {
  return std::ranges::all_of(key, [](const auto& value) { return value.has_value(); });
}

// Whether a group with unknown values may be this one.
bool MayBe(const PartialTuple& partial, const PartialTuple& key) {
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (partial[i] && key[i] && *partial[i] != *key[i]) return false;
  }
  return true;
}

PartialTuple ValuesOf(const std::vector<VariableId>& variables, const Environment& environment) {
  PartialTuple values(variables.size());
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (const Value* value = environment.Find(variables[i])) values[i] = *value;
  }
  return values;
}

}  // namespace

void BodySearch::SolveAggregate(SearchStep& step) {
  const Literal& literal = At(step);
  const LiteralInfo& info = info_.literals[step.literal];
  if (step.forced) {
    const EvalError unknown{std::string(kUnknownValue), "a group has no value"};
    step.matches.push_back({{}, MakeFailure(literal, unknown)});
    return;
  }
  Groups groups;
  if (info.free_groups.empty()) groups.try_emplace(PartialTuple{});
  BodySearch search(context_, clause_, literal.inner[0], (*inner_)[step.literal], nullptr,
                    environment_);
  search.Run([&] {
    TermResult term = context_.terms.Evaluate(literal.arguments[1], environment_);
    if (std::holds_alternative<Absent>(term)) return true;
    Solution solution;
    solution.failure = search.failure();
    if (auto* error = std::get_if<EvalError>(&term)) {
      solution.failure = Worse(solution.failure, MakeFailure(literal, std::move(*error)));
    } else {
      solution.term = std::get<Value>(std::move(term));
    }
    Solutions& group = groups[ValuesOf(info.free_groups, environment_)];
    const auto [it, added] =
        group.try_emplace(ValuesOf(info.inner, environment_), std::move(solution));
    if (!added && it->second.failure && !solution.failure) it->second = std::move(solution);
    return context_.meter.Charge(kSolutionSteps);
  });
  step.incomplete = search.incomplete();
  if (step.incomplete || context_.meter.exhausted()) return;

  std::vector<const Groups::value_type*> partial;
  for (const auto& group : groups) {
    if (!IsWhole(group.first)) partial.push_back(&group);
  }
  const std::size_t mark = environment_.mark();
  for (const auto& [key, solutions] : groups) {
    FailureRef failure = FailureOf(solutions);
    for (const auto* other : partial) {
      if (MayBe(other->first, key)) failure = Worse(failure, FailureOf(other->second));
    }
    for (std::size_t i = 0; i < key.size(); ++i) {
      const VariableId group = info.free_groups[i];
      if (key[i] && !environment_.bound(group)) environment_.Bind(group, *key[i]);
    }
    if (failure) {
      AddMatch(step, mark, std::move(failure));
    } else if (auto result = Result(literal.aggregate, solutions); !result) {
      AddMatch(step, mark, MakeFailure(literal, std::move(result).error()));
    } else if (*result) {
      FitResult fit = context_.terms.Fit(literal.arguments[0], **result, environment_);
      if (fit.fits) {
        AddMatch(step, mark, fit.error ? MakeFailure(literal, *std::move(fit.error)) : nullptr);
      }
    }
    environment_.UndoTo(mark);
  }
}

}  // namespace rune::datalog
