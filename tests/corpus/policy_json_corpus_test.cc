// The policies of Cedar's corpus as JSON and back: the same policy, the same JSON.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "archive.h"
#include "cedar/json/policy_json.h"
#include "cedar/syntax/core_form.h"
#include "cedar/syntax/print.h"
#include "judge.h"
#include "reading.h"

namespace rune::corpus {
namespace {

namespace fs = std::filesystem;

// Empty when writing, reading and printing a policy gives what it was.
std::string CheckPolicy(const cedar::Policy& policy, Source& source) {
  const auto json = cedar::WritePolicyJson(policy, source.diagnostics);
  if (!json) return "has no JSON";
  Source written("written", *json);
  const value::Json tree = ReadJson(written);
  const auto again = cedar::ReadPolicyJson(tree, policy.id, tree.span, written.diagnostics);
  if (!again) return "is not read: " + written.Error();
  if (cedar::WritePolicyJson(*again, written.diagnostics) != json) return "gives other JSON";
  const cedar::Policy core = cedar::CoreForm(policy);
  if (!cedar::SameTree(core, cedar::CoreForm(*again))) return "is another policy";
  Source printed("printed", cedar::PrintCorePolicy(*again));
  const std::vector<cedar::Policy> policies = ReadPolicies(printed);
  if (policies.size() != 1) return "prints as no policy: " + printed.Error();
  return cedar::SameTree(core, cedar::CoreForm(policies[0])) ? "" : "prints as another policy";
}

void CheckArchive(const std::string& name, std::size_t expected) {
  const fs::path path = DataFolder() / name;
  if (!fs::exists(path)) GTEST_SKIP() << "skipped: there is no Cedar test data at " << path;
  const std::optional<Archive> files = ReadArchive(path);
  ASSERT_TRUE(files.has_value()) << path << " cannot be read";
  std::size_t policies = 0;
  std::size_t failed = 0;
  for (const auto& [file, content] : *files) {
    if (!file.ends_with(".cedar")) continue;
    Source source(file, content);
    for (const cedar::Policy& policy : ReadPolicies(source)) {
      ++policies;
      const std::string problem = CheckPolicy(policy, source);
      if (!problem.empty() && ++failed <= 10) ADD_FAILURE() << file << ": " << problem;
    }
  }
  std::cout << name << ": " << policies - failed << " of " << policies << " policies agree\n";
  EXPECT_EQ(failed, 0u);
  EXPECT_GE(policies, expected);
}

TEST(PolicyJsonCorpusTest, Generated) { CheckArchive("corpus-tests.tar.gz", 7'809); }
TEST(PolicyJsonCorpusTest, Handwritten) { CheckArchive("handwritten-tests.tar.gz", 20); }

}  // namespace
}  // namespace rune::corpus
