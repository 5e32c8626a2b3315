#include "datalog/provenance/why_not.h"

#include <algorithm>
#include <string>
#include <utility>

#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

// Instances that are looked at before the best so far is taken.
constexpr std::size_t kMostInstances = 20'000;

struct Miss {
  std::size_t true_literals = 0;
  NearestMiss miss;
};

class MissSearch {
 public:
  MissSearch(RequestEvaluation::State& state, const RootGoal& root, const text::SourceMap& sources)
      : state_(state), root_(root), sources_(sources) {}

  // Returns: false if a clause is true.
  bool Run() {
    for (const std::size_t clause : root_.relation->clauses) {
      if (!RunClause(clause)) return false;
    }
    return true;
  }
  std::optional<Miss>& best() { return best_; }

 private:
  bool RunClause(std::size_t number) {
    const Clause& clause = state_.program.rules.clauses[number];
    Environment environment(clause.variables.size());
    FailureRef failure;
    bool open = false;
    if (!state_.roots.Enter(root_, number, environment, failure, open)) {
      Offer(number, 0, clause.head_span, {});
      return true;
    }
    const Roots::RootClause& prepared = state_.roots.Prepared(root_, number);
    state_.goals.Enter(prepared.view.id);
    bool holds = false;
    for (const BodyView& body : prepared.view.bodies) {
      BodySearch search(state_.goals.context(), prepared.view, *body.literals, body.info,
                        &body.inner, environment);
      search.StartInError(failure);
      search.TolerateMisses();
      search.Run([&] {
        holds = holds || !Judge(number, *body.literals, search.steps(), environment, failure);
        return !holds && ++instances_ < kMostInstances;
      });
    }
    return !holds;
  }

  // Returns: false if the instance is true.
  bool Judge(std::size_t number, const Body& body, const std::vector<SearchStep>& steps,
             const Environment& environment, const FailureRef& failure) {
    const Clause& clause = state_.program.rules.clauses[number];
    std::size_t true_literals = 0;
    std::optional<std::size_t> failed;
    std::vector<bool> holds(body.size());
    for (const SearchStep& step : steps) {
      if (!step.missed && !step.own && !step.forced) holds[step.literal] = true;
    }
    for (std::size_t i = 0; i < body.size(); ++i) {
      if (holds[i]) {
        ++true_literals;
      } else if (!failed) {
        failed = i;
      }
    }
    if (!failed) {
      if (!failure) return false;
      Offer(number, true_literals, failure->span, {});
      return true;
    }
    if (best_ && best_->true_literals >= true_literals) return true;
    Offer(number, true_literals, body[*failed].span, Values(clause, body[*failed], environment));
    return true;
  }

  // The variables of a literal and what its paths read, as text.
  std::vector<std::pair<std::string, std::string>> Values(const Clause& clause,
                                                          const Literal& literal,
                                                          const Environment& environment) {
    std::vector<std::pair<std::string, std::string>> values;
    const auto add = [&](std::string name, std::string value) {
      const auto pair = std::pair(std::move(name), std::move(value));
      if (std::ranges::find(values, pair) == values.end()) values.push_back(pair);
    };
    VisitVariables(literal, [&](VariableId id) {
      const Value* value = environment.Find(id);
      if (value != nullptr && !clause.variables[id].anonymous) {
        add(clause.variables[id].name, Show(*value));
      }
    });
    VisitTerms(literal, [&](const Term& term) {
      if (term.kind != TermKind::kContextPath && term.kind != TermKind::kDataPath) return;
      const TermResult result = state_.goals.context().terms.Evaluate(term, environment);
      const auto* value = std::get_if<Value>(&result);
      add(std::string(sources_.Text(term.span)), value != nullptr ? Show(*value) : "not there");
    });
    return values;
  }

  void Offer(std::size_t number, std::size_t true_literals, text::Span span,
             std::vector<std::pair<std::string, std::string>> values) {
    if (best_ && best_->true_literals >= true_literals) return;
    Miss miss;
    miss.true_literals = true_literals;
    miss.miss.engine = Engine::kDatalog;
    miss.miss.id = state_.program.rules.clauses[number].id();
    miss.miss.place = sources_.Resolve(span);
    miss.miss.literal = std::string(sources_.Text(span));
    miss.miss.values = std::move(values);
    best_ = std::move(miss);
  }

  RequestEvaluation::State& state_;
  const RootGoal& root_;
  const text::SourceMap& sources_;
  std::optional<Miss> best_;
  std::size_t instances_ = 0;
};

}  // namespace

Result<std::optional<NearestMiss>> FindNearestMiss(RequestEvaluation::State& state,
                                                   const RelationName& name,
                                                   const text::SourceMap& sources) {
  RUNE_ASSIGN_OR_RETURN(const Relation* relation, state.Require(name));
  const RootGoal root = state.roots.Vote(*relation);
  if (std::ranges::find(root.lacking, true) != root.lacking.end()) return std::nullopt;
  for (;;) {
    MissSearch search(state, root, sources);
    const bool misses = search.Run();
    if (state.goals.context().meter.exhausted()) return state.goals.LimitFault();
    if (state.goals.has_needed()) {
      RUNE_TRY(state.goals.Solve());
      continue;
    }
    if (!misses || !search.best()) return std::nullopt;
    return std::move(search.best()->miss);
  }
}

}  // namespace rune::datalog
