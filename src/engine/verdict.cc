#include "engine/verdict.h"

#include <algorithm>

namespace rune::engine {

using datalog::RelationName;
using expr::Truth;

Result<CedarVerdict> AskPolicies(const std::vector<cedar::Instance>& instances,
                                 const cedar::Environment& environment, config::OnError on_error) {
  CedarVerdict out;
  if (instances.empty()) return out;
  RUNE_ASSIGN_OR_RETURN(out.evaluation, cedar::EvaluatePolicies(instances, environment));
  const bool erring_forbid =
      std::ranges::any_of(out.evaluation.errors, [](const cedar::PolicyError& error) {
        return error.instance.policy->effect == cedar::Effect::kForbid;
      });
  if (!out.evaluation.forbids.empty() || (on_error == config::OnError::kDeny && erring_forbid)) {
    out.verdict = Verdict::kForbid;
  } else {
    out.verdict = out.evaluation.permits.empty() ? Verdict::kDeny : Verdict::kPermit;
  }
  return out;
}

namespace {

Result<std::vector<Vote>> AskAll(const std::vector<RelationName>& relations,
                                 datalog::RequestEvaluation& rules) {
  std::vector<Vote> votes;
  for (const RelationName& relation : relations) {
    RUNE_ASSIGN_OR_RETURN(datalog::GoalAnswer answer, rules.Vote(relation));
    votes.push_back({relation, std::move(answer)});
  }
  return votes;
}

bool Any(const std::vector<Vote>& votes, Truth truth) {
  return std::ranges::any_of(votes, [&](const Vote& v) { return v.answer.truth == truth; });
}

}  // namespace

Result<DatalogVerdict> AskRules(const datalog::Program& program, datalog::RequestEvaluation& rules,
                                const std::string& action_id) {
  DatalogVerdict out;
  RUNE_ASSIGN_OR_RETURN(out.denials, AskAll(program.DenyRelations(), rules));
  RUNE_ASSIGN_OR_RETURN(out.allowances, AskAll(program.AllowRelations(action_id), rules));
  if (Any(out.denials, Truth::kTrue) || Any(out.denials, Truth::kError)) {
    out.verdict = Verdict::kForbid;
  } else if (!out.allowances.empty()) {
    out.verdict = Any(out.allowances, Truth::kTrue) ? Verdict::kPermit : Verdict::kDeny;
  }
  return out;
}

}  // namespace rune::engine
