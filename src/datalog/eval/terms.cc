#include "datalog/eval/terms.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/format.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

constexpr std::size_t kDeepestValue = 128;
constexpr std::size_t kBytesPerStep = 8;
constexpr std::size_t kLongestText = 32 << 20;  // of the left part of a join

EvalError Unknown(std::string what) { return {std::string(kUnknownValue), std::move(what)}; }

EvalError UnknownVariable() {
  return Unknown("a variable has no value, because what binds it erred");
}

// The number of values in a value, counted as a tree, and how deep they nest.
struct Size {
  std::uint64_t nodes = 1;
  std::size_t depth = 0;
};

Size Measure(const Value& value) {
  Size size;
  const auto add = [&](const Value& inner) {
    const Size part = Measure(inner);
    size.nodes += part.nodes;
    size.depth = std::max(size.depth, part.depth + 1);
  };
  if (value.is(ValueKind::kList) || value.is(ValueKind::kSet)) {
    for (const Value& element : value.elements()) add(element);
  } else if (value.is(ValueKind::kRecord)) {
    for (const auto& [key, field] : value.fields()) add(field);
  }
  return size;
}

std::string PathText(const Term& term, std::size_t steps) {
  std::string text = term.kind == TermKind::kContextPath ? "context" : "";
  for (std::size_t i = 0; i < steps; ++i) {
    const PathStep& step = term.steps[i];
    if (!text.empty()) text += '.';
    text += step.kind == PathStep::Kind::kKey ? step.key : std::string("[..]");
  }
  return text;
}

}  // namespace

bool Terms::Charge(const Value& value) {
  const std::size_t length = value.is(ValueKind::kString) ? value.as_string().size() : 0;
  return meter_.Charge(1 + length / kBytesPerStep);
}

TermResult Terms::EvaluateOperands(const std::vector<Term>& operands,
                                   const Environment& environment, Value::Elements& values) {
  std::optional<EvalError> error;
  bool absent = false;
  for (const Term& operand : operands) {
    TermResult result = Evaluate(operand, environment);
    if (auto* value = std::get_if<Value>(&result)) {
      values.push_back(std::move(*value));
    } else if (auto* failed = std::get_if<EvalError>(&result)) {
      if (!error || error->kind == kUnknownValue) error = std::move(*failed);
    } else {
      absent = true;
    }
  }
  if (absent) return Absent{};
  if (error) return *std::move(error);
  return Value();
}

TermResult Terms::EvaluateArithmetic(const Term& term, const Environment& environment) {
  Value::Elements values;
  TermResult operands = EvaluateOperands(term.operands, environment, values);
  if (!std::holds_alternative<Value>(operands)) return operands;
  Value total = values[0];
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (!Charge(total)) return EvalError{"limit", "out of steps"};
    if (total.is(ValueKind::kString) && total.as_string().size() > kLongestText) {
      return EvalError{"overflow", Format("a text grows beyond {} bytes", kLongestText)};
    }
    ValueResult result = Arithmetic(term.operators[i - 1], total, values[i]);
    if (!result) return std::move(result).error();
    total = *std::move(result);
  }
  if (!Charge(total)) return EvalError{"limit", "out of steps"};
  return total;
}

TermResult Terms::EvaluateList(const Term& term, const Environment& environment) {
  Value::Elements values;
  TermResult operands = EvaluateOperands(term.operands, environment, values);
  if (!std::holds_alternative<Value>(operands)) return operands;
  // Values share their content, so that a list may be far larger as a tree than in memory; each one
  // is charged as a tree.
  std::uint64_t nodes = 1;
  for (const Value& value : values) {
    const Size size = Measure(value);
    nodes += size.nodes;
    if (size.depth + 1 > kDeepestValue) {
      return EvalError{"too_deep", Format("a list nests more than {} deep", kDeepestValue)};
    }
  }
  if (!meter_.Charge(nodes)) return EvalError{"limit", "out of steps"};
  return Value::List(std::move(values));
}

