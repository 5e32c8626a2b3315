// One decision, step by step:
//
//   1. the request's entities are laid over the configuration's, and the request must fit the
//      schema;
//   2. the policies give a verdict, which may ask the rules; the rules give theirs;
//   3. the verdicts merge into the outcome;
//   4. what determined it, what erred and what it obliges to is named;
//   5. the attached queries are answered;
//   6. where it is asked for, the decision is explained.
//
// A fault in any step is the answer, and permits nothing.
#include <algorithm>
#include <chrono>

#include "engine/engine.h"
#include "engine/explain.h"
#include "engine/goal.h"
#include "engine/merge.h"
#include "engine/predicate_bridge.h"
#include "engine/reasons.h"
#include "engine/request_fit.h"
#include "engine/usage.h"
#include "store/derived.h"

namespace rune::engine {

namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t NanosecondsSince(Clock::time_point start) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
}

Decision Merge(const Snapshot& snapshot, Verdict cedar, Verdict datalog) {
  const config::Configuration& configuration = *snapshot.configuration;
  Decision decision;
  decision.outcome =
      MergeVerdicts({cedar, datalog, !configuration.policies.empty(), configuration.has_rules},
                    configuration.options.merge);
  decision.no_policy = snapshot.no_policy();
  decision.observe = configuration.options.mode == config::Mode::kObserve;
  decision.cedar = cedar;
  decision.datalog = datalog;
  decision.epoch = snapshot.epoch;
  return decision;
}

// Each question once, in the order asked.
Result<void> AnswerQueries(const std::vector<std::string>& goals,
                           const config::Configuration& configuration,
                           datalog::RequestEvaluation& rules, Decision& decision) {
  for (const std::string& goal : goals) {
    const bool asked = std::ranges::any_of(
        decision.answers, [&](const auto& answer) { return answer.first == goal; });
    if (asked) continue;
    RUNE_ASSIGN_OR_RETURN(Answer answer, AnswerGoal(configuration, rules, goal));
    decision.answers.emplace_back(goal, std::move(answer));
  }
  return {};
}

}  // namespace

Result<Decision> Decide(const Snapshot& snapshot, const Request& request, const Inputs& inputs) {
  const Clock::time_point start = Clock::now();
  const config::Configuration& configuration = *snapshot.configuration;
  const config::Options& options = configuration.options;
  const text::SourceMap& sources = *configuration.sources;

  RUNE_ASSIGN_OR_RETURN(const store::EntityView view,
                        store::EntityView::Make(configuration.entities, request.entities));
  RUNE_ASSIGN_OR_RETURN(const Value context, FittingContext(configuration, request, view));
  const store::DerivedEntities entities(view, options.path_types);

  WorkMeter meter(options.bounds.request_steps, options.bounds.request_facts);
  datalog::RequestEvaluation rules(configuration.program, snapshot.stored,
                                   {&request, &entities, UsageSource(snapshot, inputs)}, meter,
                                   options.bounds.bytes);
  PredicateBridge bridge(configuration.program, rules);
  const cedar::Environment environment{
      request.principal, request.action, request.resource, context, entities, &bridge, meter};
  RUNE_ASSIGN_OR_RETURN(const CedarVerdict cedar,
                        AskPolicies(snapshot.instances, environment, options.on_error));
  if (bridge.fault()) return std::unexpected(*bridge.fault());
  RUNE_ASSIGN_OR_RETURN(const DatalogVerdict datalog,
                        AskRules(configuration.program, rules, request.action.id));

  Decision decision = Merge(snapshot, cedar.verdict, datalog.verdict);
  if (request.explain != ExplainLevel::kNone) {
    decision.reasons = ReasonsOf(decision.outcome, cedar, datalog, configuration.program, sources);
  }
  decision.errors = ErrorsOf(cedar, datalog, sources);
  if (decision.permitted()) decision.obligations = ObligationsOf(cedar.evaluation.permits);
  RUNE_TRY(AnswerQueries(request.queries, configuration, rules, decision));
  if (request.explain == ExplainLevel::kFull) {
    RUNE_ASSIGN_OR_RETURN(decision.explanation,
                          Explain(decision.outcome, {sources, environment, snapshot.instances,
                                                     cedar, datalog, rules, bridge}));
  }
  decision.evaluation_ns = NanosecondsSince(start);
  return decision;
}

}  // namespace rune::engine
