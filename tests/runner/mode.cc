#include "mode.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>

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

// The rune sections of a text, each made anew by `change`; all else stays.
template <typename ChangePolicies, typename ChangeRules>
std::string Rewrite(const std::string& content, ChangePolicies policies, ChangeRules rules) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const text::Slice whole = sources.Whole(sources.Add("case", content));
  const auto document = config::ReadOutline(whole, diagnostics);
  if (!document) return content;
  const bool strict = content.find("cedar = \"strict\"") != std::string::npos;
  std::string out;
  std::size_t copied = 0;
  for (const config::Section& section : document->sections) {
    std::string text;
    if (section.kind == config::SectionKind::kPolicies) {
      cedar::ParseOptions options;
      options.extended = !strict;
      text = policies(cedar::ParsePolicies(section.body, options, diagnostics));
    } else if (section.kind == config::SectionKind::kRules) {
      text = rules(datalog::ParseRules(section.body, {}, diagnostics));
    } else {
      continue;
    }
    out += content.substr(copied, section.body.begin - copied);
    out += "\n" + text + "\n";
    copied = section.body.begin + section.body.text.size();
  }
  return out + content.substr(copied);
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
  return Rewrite(content, PrintAll, datalog::PrintRules);
}

std::string Shuffle(const std::string& content, unsigned seed) {
  std::mt19937 random(seed);
  return Rewrite(
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
