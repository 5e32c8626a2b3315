#include "mode.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <optional>
#include <random>

#include "cedar/json/policy_json.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"
#include "config/document.h"
#include "config/file.h"
#include "datalog/syntax/parse.h"
#include "datalog/syntax/print.h"
#include "value/json.h"

namespace rune::tests {

namespace {

Mode ReadMode(const std::string& path) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto content = config::ReadFile(path, 1 << 20);
  if (content) {
    const auto json =
        value::ParseJson(sources.Whole(sources.Add(path, *content)), Bounds{}, diagnostics);
    if (json && json->Find("name") != nullptr && json->Find("skip") != nullptr) {
      Mode mode{json->Find("name")->string, {}};
      for (const auto& [name, reason] : json->Find("skip")->object) mode.skip[name] = reason.string;
      return mode;
    }
  }
  std::cerr << path << " is no mode\n";
  std::abort();
}

// A section of a text, made anew; nothing: it stays as it is.
using ChangeSection = std::function<std::optional<std::string>(const config::Section&,
                                                               text::Diagnostics& diagnostics)>;

std::string Rewrite(const std::string& content, const ChangeSection& change) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const text::Slice whole = sources.Whole(sources.Add("case", content));
  const auto document = config::ReadOutline(whole, diagnostics);
  if (!document) return content;
  std::string out;
  std::size_t copied = 0;
  for (const config::Section& section : document->sections) {
    const auto text = change(section, diagnostics);
    if (!text) continue;
    out += content.substr(copied, section.body.begin - copied);
    out += "\n" + *text + "\n";
    copied = section.body.begin + section.body.text.size();
  }
  return out + content.substr(copied);
}

std::vector<cedar::Policy> ReadPolicies(const config::Section& section, const std::string& content,
                                        text::Diagnostics& diagnostics) {
  cedar::ParseOptions options;
  options.extended = content.find("cedar = \"strict\"") == std::string::npos;
  return cedar::ParsePolicies(section.body, options, diagnostics);
}

// The policies and the rules of a text, each made anew.
template <typename ChangePolicies, typename ChangeRules>
std::string RewriteBoth(const std::string& content, ChangePolicies policies, ChangeRules rules) {
  return Rewrite(content,
                 [&](const config::Section& section,
                     text::Diagnostics& diagnostics) -> std::optional<std::string> {
                   if (section.kind == config::SectionKind::kPolicies) {
                     return policies(ReadPolicies(section, content, diagnostics));
                   }
                   if (section.kind != config::SectionKind::kRules) return std::nullopt;
                   return rules(datalog::ParseRules(section.body, {}, diagnostics));
                 });
}

std::string PrintAll(const std::vector<cedar::Policy>& policies) {
  std::string out;
  for (const cedar::Policy& policy : policies) out += cedar::PrintPolicy(policy) + "\n";
  return out;
}

// Keeps the id that a policy had by its place.
void WriteId(cedar::Policy& policy) {
  const bool written = std::ranges::any_of(
      policy.annotations, [](const cedar::Annotation& a) { return a.key == "id"; });
  if (!written) policy.annotations.insert(policy.annotations.begin(), {"id", policy.id, {}});
}

value::Json ReadBack(const std::string& json, text::SourceMap& sources,
                     text::Diagnostics& diagnostics) {
  const text::Slice text = sources.Whole(sources.Add("json", json));
  return value::ParseJson(text, Bounds{}, diagnostics).value_or(value::Json{});
}

// Whether Cedar can say it.
bool IsPlainCedar(cedar::Policy policy) {
  text::SourceMap sources;
  text::Diagnostics findings(sources);
  const text::Slice text = sources.Whole(sources.Add("plain", cedar::PrintPolicy(policy)));
  const std::vector<cedar::Policy> plain = cedar::ParsePolicies(text, {}, findings);
  policy.extended = false;
  return !findings.has_errors() && plain.size() == 1 && cedar::SameTree(policy, plain[0]);
}

// Nothing: the policy has forms of RUNE. Where JSON fails on plain Cedar the text is empty, which
// no case takes for the same.
std::optional<std::string> PolicyThroughJson(const cedar::Policy& policy,
                                             text::Diagnostics& diagnostics) {
  const auto json = cedar::WritePolicyJson(policy, diagnostics);
  if (!json) return IsPlainCedar(policy) ? std::optional<std::string>("") : std::nullopt;
  text::SourceMap sources;
  text::Diagnostics findings(sources);
  const auto read =
      cedar::ReadPolicyJson(ReadBack(*json, sources, findings), policy.id, {}, findings);
  return read ? cedar::PrintPolicy(*read) : "";
}

std::string SchemaThroughJson(text::Slice slice, text::Diagnostics& diagnostics) {
  cedar::SchemaFindings findings(diagnostics);
  const auto written = cedar::ReadFragment(slice, cedar::SchemaFormat::kExtended, {}, findings);
  if (!written) return "";
  text::SourceMap sources;
  const text::Slice json = sources.Whole(sources.Add("json", cedar::ToJson(*written)));
  text::Diagnostics json_diagnostics(sources);
  cedar::SchemaFindings json_findings(json_diagnostics);
  const auto read = cedar::ReadFragment(json, cedar::SchemaFormat::kJson, {}, json_findings);
  return read ? cedar::ToCedarSchema(*read, json_findings).value_or("") : "";
}

}  // namespace

std::vector<Mode> ReadModes(const std::string& folder) {
  std::vector<Mode> modes;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") modes.push_back(ReadMode(entry.path().string()));
  }
  std::ranges::sort(modes, {}, &Mode::name);
  return modes;
}

std::string PrintAndReparse(const std::string& content) {
  return RewriteBoth(content, PrintAll, datalog::PrintRules);
}

std::string ThroughJson(const std::string& content) {
  return Rewrite(
      content,
      [&](const config::Section& section,
          text::Diagnostics& diagnostics) -> std::optional<std::string> {
        if (section.kind == config::SectionKind::kSchema) {
          return SchemaThroughJson(section.body, diagnostics);
        }
        if (section.kind != config::SectionKind::kPolicies) return std::nullopt;
        std::string out;
        for (cedar::Policy& policy : ReadPolicies(section, content, diagnostics)) {
          WriteId(policy);
          out += PolicyThroughJson(policy, diagnostics).value_or(cedar::PrintPolicy(policy)) + "\n";
        }
        return out;
      });
}

std::string Shuffle(const std::string& content, unsigned seed) {
  std::mt19937 random(seed);
  return RewriteBoth(
      content,
      [&](std::vector<cedar::Policy> policies) {
        for (cedar::Policy& policy : policies) WriteId(policy);
        std::ranges::shuffle(policies, random);
        return PrintAll(policies);
      },
      [&](datalog::Rules rules) {
        std::ranges::shuffle(rules.clauses, random);
        return datalog::PrintRules(rules);
      });
}

std::string WithoutRuleNumbers(std::string decisions) {
  // What a case expects of rules' ids is stated with their numbers, too.
  constexpr std::string_view kMismatch = "  MISMATCH ";
  for (auto at = decisions.find(kMismatch); at != std::string::npos;
       at = decisions.find(kMismatch)) {
    decisions.erase(at, decisions.find('\n', at) - at + 1);
  }
  std::string out;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    out += decisions[i];
    if (decisions[i] != '#') continue;
    while (i + 1 < decisions.size() && std::isdigit(static_cast<unsigned char>(decisions[i + 1]))) {
      ++i;
    }
  }
  return out;
}

}  // namespace rune::tests
