#include <algorithm>

#include "cedar/json/policy_json.h"
#include "cedar/syntax/print.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"

namespace rune::cli {

namespace {

Reported<std::string> ToJson(const std::optional<std::string>& file) {
  RUNE_ASSIGN_OR_RETURN(const LoadedPolicies policies,
                        LoadPolicies({.file = file, .format = "cedar", .links = {}}));
  text::Diagnostics diagnostics(*policies.sources);
  auto json = cedar::WritePolicySetJson(policies.set, diagnostics);
  if (json) return *std::move(json);
  return std::unexpected(ToReport(diagnostics.Sorted(), policies.sources));
}

Reported<std::string> ToText(const std::optional<std::string>& file) {
  RUNE_ASSIGN_OR_RETURN(const LoadedPolicies policies,
                        LoadPolicies({.file = file, .format = "json", .links = {}}));
  if (!policies.set.links().empty()) {
    return std::unexpected(
        Report{.message = "a policy set with links cannot be written in Cedar syntax",
               .help = "keep it in JSON, or write the links into a file of their own"});
  }
  std::vector<const cedar::Policy*> ordered;
  for (const cedar::Policy& policy : policies.set.policies()) {
    // A template without slots decides nothing; as text it would be a policy. Cedar leaves it out.
    if (policies.set.IsTemplate(policy) && !policy.is_template()) continue;
    ordered.push_back(&policy);
  }
  std::ranges::sort(ordered, {}, [&](const cedar::Policy* policy) {
    return std::pair(policies.set.IsTemplate(*policy), policy->id);
  });
  std::string out;
  for (const cedar::Policy* policy : ordered) {
    if (!out.empty()) out += "\n\n";
    out += cedar::PrintCorePolicy(*policy);
  }
  return out;
}

}  // namespace

int RunCedar(const CedarTranslatePolicy& command, const CedarRun& run) {
  const auto text =
      command.direction == "cedar-to-json" ? ToJson(command.file) : ToText(command.file);
  if (!text) return run.FailAside(text.error());
  run.out << *text << '\n';
  return kCedarSuccess;
}

}  // namespace rune::cli
