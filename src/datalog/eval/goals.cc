#include "datalog/eval/goals.h"

#include <algorithm>
#include <utility>

#include "datalog/eval/equivalence.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

constexpr std::uint64_t kGoalSteps = 64;
// What a row costs besides its values: in its table, in two indexes, and as a stored fact.
constexpr std::uint64_t kRowBytes = 224;

bool MakesNewValues(const Term& term) {
  bool makes = false;
  VisitTerms(term, [&](const Term& part) {
    makes = makes || part.kind == TermKind::kArithmetic || part.kind == TermKind::kCall ||
            part.kind == TermKind::kList;
  });
  return makes;
}

bool MakesNewValues(const Body& body) {
  for (const Literal& literal : body) {
    if (literal.kind == LiteralKind::kAggregate) return true;
    for (const Term& argument : literal.arguments) {
      if (MakesNewValues(argument)) return true;
    }
  }
  return false;
}

}  // namespace

Goals::Goals(const Program& program, const store::Facts& facts, Phase phase,
             const RequestInput& input, const Value* context, WorkMeter& meter, std::uint64_t bytes)
    : program_(program),
      facts_(facts),
      phase_(phase),
      meter_(meter),
      bytes_left_(bytes),
      terms_(facts.tree, context, program.fold_paths, meter),
      request_(input, context, facts),
      context_{terms_, *this, meter, phase == Phase::kLoad},
      prepared_(program.rules.clauses.size()) {}

std::unexpected<Fault> Goals::LimitFault() const {
  const std::string bound(bound_.empty() ? "steps" : bound_);
  const std::string where = at_work_ == nullptr ? "" : Format(" while running `{}`", *at_work_);
  return MakeFault(FaultCode::kLimit, Format("the bound of {} was reached{}", bound, where));
}

const ClauseView& Goals::Prepared(std::size_t number) {
  auto& slot = prepared_[number];
  if (slot) return *slot;
  const Clause& clause = program_.rules.clauses[number];
  std::vector<VariableId> head;
  std::vector<VariableId> inputs;
  for (std::size_t i = 0; i < clause.head.size(); ++i) {
    if (clause.head[i].kind != TermKind::kVariable) continue;
    head.push_back(clause.head[i].variable);
    const std::vector<bool>& flags = program_.clause_info[number].inputs;
    if (i < flags.size() && flags[i]) inputs.push_back(clause.head[i].variable);
  }
  auto view = std::make_unique<ClauseView>();
  view->id = clause.id();
  view->variables = &clause.variables;
  const Relation* relation = program_.Find(clause.relation_name());
  for (const Body& body : clause.bodies) {
    view->bodies.push_back(
        PrepareBody(program_, body, clause.variables, head, inputs,
                    relation == nullptr ? std::nullopt : std::optional(relation->component)));
  }
  slot = std::move(view);
  return *slot;
}

PartialTuple Goals::HeadRow(const std::vector<Term>& head, const Environment& environment) {
  PartialTuple row(head.size());
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i].kind == TermKind::kVariable) {
      if (const Value* value = environment.Find(head[i].variable)) row[i] = *value;
    } else {
      row[i] = head[i].constant;
    }
  }
  return row;
}

bool Goals::BindHead(const std::vector<Term>& head, const PartialTuple& arguments,
                     Environment& environment) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (!arguments[i]) continue;
    const Value* known = head[i].kind == TermKind::kVariable ? environment.Find(head[i].variable)
                                                             : &head[i].constant;
    if (known == nullptr) {
      environment.Bind(head[i].variable, *arguments[i]);
    } else if (*known != *arguments[i]) {
      return false;
    }
  }
  return true;
}

bool Goals::IsGiven(const Relation& relation) const {
  if (phase_ == Phase::kRequest && relation.stored) return true;
  return relation.clauses.empty() && !relation.eqrel;
}

