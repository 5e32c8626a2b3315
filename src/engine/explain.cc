#include "engine/explain.h"

#include <algorithm>
#include <tuple>

namespace rune::engine {

namespace {

using expr::Truth;

// Facts whose proofs an explanation shows at most; a vote can hold for very many rows.
constexpr std::size_t kMostProofs = 64;

using FactSet = std::set<PredicateBridge::Fact>;

void CollectVotes(const std::vector<Vote>& votes, FactSet& facts) {
  for (const Vote& vote : votes) {
    if (vote.answer.truth != Truth::kTrue) continue;
    for (const Tuple& row : vote.answer.rows) {
      if (facts.size() >= kMostProofs) return;
      facts.emplace(vote.relation, row);
    }
  }
}

// Evaluates the determining policies once more, listening to their predicate tests.
void CollectTests(const std::vector<cedar::Instance>& determining, const ExplainInput& input,
                  FactSet& facts) {
  input.bridge.StartRecord();
  for (const cedar::Instance& instance : determining) {
    std::ignore = cedar::Satisfied(instance, input.environment);
  }
  facts.merge(input.bridge.TakeRecord());
}

void AddPolicyMisses(const ExplainInput& input, std::vector<NearestMiss>& out) {
  std::size_t best = 0;
  std::vector<std::pair<const cedar::Instance*, cedar::Miss>> misses;
  for (const cedar::Instance& instance : input.instances) {
    if (instance.policy->effect != cedar::Effect::kPermit) continue;
    cedar::Miss miss = cedar::ExplainMiss(instance, input.environment, input.sources);
    best = std::max(best, miss.passed);
    misses.emplace_back(&instance, std::move(miss));
  }
  for (auto& [instance, miss] : misses) {
    if (miss.passed != best) continue;
    out.push_back({Engine::kCedar, instance->id, input.sources.Resolve(miss.span),
                   std::move(miss.literal), std::move(miss.values)});
  }
}

}  // namespace

Result<Explanation> Explain(Outcome outcome, const ExplainInput& input) {
  Explanation explanation;
  FactSet facts;
  if (outcome == Outcome::kForbid) {
    if (input.datalog.verdict == Verdict::kForbid) CollectVotes(input.datalog.denials, facts);
    CollectTests(input.cedar.evaluation.forbids, input, facts);
  } else if (outcome == Outcome::kPermit) {
    if (input.datalog.verdict == Verdict::kPermit) CollectVotes(input.datalog.allowances, facts);
    CollectTests(input.cedar.evaluation.permits, input, facts);
  } else {
    if (input.cedar.verdict == Verdict::kDeny) AddPolicyMisses(input, explanation.nearest_miss);
    if (input.datalog.verdict == Verdict::kDeny) {
      for (const Vote& vote : input.datalog.allowances) {
        RUNE_ASSIGN_OR_RETURN(auto miss, input.rules.WhyNot(vote.relation, input.sources));
        if (miss) explanation.nearest_miss.push_back(std::move(*miss));
      }
    }
  }
  for (const auto& [relation, row] : facts) {
    RUNE_ASSIGN_OR_RETURN(Proof proof, input.rules.Prove(relation, row, input.sources));
    explanation.proofs.push_back(std::move(proof));
  }
  if (input.bridge.fault()) return std::unexpected(*input.bridge.fault());
  return explanation;
}

}  // namespace rune::engine
