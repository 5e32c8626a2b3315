#include <algorithm>
#include <utility>

#include "datalog/eval/evaluate.h"
#include "datalog/eval/state.h"
#include "datalog/provenance/derivations.h"
#include "datalog/provenance/why_not.h"
#include "value/canonical.h"

namespace rune::datalog {
namespace {

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<Value> CanonicalContext(const RequestInput& input) {
  if (input.request == nullptr) return std::nullopt;
  return value::Canonical(Value::Record(input.request->context));
}

// Drops the rows in which one variable would have two values.
void KeepConsistent(const Goal& goal, GoalAnswer& answer) {
  std::erase_if(answer.rows, [&](const Tuple& row) {
    std::map<VariableId, const Value*> seen;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (goal.arguments[i].kind != TermKind::kVariable) continue;
      const auto [it, first] = seen.emplace(goal.arguments[i].variable, &row[i]);
      if (!first && *it->second != row[i]) return true;
    }
    return false;
  });
  if (answer.rows.empty() && answer.truth == Truth::kTrue) {
    answer.truth = answer.errors.empty() ? Truth::kFalse : Truth::kError;
  }
}

}  // namespace

RequestEvaluation::State::State(const Program& the_program, const Stored& the_stored,
                                RequestInput the_input, WorkMeter& meter, std::uint64_t bytes)
    : program(the_program),
      stored(the_stored),
      input(std::move(the_input)),
      context(CanonicalContext(input)),
      goals(program, stored.facts, Phase::kRequest, input, context_or_null(), meter, bytes),
      inputs(input, context_or_null()),
      roots(program, goals, inputs) {}

const Relation* RequestEvaluation::State::FindRelation(const RelationName& name) {
  if (const Relation* relation = program.Find(name)) return relation;
  const auto builtin = FindBuiltin(name);
  if (!builtin && !stored.facts.relations.contains(name)) return nullptr;
  auto& slot = unmentioned[name];
  if (!slot) {
    slot = std::make_unique<Relation>();
    slot->name = name;
    slot->builtin = builtin.value_or(BuiltinRelation::kNone);
    slot->stored = !builtin;
    slot->parameters.resize(name.arity);
    slot->component = program.components.size();
  }
  return slot.get();
}

Result<const Relation*> RequestEvaluation::State::Require(const RelationName& name) {
  if (const Relation* relation = FindRelation(name)) return relation;
  std::string message = Format("there is no relation `{}/{}`", name.name, name.arity);
  for (const auto& [other, relation] : program.relations) {
    if (other.name == name.name) {
      message += Format("; `{}` has {} arguments", other.name, other.arity);
      break;
    }
  }
  return MakeFault(FaultCode::kNotFound, std::move(message));
}

RequestEvaluation::RequestEvaluation(const Program& program, const Stored& stored,
                                     RequestInput input, WorkMeter& meter, std::uint64_t bytes)
    : state_(std::make_unique<State>(program, stored, std::move(input), meter, bytes)) {}
RequestEvaluation::~RequestEvaluation() = default;
RequestEvaluation::RequestEvaluation(RequestEvaluation&&) noexcept = default;

Result<GoalAnswer> RequestEvaluation::Vote(const RelationName& name) {
  RUNE_ASSIGN_OR_RETURN(const Relation* relation, state_->Require(name));
  return state_->roots.Evaluate(state_->roots.Vote(*relation));
}

Result<GoalAnswer> RequestEvaluation::Query(const RelationName& name,
                                            const std::vector<std::optional<Value>>& arguments) {
  RUNE_ASSIGN_OR_RETURN(const Relation* relation, state_->Require(name));
  if (arguments.size() != name.arity) {
    return MakeFault(FaultCode::kInvalidRequest, Format("`{}` has {} arguments, not {}", name.name,
                                                        name.arity, arguments.size()));
  }
  RootGoal root{relation, RootGoal::Kind::kQuery, arguments, std::vector<bool>(name.arity)};
  for (auto& argument : root.arguments) {
    if (argument) argument = value::Canonical(*std::move(argument));
  }
  return state_->roots.Evaluate(root);
}

Result<GoalAnswer> RequestEvaluation::Query(const Goal& goal) {
  std::vector<std::optional<Value>> arguments;
  for (const Term& term : goal.arguments) {
    arguments.push_back(term.kind == TermKind::kVariable ? std::nullopt
                                                         : std::optional(term.constant));
  }
  RUNE_ASSIGN_OR_RETURN(GoalAnswer answer,
                        Query({goal.relation, goal.arguments.size()}, arguments));
  KeepConsistent(goal, answer);
  return answer;
}

Result<GoalAnswer> RequestEvaluation::TestIn(const RelationName& name, const std::string& parameter,
                                             const Value& tested) {
  RUNE_ASSIGN_OR_RETURN(const Relation* relation, state_->Require(name));
  if (name.arity == 0) {
    return MakeFault(FaultCode::kInvalidRequest,
                     Format("`{}` has no parameter that could be tested", name.name));
  }
  std::size_t position = 0;
  for (std::size_t i = 0; i < name.arity; ++i) {
    if (!EqualIgnoringCase(Roots::ParameterName(*relation, i), parameter)) continue;
    position = i;
    break;
  }
  PartialTuple arguments(name.arity);
  arguments[position] = tested;
  return state_->roots.Evaluate(state_->roots.Test(*relation, std::move(arguments)));
}

Result<GoalAnswer> RequestEvaluation::TestCall(const RelationName& name,
                                               const std::vector<Value>& arguments) {
  RUNE_ASSIGN_OR_RETURN(const Relation* relation, state_->Require(name));
  if (arguments.size() != name.arity) {
    return MakeFault(FaultCode::kInvalidRequest, Format("`{}` has {} arguments, not {}", name.name,
                                                        name.arity, arguments.size()));
  }
  PartialTuple given(arguments.begin(), arguments.end());
  return state_->roots.Evaluate(state_->roots.Test(*relation, std::move(given)));
}

Result<Proof> RequestEvaluation::Prove(const RelationName& name, const Tuple& row,
                                       const text::SourceMap& sources) {
  return Derivations(*state_, sources).Prove(name, row);
}

Result<std::optional<NearestMiss>> RequestEvaluation::WhyNot(const RelationName& name,
                                                             const text::SourceMap& sources) {
  return FindNearestMiss(*state_, name, sources);
}

}  // namespace rune::datalog