void Goals::MatchFacts(const RelationName& name, const PartialTuple& pattern,
                       std::vector<const Tuple*>& out) {
  auto index = indexes_.find(name);
  if (index == indexes_.end()) {
    const auto rows = facts_.relations.find(name);
    if (rows == facts_.relations.end()) return;
    index = indexes_.emplace(name, FactIndex(rows->second)).first;
  }
  index->second.Match(pattern, out);
}

// Whether a component is recursive and makes values on the way.
bool Goals::GrowsValues(std::size_t component) {
  const auto [it, made] = grows_values_.try_emplace(component, false);
  if (!made || component >= program_.components.size()) return it->second;
  bool recursive = false;
  bool makes = false;
  for (const RelationName& name : program_.components[component]) {
    const Relation* relation = program_.Find(name);
    if (relation == nullptr) continue;
    for (const std::size_t clause : relation->clauses) {
      for (const BodyView& body : Prepared(clause).bodies) {
        recursive = recursive || !body.info.recursive.empty();
        makes = makes || MakesNewValues(*body.literals);
      }
    }
  }
  return it->second = recursive && makes;
}

// Whether each relation of a component has one table, so that a row that is new there is new to
// every reader.
bool Goals::HasOneTable(std::size_t component) {
  if (phase_ == Phase::kLoad) return true;
  if (component >= program_.components.size() || !GrowsValues(component)) return false;
  return std::ranges::none_of(program_.components[component], [&](const RelationName& name) {
    const Relation* relation = program_.Find(name);
    return relation == nullptr || relation->open;
  });
}

PartialTuple Goals::GoalArguments(const Relation& relation, const PartialTuple& pattern) {
  PartialTuple arguments = pattern;
  const bool inputs_only =
      phase_ == Phase::kLoad || relation.eqrel || GrowsValues(relation.component);
  for (std::size_t i = 0; inputs_only && i < arguments.size(); ++i) {
    if (!IsInput(relation, i)) arguments[i].reset();
  }
  return arguments;
}

bool Goals::Read(const Relation& relation, const PartialTuple& pattern, std::uint64_t since,
                 std::vector<Candidate>& out) {
  std::vector<const Row*> rows;
  if (relation.builtin != BuiltinRelation::kNone) {
    request_.Rows(relation.builtin, pattern).Match(pattern, 0, rows);
  } else if (IsGiven(relation)) {
    std::vector<const Tuple*> facts;
    MatchFacts(relation.name, pattern, facts);
    for (const Tuple* fact : facts) out.push_back({fact, nullptr});
    return true;
  } else {
    TabledGoal& goal = FindOrMake(relation, GoalArguments(relation, pattern));
    const bool together =
        current_ != nullptr && !goal.solved && relation.component == current_->relation->component;
    if (!goal.solved && !together) {
      needed_.insert(&goal);
      return false;
    }
    if (together) goal.readers.insert(current_);
    goal.table.Match(pattern, since, rows);
  }
  for (const Row* row : rows) out.push_back({nullptr, row});
  return true;
}

TabledGoal& Goals::Ask(const Relation& relation) {
  TabledGoal& goal = FindOrMake(relation, PartialTuple(relation.name.arity));
  if (!goal.solved) needed_.insert(&goal);
  return goal;
}

TabledGoal& Goals::FindOrMake(const Relation& relation, PartialTuple arguments) {
  auto& slot = goals_[{&relation, arguments}];
  if (slot) return *slot;
  slot = std::make_unique<TabledGoal>();
  TabledGoal& goal = *slot;
  goal.relation = &relation;
  goal.arguments = std::move(arguments);
  static_cast<void>(meter_.Charge(kGoalSteps));  // exhaustion stops the search that asked
  std::vector<const Tuple*> given;
  MatchFacts(relation.name, goal.arguments, given);
  for (const Tuple* fact : given) {
    if (!InsertRow(goal, PartialTuple(fact->begin(), fact->end()), nullptr, false)) break;
  }
  const bool here = current_ != nullptr && relation.component == current_->relation->component;
  if (here) {
    levels_.back().goals.push_back(&goal);
    Queue(goal, levels_.back());
  }
  return goal;
}

