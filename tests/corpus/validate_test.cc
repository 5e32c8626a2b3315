// Cedar's own corpus against our validator: which policies fit their schema, which entities and
// requests do, and what the hand-written tests answer once a schema reads their data.
//
// The data lies outside the project; where it is missing these tests are skipped and say so.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>

#include "archive.h"
#include "cedar/schema/read.h"
#include "cedar/validate/entity_check.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/typed_json.h"
#include "cedar/validate/validate.h"
#include "judge.h"
#include "reading.h"

namespace rune::corpus {
namespace {

namespace fs = std::filesystem;
using value::Json;

constexpr std::size_t kMostShown = 20;

// One test of the corpus: its policies and its schema.
struct Holding {
  Holding(const std::string& schema_text, const std::string& policies_text)
      : schema_source("schema", schema_text), policies_source("policies", policies_text) {
    std::optional<cedar::Schema> read = cedar::ReadSchema(
        schema_source.Whole(), cedar::SchemaFormat::kCedar, Bounds{}, schema_source.diagnostics);
    if (!read) throw std::runtime_error("schema: " + schema_source.Error());
    schema = *std::move(read);
    for (cedar::Policy& policy : ReadPolicies(policies_source)) {
      policies.Add(std::move(policy), policies_source.diagnostics);
    }
  }

  bool Passes(cedar::ValidationMode mode) const {
    return cedar::Validate(policies, schema, {.mode = mode, .level = {}}).passed();
  }

  Source schema_source;
  Source policies_source;
  cedar::Schema schema;
  cedar::PolicySet policies;
};

class ValidateTest : public testing::Test {
 protected:
  // Reads an archive of the data folder, or skips the test.
  void Open(const std::string& name, Archive& files) {
    const fs::path path = DataFolder() / name;
    if (!fs::exists(path)) {
      GTEST_SKIP() << "skipped: there is no Cedar test data at " << path;
    }
    std::optional<Archive> read = ReadArchive(path);
    ASSERT_TRUE(read.has_value()) << path << " cannot be read";
    files = *std::move(read);
  }

  void Ask(const std::string& name, const std::string& problem) {
    ++asked_;
    if (problem.empty()) return;
    if (++failed_ <= kMostShown) ADD_FAILURE() << name << ": " << problem;
  }
  void AskVerdict(const std::string& name, bool expected, bool actual) {
    Ask(name, expected == actual ? "" : expected ? "is refused" : "is accepted");
  }
  void Report(const std::string& what) {
    std::cout << what << ": " << asked_ - failed_ << " of " << asked_ << " agree\n";
    EXPECT_EQ(failed_, 0u);
  }

  std::size_t asked() const { return asked_; }

