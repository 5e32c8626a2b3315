#include "datalog/eval/root.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace rune::datalog {
namespace {

// The errors of one answer that are kept.
constexpr std::size_t kMostErrors = 1000;

bool IsInputOf(const ClauseInfo& info, std::size_t position) {
  return position < info.inputs.size() && info.inputs[position];
}

bool SameError(const RuleError& a, const RuleError& b) {
  return a.id == b.id && a.span.file == b.span.file && a.span.begin == b.span.begin &&
         a.span.end == b.span.end && a.message == b.message;
}

bool IsOpenPosition(const Relation& relation, std::size_t position) {
  return position < relation.parameters.size() && relation.parameters[position].input;
}

}  // namespace

std::string Roots::ParameterName(const Relation& relation, std::size_t position) {
  return position < relation.parameters.size() ? relation.parameters[position].name : "";
}

ColumnType Roots::ParameterType(const Relation& relation, std::size_t position) {
  return position < relation.parameters.size() ? relation.parameters[position].type
                                               : ColumnType::kUnknown;
}

RootGoal Roots::Vote(const Relation& relation) const {
  RootGoal root{&relation, RootGoal::Kind::kVote, PartialTuple(relation.name.arity),
                std::vector<bool>(relation.name.arity)};
  for (std::size_t i = 0; i < relation.name.arity; ++i) {
    const std::string name = ParameterName(relation, i);
    const ColumnType type = ParameterType(relation, i);
    auto part = FindRequestPart(name);
    const bool unnamed = name.empty() || name == "_";
    if (!part && unnamed && i == 0 && relation.vote == VoteKind::kAllow) {
      part = RequestPart::kResource;
    }
    if (!part) continue;
    root.arguments[i] = inputs_.Part(*part, type);
    root.lacking[i] = !root.arguments[i];
  }
  return root;
}

RootGoal Roots::Test(const Relation& relation, PartialTuple arguments) const {
  RootGoal root{&relation, RootGoal::Kind::kTest, std::move(arguments),
                std::vector<bool>(relation.name.arity)};
  for (std::size_t i = 0; i < relation.name.arity; ++i) {
    const ColumnType type = ParameterType(relation, i);
    if (root.arguments[i]) {
      root.arguments[i] = Inputs::Handed(*root.arguments[i], type);
    } else if (const auto part = FindRequestPart(ParameterName(relation, i))) {
      root.arguments[i] = inputs_.Part(*part, type);
      root.lacking[i] = !root.arguments[i];
    }
  }
  return root;
}

Result<GoalAnswer> Roots::Evaluate(const RootGoal& root) {
  const bool lacks = std::ranges::find(root.lacking, true) != root.lacking.end();
  if (root.kind == RootGoal::Kind::kVote && lacks) return GoalAnswer{};
  for (;;) {
    GoalAnswer answer;
    Pass(root, answer);
    if (goals_.context().meter.exhausted()) return goals_.LimitFault();
    if (!goals_.has_needed()) {
      if (!answer.rows.empty()) {
        answer.truth = Truth::kTrue;
      } else if (!answer.errors.empty()) {
        answer.truth = Truth::kError;
      }
      return answer;
    }
    RUNE_TRY(goals_.Solve());
  }
}

void Roots::Pass(const RootGoal& root, GoalAnswer& answer) {
  const bool by_rows = root.kind != RootGoal::Kind::kVote && goals_.IsGiven(*root.relation);
  AddFacts(root, answer);
  if (by_rows) return;
  for (const std::size_t clause : root.relation->clauses) RunClause(root, clause, answer);
}

// Rows that are there without the clauses: facts, stored rows, those of request relations, and of
// closed equivalences.
void Roots::AddFacts(const RootGoal& root, GoalAnswer& answer) {
  const Relation& relation = *root.relation;
  std::vector<Candidate> rows;
  if (relation.builtin == BuiltinRelation::kCurrentUsage && !root.arguments[0]) {
    answer.open = true;
    return;
  }
  bool all_inputs = true;
  for (std::size_t i = 0; i < root.arguments.size(); ++i) {
    if (IsOpenPosition(relation, i) && !root.arguments[i]) all_inputs = false;
  }
  if (relation.builtin != BuiltinRelation::kNone || goals_.IsGiven(relation) ||
      (relation.eqrel && all_inputs)) {
    if (!goals_.Read(relation, root.arguments, 0, rows)) return;
  } else {
    std::vector<const Tuple*> facts;
    goals_.MatchFacts(relation.name, root.arguments, facts);
    for (const Tuple* fact : facts) rows.push_back({fact, nullptr});
  }
  const auto lacking = std::ranges::find(root.lacking, true);
  for (const Candidate& candidate : rows) {
    if (!goals_.context().meter.Charge()) return;
    PartialTuple row(root.arguments.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (const Value* value = candidate.at(i)) row[i] = *value;
    }
    FailureRef failure = candidate.row != nullptr ? candidate.row->failure : nullptr;
    if (lacking != root.lacking.end()) {
      const auto position = static_cast<std::size_t>(lacking - root.lacking.begin());
      const std::size_t clause =
          relation.clauses.empty() ? program_.rules.clauses.size() : relation.clauses[0];
      failure = Worse(failure, Unprovided(root, clause, position));
    }
    AddRow(row, failure, answer, nullptr);
  }
}