void Goals::Queue(TabledGoal& goal, Level& level) {
  if (goal.queued) return;
  goal.queued = true;
  level.work.push_back(&goal);
}

// The needed goals by component, the lowest on top, so that each finds what it reads solved or can
// have it solved.
void Goals::PushLevels() {
  std::map<std::size_t, std::vector<TabledGoal*>, std::greater<>> by_component;
  for (TabledGoal* goal : needed_) {
    if (!goal->solved) by_component[goal->relation->component].push_back(goal);
  }
  needed_.clear();
  for (auto& [component, goals] : by_component) {
    Level& level = levels_.emplace_back();
    level.component = component;
    level.goals = goals;
    for (TabledGoal* goal : goals) Queue(*goal, level);
  }
}

Result<void> Goals::Solve() {
  PushLevels();
  while (!levels_.empty()) {
    Level& top = levels_.back();
    if (top.work.empty()) {
      for (TabledGoal* goal : top.goals) goal->solved = true;
      levels_.pop_back();
      continue;
    }
    TabledGoal& goal = *top.work.back();
    top.work.pop_back();
    goal.queued = false;
    Evaluate(goal);
    if (meter_.exhausted()) return LimitFault();
    if (needed_.empty()) continue;
    Queue(goal, top);
    PushLevels();
  }
  return {};
}

void Goals::Evaluate(TabledGoal& goal) {
  current_ = &goal;
  const std::uint64_t start = stamp_;
  const bool again = goal.whole && HasOneTable(goal.relation->component);
  for (const std::size_t clause : goal.relation->clauses) RunClause(goal, clause, !again);
  if (goal.relation->eqrel && goal.relation->name.arity == 2) CloseEquivalence(goal);
  if (needed_.empty()) {  // else what is missing is run again, from the same stamp
    goal.whole = true;
    goal.evaluated_at = start;
  }
  current_ = nullptr;
  if (stamp_ == start) return;
  for (TabledGoal* reader : goal.readers) Queue(*reader, levels_.back());
}

void Goals::RunClause(TabledGoal& goal, std::size_t number, bool whole) {
  const Clause& clause = program_.rules.clauses[number];
  const ClauseView& view = Prepared(number);
  Enter(view.id);
  Environment environment(clause.variables.size());
  if (!BindHead(clause.head, goal.arguments, environment)) return;
  if (clause.bodies.empty() && whole) {
    InsertRow(goal, HeadRow(clause.head, environment), nullptr, true);
  }
  for (const BodyView& body : view.bodies) {
    BodySearch search(context_, view, *body.literals, body.info, &body.inner, environment);
    const auto visit = [&] {
      return InsertRow(goal, HeadRow(clause.head, environment), search.failure(), true);
    };
    if (whole) {
      search.Run(visit);
      continue;
    }
    for (const std::size_t literal : body.info.recursive) {
      search.Restrict(literal, goal.evaluated_at);
      search.Run(visit);
    }
  }
}

// Returns: false when a bound is reached.
bool Goals::InsertRow(TabledGoal& goal, PartialTuple row, FailureRef failure, bool derived) {
  std::uint64_t bytes = kRowBytes;
  for (const auto& value : row) bytes += value ? ValueBytes(*value) : sizeof(Value);
  if (!goal.table.Insert(std::move(row), std::move(failure), stamp_ + 1)) return meter_.Charge();
  ++stamp_;
  if (derived && !meter_.ChargeFacts()) {
    if (bound_.empty()) bound_ = "facts";
    return false;
  }
  if (bytes > bytes_left_) {
    bound_ = "bytes";
    static_cast<void>(meter_.Charge(~std::uint64_t{0}));
    return false;
  }
  bytes_left_ -= bytes;
  return true;
}

void Goals::CloseEquivalence(TabledGoal& goal) {
  std::vector<const Row*> rows;
  goal.table.Match(PartialTuple(goal.relation->name.arity), 0, rows);
  CloseRows(rows, [&](PartialTuple row, FailureRef failure) {
    return InsertRow(goal, std::move(row), std::move(failure), true);
  });
}

}  // namespace rune::datalog