TermResult Terms::Evaluate(const Term& term, const Environment& environment) {
  if (!meter_.Charge()) return EvalError{"limit", "out of steps"};
  switch (term.kind) {
    case TermKind::kVariable: {
      const Value* value = environment.Find(term.variable);
      if (value == nullptr) return UnknownVariable();
      return *value;
    }
    case TermKind::kConstant: return term.constant;
    case TermKind::kArithmetic: return EvaluateArithmetic(term, environment);
    case TermKind::kCall: {
      Value::Elements values;
      TermResult operands = EvaluateOperands(term.operands, environment, values);
      if (!std::holds_alternative<Value>(operands)) return operands;
      for (const Value& value : values) {
        if (!Charge(value)) return EvalError{"limit", "out of steps"};
      }
      ValueResult result = CallFunction(term.function, values);
      if (!result) return std::move(result).error();
      return *std::move(result);
    }
    case TermKind::kDataPath: return EvaluateDataPath(term, environment);
    case TermKind::kContextPath: return EvaluateContextPath(term, environment);
    case TermKind::kList: return EvaluateList(term, environment);
    case TermKind::kPattern: return Unknown("an object pattern has no value of its own");
  }
  return Absent{};
}

TermResult Terms::StepKey(const PathStep& step, const Environment& environment) {
  if (step.kind == PathStep::Kind::kKey) return Value(step.key);
  if (step.kind == PathStep::Kind::kVariable) {
    const Value* value = environment.Find(step.variable);
    if (value == nullptr) return UnknownVariable();
    if (!value->is(ValueKind::kString)) return Absent{};  // keys are texts
    return *value;
  }
  Value::Elements values;
  TermResult parts = EvaluateOperands(step.parts, environment, values);
  if (!std::holds_alternative<Value>(parts)) return parts;
  std::string key;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto text = KeyText(values[i]);
    if (!text) {
      return EvalError{"type_error", Format("{} is a {} and cannot be a key", Show(values[i]),
                                            value::KindName(values[i].kind()))};
    }
    if (i > 0) key += '+';
    key += values.size() > 1 ? EscapeKeyPart(*text) : *text;
  }
  Value result(std::move(key));
  if (!Charge(result)) return EvalError{"limit", "out of steps"};
  return result;
}

TermResult Terms::EvaluateDataPath(const Term& term, const Environment& environment) {
  const Value* here = &data_;
  for (const PathStep& step : term.steps) {
    if (!here->is(ValueKind::kRecord)) return Absent{};
    const TermResult key = StepKey(step, environment);
    if (!std::holds_alternative<Value>(key)) return key;
    here = here->Find(std::get<Value>(key).as_string());
    if (here == nullptr) return Absent{};
  }
  return *here;
}

TermResult Terms::EvaluateContextPath(const Term& term, const Environment& environment) {
  if (context_ == nullptr) {
    return EvalError{"missing_context", Format("`{}`: there is no request, hence no context",
                                               PathText(term, term.steps.size()))};
  }
  const Value* here = context_;
  for (std::size_t i = 0; i < term.steps.size(); ++i) {
    const TermResult key = StepKey(term.steps[i], environment);
    if (!std::holds_alternative<Value>(key)) return key;
    if (!here->is(ValueKind::kRecord)) {
      return EvalError{"type_error", Format("`{}` is a {}, which has no keys", PathText(term, i),
                                            value::KindName(here->kind()))};
    }
    const std::string& name = std::get<Value>(key).as_string();
    here = here->Find(name);
    if (here == nullptr) {
      return EvalError{"missing_context", Format("`{}` has no key `{}`", PathText(term, i), name)};
    }
  }
  return *here;
}

