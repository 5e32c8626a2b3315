#include "engine/test_run.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "config/request_text.h"
#include "value/print.h"

namespace rune::engine {

namespace {

using TextSet = std::set<std::string>;

std::string Join(const TextSet& items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ", ";
    out += item;
  }
  return out + "]";
}

void Compare(std::string what, std::string expected, std::string actual, CaseResult& result) {
  if (expected == actual) return;
  result.mismatches.push_back({std::move(what), std::move(expected), std::move(actual)});
}

TextSet RowTexts(const std::set<Tuple>& rows) {
  TextSet out;
  for (const Tuple& row : rows) {
    std::string text = "(";
    for (const Value& v : row) {
      if (text.size() > 1) text += ", ";
      text += value::ToText(v);
    }
    out.insert(text + ")");
  }
  return out;
}

void CompareAnswers(const config::TestCase::Expectation& expect, const Decision& decision,
                    CaseResult& result) {
  for (const auto& [goal, rows] : expect.answers) {
    for (const auto& [asked, answer] : decision.answers) {
      if (asked != goal) continue;
      const std::set<Tuple> actual(answer.rows.begin(), answer.rows.end());
      Compare("answers of " + goal, Join(RowTexts(rows)), Join(RowTexts(actual)), result);
    }
  }
}

void CompareDecision(const config::TestCase::Expectation& expect, const Decision& decision,
                     CaseResult& result) {
  if (expect.outcome) {
    Compare("outcome", std::string(OutcomeName(*expect.outcome)),
            std::string(OutcomeName(decision.outcome)), result);
  }
  if (expect.cedar) {
    Compare("verdict of cedar", std::string(VerdictName(*expect.cedar)),
            std::string(VerdictName(decision.cedar)), result);
  }
  if (expect.datalog) {
    Compare("verdict of datalog", std::string(VerdictName(*expect.datalog)),
            std::string(VerdictName(decision.datalog)), result);
  }
  if (expect.reasons) {
    TextSet actual;
    for (const Reason& reason : decision.reasons) actual.insert(reason.id);
    Compare("reasons", Join(*expect.reasons), Join(actual), result);
  }
  if (expect.errors) {
    TextSet actual;
    for (const EvaluationError& error : decision.errors) actual.insert(error.id);
    Compare("errors", Join(*expect.errors), Join(actual), result);
  }
  CompareAnswers(expect, decision, result);
}

Result<Decision> DecideCase(const config::TestCase& test, const config::LoadInput& base,
                            const SnapshotLoader& load) {
  config::LoadInput input = base;
  for (const auto& [name, value] : test.vars) input.variables[name] = value;
  input.facts.insert(input.facts.end(), test.facts.begin(), test.facts.end());
  input.maps.insert(input.maps.end(), test.maps.begin(), test.maps.end());
  RUNE_ASSIGN_OR_RETURN(const std::shared_ptr<const Snapshot> snapshot, load(input));
  Request request = test.request;
  request.explain = ExplainLevel::kReasons;
  for (const auto& [goal, rows] : test.expect.answers) {
    if (std::ranges::find(request.queries, goal) == request.queries.end()) {
      request.queries.push_back(goal);
    }
  }
  RUNE_ASSIGN_OR_RETURN(request,
                        config::Normalize(std::move(request), snapshot->configuration->options,
                                          snapshot->configuration->declarations));
  return Decide(*snapshot, request, {});
}

class RememberedLoads {
 public:
  RememberedLoads(SnapshotLoader load, config::LoadInput base)
      : load_(std::move(load)), base_{std::move(base), std::nullopt} {}

  Loaded operator()(const config::LoadInput& input) {
    Load& place = input == base_.input ? base_ : other_;
    if (!(place.input == input)) place = {input, std::nullopt};
    if (!place.answer) place.answer = load_(input);
    return *place.answer;
  }

 private:
  struct Load {
    config::LoadInput input;
    std::optional<Loaded> answer;
  };
  SnapshotLoader load_;
  Load base_;
  Load other_;
};

}  // namespace

SnapshotLoader Remember(SnapshotLoader load, config::LoadInput base) {
  return RememberedLoads(std::move(load), std::move(base));
}

CaseResult RunTestCase(const config::TestCase& test, const config::LoadInput& base,
                       const SnapshotLoader& load) {
  CaseResult result{test.name, test.span, {}, std::nullopt, std::nullopt};
  Result<Decision> decision = DecideCase(test, base, load);
  if (!decision) {
    result.fault = std::move(decision).error();
    return result;
  }
  CompareDecision(test.expect, *decision, result);
  result.decision = *std::move(decision);
  return result;
}

}  // namespace rune::engine
