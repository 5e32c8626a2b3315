#include "engine/explain.h"

#include <algorithm>

#include "base/result.h"

namespace rune::engine {

namespace {

using expr::Truth;

// What an explanation shows at most: very many policies may agree, and a vote can hold for very
// many rows.
constexpr std::size_t kMostPolicies = 64;
constexpr std::size_t kMostProofs = 64;
constexpr std::size_t kMostMisses = 64;

using FactSet = std::set<PredicateBridge::Fact>;

void CollectVotes(const std::vector<Vote>& votes, FactSet& facts) {
  for (const Vote& vote : votes) {
    if (vote.answer.truth != Truth::kTrue) continue;
    // One more than is shown, so that it is known that there are more.
    for (const Tuple& row : vote.answer.rows) {
      if (facts.size() > kMostProofs) return;
      facts.emplace(vote.relation, row);
    }
  }
}

Result<void> AddPolicy(const cedar::Instance& instance, const ExplainInput& input,
                       Explanation& out) {
  if (out.policies.size() == kMostPolicies) {
    out.complete = false;
    return {};
  }
  RUNE_ASSIGN_OR_RETURN(PolicyExplanation policy,
                        cedar::ExplainPolicy(instance, input.environment, input.sources));
  if (input.bridge.fault()) return std::unexpected(*input.bridge.fault());
  out.policies.push_back(std::move(policy));
  return {};
}

// The predicate tests of the determining policies are listened to: what they found is proved.
Result<void> AddPolicies(const std::vector<cedar::Instance>& determining, const ExplainInput& input,
                         FactSet& facts, Explanation& out) {
  input.bridge.StartRecord();
  for (const cedar::Instance& instance : determining) {
    RUNE_TRY(AddPolicy(instance, input, out));
  }
  facts.merge(input.bridge.TakeRecord());
  return {};
}

Result<void> AddProofs(const FactSet& facts, const ExplainInput& input, Explanation& out) {
  for (const auto& [relation, row] : facts) {
    if (out.proofs.size() == kMostProofs) {
      out.complete = false;
      return {};
    }
    RUNE_ASSIGN_OR_RETURN(Proof proof, input.rules.Prove(relation, row, input.sources));
    out.proofs.push_back(std::move(proof));
  }
  return {};
}

void AddPolicyMisses(const ExplainInput& input, Explanation& out) {
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
    if (out.nearest_miss.size() == kMostMisses) {
      out.complete = false;
      return;
    }
    out.nearest_miss.push_back({Engine::kCedar, instance->id, input.sources.Resolve(miss.span),
                                std::move(miss.literal), std::move(miss.values)});
  }
}

Result<void> AddMisses(const ExplainInput& input, Explanation& out) {
  if (input.cedar.verdict == Verdict::kDeny) AddPolicyMisses(input, out);
  if (input.bridge.fault()) return std::unexpected(*input.bridge.fault());
  if (input.datalog.verdict != Verdict::kDeny) return {};
  for (const Vote& vote : input.datalog.allowances) {
    RUNE_ASSIGN_OR_RETURN(auto miss, input.rules.WhyNot(vote.relation, input.sources));
    if (miss) out.nearest_miss.push_back(std::move(*miss));
  }
  return {};
}

Result<void> Fill(Outcome outcome, const ExplainInput& input, Explanation& out) {
  FactSet facts;
  if (outcome == Outcome::kForbid) {
    if (input.datalog.verdict == Verdict::kForbid) CollectVotes(input.datalog.denials, facts);
    RUNE_TRY(AddPolicies(input.cedar.evaluation.forbids, input, facts, out));
  } else if (outcome == Outcome::kPermit) {
    if (input.datalog.verdict == Verdict::kPermit) CollectVotes(input.datalog.allowances, facts);
    RUNE_TRY(AddPolicies(input.cedar.evaluation.permits, input, facts, out));
  }
  for (const cedar::PolicyError& error : input.cedar.evaluation.errors) {
    RUNE_TRY(AddPolicy(error.instance, input, out));
  }
  if (outcome == Outcome::kDeny) RUNE_TRY(AddMisses(input, out));
  return AddProofs(facts, input, out);
}

}  // namespace

Result<Explanation> Explain(Outcome outcome, const ExplainInput& input) {
  Explanation out;
  const Result<void> filled = Fill(outcome, input, out);
  if (filled) return out;
  // The decision is made; a bound that an explanation reaches takes nothing from it.
  if (filled.error().code != FaultCode::kLimit) return std::unexpected(filled.error());
  out.complete = false;
  return out;
}

}  // namespace rune::engine