// Depth of recursion: the steps of one path that are unbound variables, so walk the bound ones by a
// loop.
void Terms::WalkData(const Term& path, std::size_t step, const Value& start,
                     Environment& environment, std::size_t mark, std::vector<TermSolution>& out) {
  const Value* here = &start;
  for (; step < path.steps.size(); ++step) {
    if (!meter_.Charge() || !here->is(ValueKind::kRecord)) return;
    const PathStep& next = path.steps[step];
    if (next.kind == PathStep::Kind::kVariable && !environment.bound(next.variable)) break;
    TermResult key = StepKey(next, environment);
    if (auto* error = std::get_if<EvalError>(&key)) {
      out.push_back({std::move(*error), environment.Since(mark)});
      return;
    }
    if (std::holds_alternative<Absent>(key)) return;
    here = here->Find(std::get<Value>(key).as_string());
    if (here == nullptr) return;
  }
  if (step == path.steps.size()) {
    out.push_back({*here, environment.Since(mark)});
    return;
  }
  for (const auto& [key, field] : here->fields()) {
    const std::size_t before = environment.mark();
    environment.Bind(path.steps[step].variable, Value(key));
    WalkData(path, step + 1, field, environment, mark, out);
    environment.UndoTo(before);
  }
}

std::vector<TermSolution> Terms::EvaluateAll(const Term& term, Environment& environment) {
  std::vector<TermSolution> solutions;
  const bool open =
      term.kind == TermKind::kDataPath && std::ranges::any_of(term.steps, [&](const PathStep& s) {
        return s.kind == PathStep::Kind::kVariable && !environment.bound(s.variable);
      });
  if (open) {
    WalkData(term, 0, data_, environment, environment.mark(), solutions);
  } else {
    solutions.push_back({Evaluate(term, environment), {}});
  }
  return solutions;
}

FitResult Terms::Fit(const Term& term, const Value& value, Environment& environment) {
  if (!Charge(value)) return {false, std::nullopt};
  if (term.kind == TermKind::kVariable) {
    if (const Value* bound = environment.Find(term.variable)) return {*bound == value, {}};
    environment.Bind(term.variable, value);
    return {};
  }
  FitResult all;
  const auto fit_part = [&](const Term& part, const Value& inner) {
    FitResult one = Fit(part, inner, environment);
    if (!one.fits) all.fits = false;
    if (one.error && !all.error) all.error = std::move(one.error);
  };
  if (term.kind == TermKind::kPattern) {
    if (!value.is(ValueKind::kRecord)) return {false, {}};
    for (const PatternField& field : term.fields) {
      const Value* inner = value.Find(field.key);
      if (inner == nullptr) return {false, {}};
      fit_part(field.value, *inner);
    }
    return all;
  }
  if (term.kind == TermKind::kList) {
    if (!value.is(ValueKind::kList) || value.elements().size() != term.operands.size()) {
      return {false, {}};
    }
    for (std::size_t i = 0; i < term.operands.size(); ++i) {
      fit_part(term.operands[i], value.elements()[i]);
    }
    return all;
  }
  TermResult result = Evaluate(term, environment);
  if (auto* error = std::get_if<EvalError>(&result)) return {true, std::move(*error)};
  if (std::holds_alternative<Absent>(result)) return {false, {}};
  return {std::get<Value>(result) == value, {}};
}

TestResult Terms::Has(const Term& path, const Environment& environment) {
  const Value* here = context_;
  for (const PathStep& step : path.steps) {
    TermResult key = StepKey(step, environment);
    if (auto* error = std::get_if<EvalError>(&key)) return std::unexpected(std::move(*error));
    if (here == nullptr || !here->is(ValueKind::kRecord) || std::holds_alternative<Absent>(key)) {
      return false;
    }
    here = here->Find(std::get<Value>(key).as_string());
  }
  return here != nullptr;
}

TestResult Terms::Test(Function function, std::span<const Value> arguments) {
  for (const Value& argument : arguments) {
    if (!Charge(argument)) return std::unexpected(EvalError{"limit", "out of steps"});
  }
  if (function == Function::kWithin) return TestWithin(arguments, fold_paths_);
  return RunTest(function, arguments, patterns_);
}

}  // namespace rune::datalog
