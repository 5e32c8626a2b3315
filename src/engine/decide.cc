#include <algorithm>
#include <chrono>

#include "base/format.h"
#include "config/schema_section.h"
#include "engine/engine.h"
#include "engine/explain.h"
#include "engine/goal.h"
#include "engine/merge.h"
#include "engine/predicate_bridge.h"
#include "engine/verdict.h"
#include "store/derived.h"

namespace rune::engine {

namespace {

using expr::Truth;

Annotations AnnotationsOf(const cedar::Policy& policy) {
  Annotations out;
  for (const cedar::Annotation& a : policy.annotations) out[a.key] = a.value.value_or("");
  return out;
}

void AddPolicyReasons(const std::vector<cedar::Instance>& instances, const text::SourceMap& sources,
                      std::vector<Reason>& out) {
  for (const cedar::Instance& instance : instances) {
    out.push_back({Engine::kCedar, instance.id, sources.Resolve(instance.span),
                   AnnotationsOf(*instance.policy)});
  }
}

void AddRuleReasons(const std::vector<Vote>& votes, const datalog::Program& program,
                    const text::SourceMap& sources, std::vector<Reason>& out) {
  for (const Vote& vote : votes) {
    for (const datalog::ClauseOutcome& outcome : vote.answer.clauses) {
      if (outcome.truth != Truth::kTrue) continue;
      const datalog::Clause& clause = program.rules.clauses[outcome.clause];
      out.push_back({Engine::kDatalog, clause.id(), sources.Resolve(clause.head_span), {}});
    }
  }
}

void AddErrors(const CedarVerdict& cedar, const DatalogVerdict& datalog,
               const text::SourceMap& sources, std::vector<EvaluationError>& out) {
  for (const cedar::PolicyError& e : cedar.evaluation.errors) {
    out.push_back({Engine::kCedar, e.instance.id, sources.Resolve(e.error.span),
                   std::string(cedar::EvalErrorName(e.error.kind)), e.error.message});
  }
  for (const auto* votes : {&datalog.denials, &datalog.allowances}) {
    for (const Vote& vote : *votes) {
      for (const datalog::RuleError& e : vote.answer.errors) {
        out.push_back({Engine::kDatalog, e.id, sources.Resolve(e.span), e.kind, e.message});
      }
    }
  }
}

// `@obligation("type")` and `@advice("type")` of the permits that determined a PERMIT.
void AddObligations(const std::vector<cedar::Instance>& permits, std::vector<Obligation>& out) {
  for (const cedar::Instance& instance : permits) {
    const Annotations all = AnnotationsOf(*instance.policy);
    for (const char* key : {"obligation", "advice"}) {
      auto it = all.find(key);
      if (it == all.end()) continue;
      Obligation obligation{instance.id, it->second, std::string_view(key) == "advice", all};
      obligation.properties.erase(key);
      out.push_back(std::move(obligation));
    }
  }
}

}  // namespace

std::function<std::optional<std::int64_t>(const Value&)> UsageSource(const Snapshot& snapshot,
                                                                     const Inputs& inputs) {
  if (inputs.usage) return inputs.usage;
  const auto& relations = snapshot.configuration->facts.relations;
  auto it = relations.find({"current_usage", 2});
  if (it == relations.end()) return nullptr;
  return [rows = &it->second](const Value& key) -> std::optional<std::int64_t> {
    for (const Tuple& row : *rows) {
      if (row[0] == key && row[1].is(ValueKind::kLong)) return row[1].as_long();
    }
    return std::nullopt;
  };
}

namespace {

// What the validator promises holds for requests that fit the schema.
Result<void> CheckFits(const config::Configuration& configuration, const Request& request,
                       const store::EntityView& view) {
  if (!configuration.schema) return {};
  const auto misfit = config::Misfit(request, view, *configuration.schema);
  if (!misfit) return {};
  return MakeFault(FaultCode::kInvalidRequest,
                   Format("the request does not fit the schema: {}", *misfit));
}

}  // namespace

Result<Decision> Decide(const Snapshot& snapshot, const Request& request, const Inputs& inputs) {
  const auto start = std::chrono::steady_clock::now();
  const config::Configuration& configuration = *snapshot.configuration;
  const text::SourceMap& sources = *configuration.sources;
  const Bounds& bounds = configuration.options.bounds;

  RUNE_ASSIGN_OR_RETURN(const store::EntityView view,
                        store::EntityView::Make(configuration.entities, request.entities));
  RUNE_TRY(CheckFits(configuration, request, view));
  const store::DerivedEntities entities(view, configuration.options.path_types);
  WorkMeter meter(bounds.request_steps, bounds.request_facts);
  datalog::RequestEvaluation rules(configuration.program, snapshot.stored,
                                   {&request, &entities, UsageSource(snapshot, inputs)}, meter,
                                   configuration.options.bounds.bytes);
  PredicateBridge bridge(configuration.program, rules);
  const Value context =
      Value::Record(configuration.schema ? config::DeclaredContext(request, *configuration.schema)
                                         : request.context);
  const cedar::Environment environment{
      request.principal, request.action, request.resource, context, entities, &bridge, meter};

  RUNE_ASSIGN_OR_RETURN(const CedarVerdict cedar, AskPolicies(snapshot.instances, environment,
                                                              configuration.options.on_error));
  if (bridge.fault()) return std::unexpected(*bridge.fault());
  RUNE_ASSIGN_OR_RETURN(const DatalogVerdict datalog,
                        AskRules(configuration.program, rules, request.action.id));

  Decision decision;
  decision.outcome = MergeVerdicts(
      {cedar.verdict, datalog.verdict, !configuration.policies.empty(), configuration.has_rules},
      configuration.options.merge);
  decision.no_policy = snapshot.no_policy();
  decision.observe = configuration.options.mode == config::Mode::kObserve;
  decision.cedar = cedar.verdict;
  decision.datalog = datalog.verdict;
  decision.epoch = snapshot.epoch;
  if (request.explain != ExplainLevel::kNone) {
    if (decision.outcome == Outcome::kForbid) {
      AddPolicyReasons(cedar.evaluation.forbids, sources, decision.reasons);
      AddRuleReasons(datalog.denials, configuration.program, sources, decision.reasons);
    } else if (decision.outcome == Outcome::kPermit) {
      AddPolicyReasons(cedar.evaluation.permits, sources, decision.reasons);
      AddRuleReasons(datalog.allowances, configuration.program, sources, decision.reasons);
    }
  }
  AddErrors(cedar, datalog, sources, decision.errors);
  if (decision.permitted()) AddObligations(cedar.evaluation.permits, decision.obligations);
  for (const std::string& goal : request.queries) {
    const bool asked = std::ranges::any_of(
        decision.answers, [&](const auto& answer) { return answer.first == goal; });
    if (asked) continue;
    RUNE_ASSIGN_OR_RETURN(Answer answer, AnswerGoal(configuration, rules, goal));
    decision.answers.emplace_back(goal, std::move(answer));
  }
  if (request.explain == ExplainLevel::kFull) {
    RUNE_ASSIGN_OR_RETURN(decision.explanation,
                          Explain(decision.outcome, {sources, environment, snapshot.instances,
                                                     cedar, datalog, rules, bridge}));
  }
  const auto elapsed = std::chrono::steady_clock::now() - start;
  decision.evaluation_ns = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count());
  return decision;
}

Result<Answer> Query(const Snapshot& snapshot, const std::string& goal, const Request* request,
                     const Inputs& inputs) {
  const config::Configuration& configuration = *snapshot.configuration;
  const std::vector<Entity> none;
  RUNE_ASSIGN_OR_RETURN(
      const store::EntityView view,
      store::EntityView::Make(configuration.entities, request ? request->entities : none));
  if (request != nullptr) RUNE_TRY(CheckFits(configuration, *request, view));
  const store::DerivedEntities entities(view, configuration.options.path_types);
  WorkMeter meter(configuration.options.bounds.steps, configuration.options.bounds.facts);
  datalog::RequestEvaluation rules(configuration.program, snapshot.stored,
                                   {request, &entities, UsageSource(snapshot, inputs)}, meter,
                                   configuration.options.bounds.bytes);
  return AnswerGoal(configuration, rules, goal);
}

}  // namespace rune::engine
