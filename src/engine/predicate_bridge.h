// Policies ask, rules answer: the predicate tests of one request.
//
// A fault inside the rules (a limit) cannot travel through a policy's value; it waits in `fault()`,
// and the test is in error meanwhile, so nothing is permitted on the way. With `record` set, every
// test that was true is kept for explanations. Belongs to one request.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "datalog/eval/evaluate.h"
#include "expr/predicate.h"

namespace rune::engine {

class PredicateBridge final : public expr::PredicateSource {
 public:
  // Requires: both outlive the bridge.
  PredicateBridge(const datalog::Program& program, datalog::RequestEvaluation& rules)
      : program_(program), rules_(rules) {}

  expr::PredicateAnswer TestIn(const std::string& relation, const std::string& parameter,
                               const Value& tested) override;
  expr::PredicateAnswer TestCall(const std::string& relation,
                                 const std::vector<Value>& arguments) override;

  const std::optional<Fault>& fault() const { return fault_; }

  using Fact = std::pair<datalog::RelationName, Tuple>;
  // Starts a fresh record of facts that made tests true.
  void StartRecord() { record_.emplace(); }
  std::set<Fact> TakeRecord();

 private:
  expr::PredicateAnswer Take(const datalog::RelationName& name, Result<datalog::GoalAnswer> answer);

  const datalog::Program& program_;
  datalog::RequestEvaluation& rules_;
  std::optional<Fault> fault_;
  std::optional<std::set<Fact>> record_;
};

}  // namespace rune::engine
