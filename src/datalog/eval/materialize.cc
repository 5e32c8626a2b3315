#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "datalog/eval/evaluate.h"
#include "datalog/eval/state.h"
#include "datalog/provenance/derivations.h"

namespace rune::datalog {
namespace {

using text::Code;

constexpr std::size_t kMostErrorsShown = 20;
constexpr std::size_t kMostProofLines = 30;

// What is evaluated at load reads no entity.
RequestInput NoRequest() {
  static const store::NoEntities none;
  RequestInput input;
  input.entities = &none;
  return input;
}

bool IsDerived(const Relation& relation) {
  return relation.stored && (!relation.clauses.empty() || relation.eqrel);
}

// One report for each place and message where an error was born; rules that only read it are not
// named again.
class ErrorReports {
 public:
  explicit ErrorReports(text::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void Add(const Row& row) {
    const Failure& failure = *row.failure;
    if (failure.origin != failure.clause) return;
    if (!seen_.emplace(failure.span.file, failure.span.begin, failure.message).second) return;
    if (seen_.size() > kMostErrorsShown) return;
    auto report = diagnostics_.Add(Code::kRuleStoredError, failure.span, failure.message);
    report.Label(Format("in `{}`", failure.clause));
    if (!failure.values.empty()) report.Note(Format("with {}", failure.values));
    report.Help(
        "guard the literal so that it always has a result, or declare the relation `virtual`: its "
        "errors then belong to the requests that read it");
  }

 private:
  text::Diagnostics& diagnostics_;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> seen_;
};

// The proof, one line a fact, indented by depth.
void NoteProof(const Proof& proof, std::size_t depth, std::size_t& lines,
               text::Diagnostics::Builder& report) {
  if (++lines > kMostProofLines) return;
  report.Note(Format("{}{}  by {}", std::string(2 * depth, ' '), proof.fact, proof.by));
  for (const Proof& premise : proof.from) NoteProof(premise, depth + 1, lines, report);
}

class CheckRun {
 public:
  CheckRun(const Program& program, const Stored& stored, WorkMeter& meter, std::uint64_t bytes,
           text::Diagnostics& diagnostics)
      : state_(program, stored, NoRequest(), meter, bytes), diagnostics_(diagnostics) {}

  Result<void> Run(const Check& check) {
    ClauseView view;
    view.id = Format(".check {}", check.name);
    view.variables = &check.variables;
    for (const Body& body : check.bodies) {
      view.bodies.push_back(
          PrepareBody(state_.program, body, check.variables, {}, {}, std::nullopt));
    }
    state_.goals.Enter(view.id);
    solved_ = false;
    failure_ = nullptr;
    Environment environment(check.variables.size());
    for (const BodyView& body : view.bodies) {
      BodySearch search(state_.goals.context(), view, *body.literals, body.info, &body.inner,
                        environment);
      search.Run([&] {
        if (search.failure()) {
          failure_ = Worse(failure_, search.failure());
          return true;
        }
        solved_ = true;
        Keep(check, *body.literals, search.steps(), environment);
        return false;
      });
      if (solved_) break;
    }
    if (state_.goals.context().meter.exhausted()) return state_.goals.LimitFault();
    return Report(check);
  }

 private:
  void Keep(const Check& check, const Body& body, const std::vector<SearchStep>& steps,
            const Environment& environment) {
    premises_ = PremisesOf(body, steps);
    values_.clear();
    for (VariableId id = 0; id < check.variables.size(); ++id) {
      const Value* value = environment.Find(id);
      if (value == nullptr || check.variables[id].anonymous) continue;
      if (!values_.empty()) values_ += ", ";
      values_ += Format("{} = {}", check.variables[id].name, Show(*value));
    }
  }

  Result<void> Report(const Check& check) {
    if (solved_) {
      auto report = diagnostics_.Add(Code::kRuleCheckViolated, check.span,
                                     Format("the check `{}` is violated", check.name));
      if (!values_.empty()) report.Note(Format("with {}", values_));
      std::size_t lines = 0;
      Derivations derivations(state_, diagnostics_.sources());
      for (const Premise& premise : premises_) {
        RUNE_ASSIGN_OR_RETURN(const Proof proof, derivations.Prove(premise.relation, premise.row));
        NoteProof(proof, 0, lines, report);
      }
      report.Help("change the facts so that the body of the check has no solution");
    } else if (failure_) {
      diagnostics_
          .Add(Code::kRuleCheckError, failure_->span,
               Format("the check `{}` is in error: {}", check.name, failure_->message))
          .Help("guard the literal so that it always has a result");
    }
    return {};
  }

  RequestEvaluation::State state_;
  text::Diagnostics& diagnostics_;
  bool solved_ = false;
  FailureRef failure_;
  std::vector<Premise> premises_;
  std::string values_;
};

void Store(const TabledGoal& goal, Stored& stored) {
  std::set<Tuple>& rows = stored.facts.relations[goal.relation->name];
  if (!rows.empty()) stored.given[goal.relation->name] = rows;
  for (const Row& row : goal.table.rows()) {
    if (!row.is_true()) continue;
    Tuple tuple;
    for (const auto& value : row.values) {
      if (value) tuple.push_back(*value);
    }
    if (tuple.size() == row.values.size()) rows.insert(std::move(tuple));
  }
}

}  // namespace

Result<Stored> Materialize(const Program& program, store::Facts base, const Bounds& bounds,
                           text::Diagnostics& diagnostics) {
  WorkMeter meter(bounds.steps, bounds.facts);
  const std::size_t errors_before = diagnostics.error_count();
  Stored stored;
  stored.facts = std::move(base);
  {
    const RequestInput nothing = NoRequest();
    Goals goals(program, stored.facts, Phase::kLoad, nothing, nullptr, meter, bounds.bytes);
    std::vector<const TabledGoal*> asked;
    for (const auto& [name, relation] : program.relations) {
      if (IsDerived(relation)) asked.push_back(&goals.Ask(relation));
    }
    RUNE_TRY(goals.Solve());
    ErrorReports reports(diagnostics);
    for (const TabledGoal* goal : asked) {
      for (const Row& row : goal->table.rows()) {
        if (!row.replaced && row.failure) reports.Add(row);
      }
    }
    for (const TabledGoal* goal : asked) Store(*goal, stored);
  }
  if (diagnostics.error_count() > errors_before) return stored;
  for (const Check& check : program.rules.checks) {
    RUNE_TRY(CheckRun(program, stored, meter, bounds.bytes, diagnostics).Run(check));
  }
  return stored;
}

}  // namespace rune::datalog
