#include "engine/predicate_bridge.h"

namespace rune::engine {

using datalog::RelationName;
using expr::PredicateAnswer;
using expr::Truth;

PredicateAnswer PredicateBridge::Take(const RelationName& name,
                                      Result<datalog::GoalAnswer> answer) {
  if (!answer) {
    if (!fault_) fault_ = std::move(answer).error();
    return {Truth::kError, "the rules could not be evaluated"};
  }
  if (answer->truth == Truth::kTrue && record_ && !answer->rows.empty()) {
    record_->emplace(name, *answer->rows.begin());
  }
  std::string error;
  if (answer->truth == Truth::kError && !answer->errors.empty()) {
    error = answer->errors.front().message;
  }
  return {answer->truth, std::move(error)};
}

PredicateAnswer PredicateBridge::TestIn(const std::string& relation, const std::string& parameter,
                                        const Value& tested) {
  auto it = program_.by_name.find(relation);
  if (it == program_.by_name.end() || it->second.size() != 1) {
    return {Truth::kError, "no relation `" + relation + "` with one number of parameters"};
  }
  return Take(it->second[0], rules_.TestIn(it->second[0], parameter, tested));
}

PredicateAnswer PredicateBridge::TestCall(const std::string& relation,
                                          const std::vector<Value>& arguments) {
  const RelationName name{relation, arguments.size()};
  if (program_.Find(name) == nullptr) {
    return {Truth::kError, "no relation `" + relation + "` with so many parameters"};
  }
  return Take(name, rules_.TestCall(name, arguments));
}

std::set<PredicateBridge::Fact> PredicateBridge::TakeRecord() {
  std::set<Fact> taken = record_ ? std::move(*record_) : std::set<Fact>{};
  record_.reset();
  return taken;
}

}  // namespace rune::engine
