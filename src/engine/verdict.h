// What each engine says of one request, before the merge (docs/spec: verdicts).
#pragma once

#include <utility>
#include <vector>

#include "cedar/authorize.h"
#include "config/configuration.h"
#include "datalog/eval/evaluate.h"
#include "rune/decision.h"

namespace rune::engine {

struct CedarVerdict {
  Verdict verdict = Verdict::kAbstain;
  cedar::Evaluation evaluation;
};

// Abstains without policies; a satisfied forbid, or under OnError::kDeny an erring one, forbids;
// else a satisfied permit permits; else deny.
Result<CedarVerdict> AskPolicies(const std::vector<cedar::Instance>& instances,
                                 const cedar::Environment& environment, config::OnError on_error);

struct Vote {
  datalog::RelationName relation;
  datalog::GoalAnswer answer;
};

struct DatalogVerdict {
  Verdict verdict = Verdict::kAbstain;
  std::vector<Vote> denials;     // votes of deny and forbid relations
  std::vector<Vote> allowances;  // votes of `allow_<action>`
};

// Any deny or forbid relation true or in error forbids; else the allow relations of this action
// permit or deny; without one it abstains.
Result<DatalogVerdict> AskRules(const datalog::Program& program, datalog::RequestEvaluation& rules,
                                const std::string& action_id);

}  // namespace rune::engine