 private:
  std::size_t asked_ = 0;
  std::size_t failed_ = 0;
};

const std::string& File(const Archive& files, const std::string& name) {
  const auto found = files.find(name);
  if (found == files.end()) throw std::runtime_error("no file " + name);
  return found->second;
}

bool IsTestFile(const std::string& name) {
  return name.ends_with(".json") && !name.ends_with(".entities.json");
}

// The tests that 4.13 and later accept, with a warning, though their files say otherwise.
std::set<std::string> AcceptedSince413() {
  std::set<std::string> names;
  std::ifstream list(DataFolder() / "should-validate-4.14.txt");
  for (std::string line; std::getline(list, line);) {
    if (!line.empty()) names.insert(line);
  }
  return names;
}

// `folder/0abc.json` to `0abc`.
std::string IdOf(const std::string& name) {
  const std::size_t slash = name.rfind('/') + 1;
  return name.substr(slash, name.find('.', slash) - slash);
}

// Entities and requests of a test, read by the schema and held against it.
std::string CheckData(const Holding& held, const std::string& entities, const Json& requests) {
  Source source("entities", entities);
  cedar::DataFindings findings;
  const auto read = cedar::ReadTypedEntities(ReadJson(source), held.schema, findings);
  if (!read) return "entities: " + findings[0].message;
  for (const Json& request : requests.array) {
    const EntityUid principal = ReadUid(Member(request, "principal"));
    const EntityUid action = ReadUid(Member(request, "action"));
    const EntityUid resource = ReadUid(Member(request, "resource"));
    const auto context =
        cedar::ReadTypedContext(Member(request, "context"), action, held.schema, findings);
    if (!context) return "context: " + findings[0].message;
    const auto problem =
        cedar::CheckRequest({&principal, &action, &resource, &*context}, held.schema);
    if (problem) return "request: " + problem->message;
  }
  return {};
}

TEST_F(ValidateTest, Generated) {
  Archive files;
  Open("corpus-tests.tar.gz", files);
  if (IsSkipped()) return;
  const std::set<std::string> accepted = AcceptedSince413();
  EXPECT_EQ(accepted.size(), 35u);
  for (const auto& [name, content] : files) {
    if (!IsTestFile(name)) continue;
    try {
      Source source(name, content);
      const Json test = ReadJson(source);
      const Holding held(File(files, Member(test, "schema").string),
                         File(files, Member(test, "policies").string));
      const bool expected = Member(test, "shouldValidate").boolean || accepted.contains(IdOf(name));
      AskVerdict(name, expected, held.Passes(cedar::ValidationMode::kStrict));
      Ask(name,
          CheckData(held, File(files, Member(test, "entities").string), Member(test, "requests")));
    } catch (const std::runtime_error& error) {
      Ask(name, error.what());
    }
  }
  Report("policies, and entities with requests, held against their schema");
  EXPECT_EQ(asked(), 2 * 7809u);
}

// What an archive made with a version before 4.13 says: there, that no action applies was an error.
bool Expected(const Json& verdicts, std::string_view mode, const cedar::Validation& ours) {
  const bool expected = Member(verdicts, mode).boolean;
  return expected || (ours.passed() && std::ranges::any_of(ours.findings, [](const auto& finding) {
                        return finding.kind == cedar::FindingKind::kInvalidActionApplication;
                      }));
}

TEST_F(ValidateTest, Verdicts) {
  Archive tests;
  Archive verdicts;
  Open("corpus-tests.tar.gz", tests);
  Open("corpus-tests-validation.tar.gz", verdicts);
  if (IsSkipped()) return;
  std::size_t requests = 0;
  for (const auto& [name, content] : verdicts) {
    if (!name.ends_with(".validation.json")) continue;
    const std::string id = IdOf(name);
    Source source(name, content);
    const Json json = ReadJson(source);
    const Json& policies = Member(json, "policyValidation");
    const Holding held(File(tests, "corpus-tests/" + id + ".cedarschema"),
                       File(tests, "corpus-tests/" + id + ".cedar"));
    for (const auto& [mode, text] : {std::pair(cedar::ValidationMode::kStrict, "strict"),
                                     std::pair(cedar::ValidationMode::kPermissive, "permissive")}) {
      const cedar::Validation ours =
          cedar::Validate(held.policies, held.schema, {.mode = mode, .level = {}});
      AskVerdict(id + " " + text, Expected(policies, text, ours), ours.passed());
    }
    // Every entity and request of the archive is accepted by both modes.
    for (const Json& request : Member(json, "requestValidation").array) {
      ++requests;
      EXPECT_TRUE(Member(request, "strict").boolean && Member(request, "permissive").boolean);
    }
  }
  Report("strict and permissive verdicts");
  EXPECT_EQ(asked(), 2 * 7750u);
  EXPECT_EQ(requests, 62'000u);
}

// Every hand-written test that has a schema, its data read by it.
void AskHandwritten(const Archive& files, const std::string& name, const Json& test,
                    const std::function<void(const std::string&, const std::string&)>& ask) {
  const Holding held(File(files, Member(test, "schema").string),
                     File(files, Member(test, "policies").string));
  Source entities_source("entities", File(files, Member(test, "entities").string));
  cedar::DataFindings findings;
  auto entities = cedar::ReadTypedEntities(ReadJson(entities_source), held.schema, findings);
  if (!entities) throw std::runtime_error(findings[0].message);
  auto store = store::Entities::Build(*std::move(entities));
  if (!store) throw std::runtime_error(store.error().message);
  const bool valid = Member(test, "shouldValidate").boolean;
  ask(name, valid == held.Passes(cedar::ValidationMode::kStrict) ? "" : "another verdict");
  std::size_t number = 0;
  for (const Json& request : Member(test, "requests").array) {
    Question question;
    question.request.principal = ReadUid(Member(request, "principal"));
    question.request.action = ReadUid(Member(request, "action"));
    question.request.resource = ReadUid(Member(request, "resource"));
    const auto context = cedar::ReadTypedContext(Member(request, "context"),
                                                 question.request.action, held.schema, findings);
    if (!context) throw std::runtime_error(findings[0].message);
    question.request.context = *context;
    question.expected = ReadExpected(Member(request, "decision").string == "allow",
                                     Member(request, "reason"), Member(request, "errors"));
    ask(name + " request " + std::to_string(number++),
        Judge(held.policies.Instances(), *store, question));
  }
}

TEST_F(ValidateTest, Handwritten) {
  Archive files;
  Open("handwritten-tests.tar.gz", files);
  if (IsSkipped()) return;
  std::size_t requests = 0;
  for (const auto& [name, content] : files) {
    if (!name.starts_with("tests/") || !IsTestFile(name)) continue;
    Source source(name, content);
    const Json test = ReadJson(source);
    requests += Member(test, "requests").array.size();
    try {
      AskHandwritten(files, name, test, [&](const std::string& what, const std::string& problem) {
        Ask(what, problem);
      });
    } catch (const std::runtime_error& error) {
      Ask(name, error.what());
    }
  }
  Report("hand-written tests, their data read by their schemas");
  EXPECT_EQ(requests, 74u);
}

}  // namespace
}  // namespace rune::corpus
