#include "engine/reasons.h"

namespace rune::engine {

namespace {

using expr::Truth;

Annotations AnnotationsOf(const cedar::Policy& policy) {
  Annotations out;
  for (const cedar::Annotation& a : policy.annotations) out[a.key] = a.value.value_or("");
  return out;
}

void AddPolicies(const std::vector<cedar::Instance>& instances, const text::SourceMap& sources,
                 std::vector<Reason>& out) {
  for (const cedar::Instance& instance : instances) {
    out.push_back({Engine::kCedar, instance.id, sources.Resolve(instance.span),
                   AnnotationsOf(*instance.policy)});
  }
}

void AddClauses(const std::vector<Vote>& votes, const datalog::Program& program,
                const text::SourceMap& sources, std::vector<Reason>& out) {
  for (const Vote& vote : votes) {
    for (const datalog::ClauseOutcome& outcome : vote.answer.clauses) {
      if (outcome.truth != Truth::kTrue) continue;
      const datalog::Clause& clause = program.rules.clauses[outcome.clause];
      out.push_back({Engine::kDatalog, clause.id(), sources.Resolve(clause.head_span), {}});
    }
  }
}

}  // namespace

std::vector<Reason> ReasonsOf(Outcome outcome, const CedarVerdict& cedar,
                              const DatalogVerdict& datalog, const datalog::Program& program,
                              const text::SourceMap& sources) {
  std::vector<Reason> out;
  if (outcome == Outcome::kDeny) return out;
  const bool forbid = outcome == Outcome::kForbid;
  AddPolicies(forbid ? cedar.evaluation.forbids : cedar.evaluation.permits, sources, out);
  AddClauses(forbid ? datalog.denials : datalog.allowances, program, sources, out);
  return out;
}

std::vector<EvaluationError> ErrorsOf(const CedarVerdict& cedar, const DatalogVerdict& datalog,
                                      const text::SourceMap& sources) {
  std::vector<EvaluationError> out;
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
  return out;
}

std::vector<Obligation> ObligationsOf(const std::vector<cedar::Instance>& permits) {
  std::vector<Obligation> out;
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
  return out;
}

}  // namespace rune::engine