// Returns: whether the answer says more.
bool Roots::AddRow(const PartialTuple& row, const FailureRef& failure, GoalAnswer& answer,
                   ClauseOutcome* outcome) {
  if (!failure) {
    if (outcome != nullptr) outcome->truth = Truth::kTrue;
    Tuple tuple;
    for (const auto& value : row) {
      if (value) tuple.push_back(*value);
    }
    RUNE_INVARIANT(tuple.size() == row.size(), false);
    return answer.rows.insert(std::move(tuple)).second;
  }
  RuleError error = ToRuleError(*failure);
  if (outcome != nullptr) {
    if (outcome->truth == Truth::kFalse) outcome->truth = Truth::kError;
    if (!outcome->error) outcome->error = error;
  }
  const bool known = std::ranges::any_of(
      answer.errors, [&](const RuleError& other) { return SameError(other, error); });
  if (known || answer.errors.size() >= kMostErrors) return false;
  answer.errors.push_back(std::move(error));
  return true;
}

FailureRef Roots::Unprovided(const RootGoal& root, std::size_t clause, std::size_t position) const {
  const std::string name = ParameterName(*root.relation, position);
  Failure failure;
  if (clause < program_.rules.clauses.size()) {
    failure.clause = program_.rules.clauses[clause].id();
    failure.span = program_.rules.clauses[clause].head[position].span;
  } else {
    failure.clause = Format("{}/{}", root.relation->name.name, root.relation->name.arity);
  }
  failure.kind = "unprovided_input";
  failure.message =
      name.empty() ? Format("nothing provides parameter {}, which has no one name", position + 1)
                   : Format("nothing provides `{}`", name);
  failure.origin = failure.clause;
  return std::make_shared<const Failure>(std::move(failure));
}

bool Roots::ReadsUsage(const RootGoal& root, const Clause& clause, std::size_t position,
                       const ClauseInfo& info) {
  if (position == 0 || root.arguments[position] || !IsInputOf(info, position)) return false;
  const Term& term = clause.head[position];
  const bool first =
      clause.head[0].kind == TermKind::kVariable && clause.head[0].variable == term.variable;
  return term.kind == TermKind::kVariable && !first &&
         Inputs::ReadsUsage(ParameterName(*root.relation, position));
}

bool Roots::Enter(const RootGoal& root, std::size_t number, Environment& environment,
                  FailureRef& failure, bool& open) const {
  const Clause& clause = program_.rules.clauses[number];
  const ClauseInfo& info = program_.clause_info[number];
  if (!Goals::BindHead(clause.head, root.arguments, environment)) return false;
  for (std::size_t i = 0; i < clause.head.size(); ++i) {
    const Term& term = clause.head[i];
    if (term.kind != TermKind::kVariable || environment.bound(term.variable)) continue;
    if (root.lacking[i]) {
      failure = Worse(failure, Unprovided(root, number, i));
      continue;
    }
    if (!IsInputOf(info, i) || ReadsUsage(root, clause, i, info)) continue;
    const std::string name = ParameterName(*root.relation, i);
    auto value = Inputs::ReadsUsage(name) ? std::nullopt
                                          : inputs_.ByName(name, ParameterType(*root.relation, i));
    if (value) {
      environment.Bind(term.variable, *std::move(value));
    } else if (root.kind == RootGoal::Kind::kQuery) {
      open = true;
      return false;
    } else {
      failure = Worse(failure, Unprovided(root, number, i));
    }
  }
  return true;
}

const Roots::RootClause& Roots::Prepared(const RootGoal& root, std::size_t number) {
  const Clause& clause = program_.rules.clauses[number];
  const ClauseInfo& info = program_.clause_info[number];
  std::vector<bool> usage(clause.head.size());
  for (std::size_t i = 0; i < usage.size(); ++i) usage[i] = ReadsUsage(root, clause, i, info);
  auto& slot = prepared_[{number, usage}];
  if (slot) return *slot;
  slot = std::make_unique<RootClause>();
  slot->bodies = clause.bodies;
  if (slot->bodies.empty()) slot->bodies.emplace_back();
  std::vector<VariableId> head;
  std::vector<VariableId> inputs;
  for (std::size_t i = 0; i < clause.head.size(); ++i) {
    if (clause.head[i].kind != TermKind::kVariable) continue;
    head.push_back(clause.head[i].variable);
    if (IsInputOf(info, i) && !usage[i]) inputs.push_back(clause.head[i].variable);
    if (!usage[i]) continue;
    Literal read;
    read.relation = "current_usage";
    read.span = read.relation_span = clause.head[i].span;
    read.arguments = {clause.head[0], clause.head[i]};
    for (Body& body : slot->bodies) body.push_back(read);
  }
  slot->view.id = clause.id();
  slot->view.variables = &clause.variables;
  for (const Body& body : slot->bodies) {
    slot->view.bodies.push_back(
        PrepareBody(program_, body, clause.variables, head, inputs, std::nullopt));
  }
  return *slot;
}

void Roots::RunClause(const RootGoal& root, std::size_t number, GoalAnswer& answer) {
  const Clause& clause = program_.rules.clauses[number];
  Environment environment(clause.variables.size());
  FailureRef failure;
  if (!Enter(root, number, environment, failure, answer.open)) return;
  const RootClause& prepared = Prepared(root, number);
  goals_.Enter(prepared.view.id);
  ClauseOutcome outcome;
  outcome.clause = number;
  WorkMeter& meter = goals_.context().meter;
  for (const BodyView& body : prepared.view.bodies) {
    BodySearch search(goals_.context(), prepared.view, *body.literals, body.info, &body.inner,
                      environment);
    search.StartInError(failure);
    search.Run([&] {
      const bool more =
          AddRow(Goals::HeadRow(clause.head, environment), search.failure(), answer, &outcome);
      return !more || meter.ChargeFacts();
    });
  }
  if (outcome.truth != Truth::kFalse) answer.clauses.push_back(std::move(outcome));
}

}  // namespace rune::datalog
