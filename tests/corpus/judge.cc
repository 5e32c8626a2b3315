#include "judge.h"

#include <stdexcept>

#include "cedar/authorize.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"

namespace rune::corpus {
namespace {

std::string Join(const std::set<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += " " + text;
  return joined;
}

std::string Describe(const Expected& answer) {
  return std::string(answer.allow ? "allow" : "deny") + ", reasons:" + Join(answer.reasons) +
         ", errors:" + Join(answer.errors);
}

}  // namespace

std::vector<cedar::Policy> ReadPolicies(Source& source) {
  std::vector<cedar::Policy> policies =
      cedar::ParsePolicies(source.Whole(), cedar::ParseOptions{}, source.diagnostics);
  if (source.diagnostics.has_errors()) throw std::runtime_error(source.Error());
  for (std::size_t i = 0; i < policies.size(); ++i) policies[i].id = "policy" + std::to_string(i);
  return policies;
}

std::string CheckPrinting(const std::vector<cedar::Policy>& policies) {
  for (const cedar::Policy& policy : policies) {
    const std::string printed = cedar::PrintPolicy(policy);
    Source source("printed", printed);
    const std::vector<cedar::Policy> again =
        cedar::ParsePolicies(source.Whole(), cedar::ParseOptions{}, source.diagnostics);
    if (source.diagnostics.has_errors()) return source.Error() + "\n" + printed;
    if (again.size() != 1 || !cedar::SameTree(policy, again[0])) {
      return "another tree when printed:\n" + printed;
    }
  }
  return {};
}

std::string Judge(const std::vector<cedar::Instance>& instances, const store::Entities& entities,
                  const Question& question) {
  const Result<store::EntityView> view = store::EntityView::Make(entities, {});
  if (!view) return view.error().message;
  const Value context = Value::Record(question.request.context);
  WorkMeter meter(Bounds{}.request_steps, Bounds{}.request_facts);
  const cedar::Environment env{.principal = question.request.principal,
                               .action = question.request.action,
                               .resource = question.request.resource,
                               .context = context,
                               .entities = *view,
                               .predicates = nullptr,
                               .meter = meter};
  const Result<cedar::Evaluation> evaluation = cedar::EvaluatePolicies(instances, env);
  if (!evaluation) return evaluation.error().message;
  const cedar::Authorization answer = cedar::Authorize(*evaluation);
  const Expected ours{answer.allow,
                      {answer.reasons.begin(), answer.reasons.end()},
                      {answer.errors.begin(), answer.errors.end()}};
  const std::string is = Describe(ours);
  const std::string should = Describe(question.expected);
  return is == should ? "" : "we say " + is + "; upstream says " + should;
}

}  // namespace rune::corpus
