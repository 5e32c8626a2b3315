#include "workload.h"

#include <algorithm>

#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"

namespace rune::bench {
namespace {

constexpr std::size_t kMostFaulty = 100;

// The policies of a text, each as it was written, without what stands between them.
std::vector<std::string> Split(const std::string& text) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("policies", text);
  std::vector<std::string> policies;
  for (const cedar::Policy& policy :
       cedar::ParsePolicies(sources.Whole(file), cedar::ParseOptions(), diagnostics)) {
    policies.emplace_back(sources.Text(policy.span));
  }
  if (diagnostics.has_errors()) policies.clear();
  return policies;
}

std::string Repeated(const std::string& text, std::size_t times) {
  std::string all;
  all.reserve((text.size() + 1) * times);
  for (std::size_t i = 0; i < times; ++i) all += text + "\n";
  return all;
}

std::string Faulty(const std::vector<std::string>& policies) {
  std::string faulty;
  for (std::size_t i = 0; i < std::min(policies.size(), kMostFaulty); ++i) {
    const std::string& policy = policies[i];
    faulty += i % 3 == 0 ? policy.substr(0, policy.size() - 1) + "\nwhen { 1 < \"one\" };\n"
                         : policy + "\n";
  }
  return faulty;
}

}  // namespace

std::optional<Workload> Complete(std::string name, const std::string& policies,
                                 const std::string& schema, bool json, std::size_t count) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  cedar::SchemaFindings findings(diagnostics);
  const auto fragment = cedar::ReadFragment(
      sources.Whole(sources.Add("schema", schema)),
      json ? cedar::SchemaFormat::kJson : cedar::SchemaFormat::kCedar, Bounds(), findings);
  if (!fragment) return std::nullopt;
  const std::optional<std::string> in_cedar = cedar::ToCedarSchema(*fragment, findings);
  const std::vector<std::string> all = Split(policies);
  if (!in_cedar || all.empty()) return std::nullopt;
  Workload workload;
  workload.name = std::move(name);
  workload.schema = json ? *in_cedar : schema;
  workload.schema_json = json ? schema : cedar::ToJson(*fragment);
  workload.faulty = Faulty(all);
  workload.policies = Repeated(policies, std::max<std::size_t>(count / all.size(), 1));
  return workload;
}

std::vector<Workload> Workloads(const Scale& scale) {
  std::vector<Workload> all = {Drive(scale), Forge(scale),
                               Hospital(scale.departments, scale.staff)};
  std::ranges::move(Published(scale), std::back_inserter(all));
  return all;
}

}  // namespace rune::bench
