// Cedar's own corpus: decision, reasons and erring policies of every request, compared one by one.
//
// The data lies outside the project; where it is missing these tests are skipped and say so.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "archive.h"
#include "judge.h"
#include "reading.h"

namespace rune::corpus {
namespace {

namespace fs = std::filesystem;
using value::Json;

constexpr std::size_t kMostShown = 20;

// Collects failures and shows the first ones.
class Tally {
 public:
  void Ask(const std::string& name, const std::string& problem) {
    ++asked_;
    if (problem.empty()) return;
    if (++failed_ <= kMostShown) ADD_FAILURE() << name << ": " << problem;
  }
  std::size_t asked() const { return asked_; }
  std::size_t agreed() const { return asked_ - failed_; }
  void Report(const std::string& what) const {
    std::cout << what << ": " << agreed() << " of " << asked_ << " agree\n";
    EXPECT_EQ(failed_, 0u);
  }

 private:
  std::size_t asked_ = 0;
  std::size_t failed_ = 0;
};

class CorpusTest : public testing::Test {
 protected:
  // Reads an archive of the data folder, or skips the test.
  void Open(const std::string& name) {
    const fs::path path = DataFolder() / name;
    if (!fs::exists(path)) {
      GTEST_SKIP() << "skipped: there is no Cedar test data at " << path;
    }
    std::optional<Archive> files = ReadArchive(path);
    ASSERT_TRUE(files.has_value()) << path << " cannot be read";
    files_ = *std::move(files);
  }

  const std::string& File(const std::string& name) const {
    const auto found = files_.find(name);
    if (found == files_.end()) throw std::runtime_error("no file " + name);
    return found->second;
  }

  // Every request of a test.
  void RunTest(const TestFile& test, Tally& requests, Tally& texts) {
    Source policies(test.policies, File(test.policies));
    Source entities(test.entities, File(test.entities));
    const store::Entities store = ReadEntities(ReadJson(entities), entities.diagnostics);
    cedar::PolicySet set;
    std::vector<cedar::Policy> parsed = ReadPolicies(policies);
    texts.Ask(test.name, CheckPrinting(parsed));
    texts.Ask(test.name, CheckWriting(store));
    for (cedar::Policy& policy : parsed) set.Add(std::move(policy), policies.diagnostics);
    const std::vector<cedar::Instance> instances = set.Instances();
    for (std::size_t i = 0; i < test.questions.size(); ++i) {
      requests.Ask(test.name + " request " + std::to_string(i),
                   Judge(instances, store, test.questions[i]));
    }
  }

  Archive files_;
};

bool IsTestFile(const std::string& name) {
  return name.ends_with(".json") && !name.ends_with(".entities.json");
}

TEST_F(CorpusTest, Generated) {
  Open("corpus-tests.tar.gz");
  if (IsSkipped()) return;
  Tally requests;
  Tally texts;
  std::size_t tests = 0;
  for (const auto& [name, content] : files_) {
    if (!IsTestFile(name)) continue;
    ++tests;
    try {
      RunTest(ReadTest(name, content), requests, texts);
    } catch (const std::runtime_error& error) {
      requests.Ask(name, error.what());
    }
  }
  requests.Report("corpus requests");
  texts.Report("corpus policies and entities, written and read again");
  EXPECT_EQ(tests, 7809u);
  EXPECT_EQ(requests.asked(), 62'472u);
}

// What only a schema can tell: these requests look at `account` and `owner` attributes that are
// entities but are written as plain {type, id} records, without `__entity`.
bool WaitsForSchema(const std::string& test, std::size_t request) {
  static const std::map<std::string, std::set<std::size_t>> kWaiting = {
      {"tests/example_use_cases/4d.json", {0, 1, 2}},
      {"tests/example_use_cases/4e.json", {0, 1, 2, 3}},
      {"tests/example_use_cases/4f.json", {0, 1, 2}},
      {"tests/multi/3.json", {1, 3}},
      {"tests/multi/4.json", {1}},
  };
  const auto found = kWaiting.find(test);
  return found != kWaiting.end() && found->second.contains(request);
}

TEST_F(CorpusTest, Handwritten) {
  Open("handwritten-tests.tar.gz");
  if (IsSkipped()) return;
  Tally requests;
  Tally texts;
  std::size_t waiting = 0;
  for (const auto& [name, content] : files_) {
    if (!name.starts_with("tests/") || !IsTestFile(name)) continue;
    TestFile test = ReadTest(name, content);
    std::vector<Question> answerable;
    for (std::size_t i = 0; i < test.questions.size(); ++i) {
      if (!WaitsForSchema(name, i)) answerable.push_back(test.questions[i]);
    }
    const std::size_t waits = test.questions.size() - answerable.size();
    if (waits > 0) std::cout << name << ": " << waits << " requests wait for schemas\n";
    waiting += waits;
    test.questions = std::move(answerable);
    RunTest(test, requests, texts);
  }
  requests.Report("hand-written requests");
  texts.Report("hand-written policies and entities, written and read again");
  EXPECT_EQ(requests.asked(), 61u);
  EXPECT_EQ(waiting, 13u);
}

// One of the OOPSLA workloads. Upstream answered over the expanded text, whose policies stand for
// links (they carry the link's id as `@id`) or for static policies, in order.
class Workload {
 public:
  Workload(const std::string& name, const std::string& content, const std::string& answers)
      : source_(name, content), answers_(name + ".expected", answers) {
    json_ = ReadJson(source_);
    store_ = ReadEntities(Member(json_, "entities"), source_.diagnostics);
    questions_ = ReadQuestions(Member(json_, "requests"), false, source_.diagnostics);
    const Json expected = ReadJson(answers_);
    for (std::size_t i = 0; i < questions_.size(); ++i) {
      const std::vector<Json>& answer = expected.array.at(i).array;
      questions_[i].expected =
          ReadExpected(answer.at(0).string == "allow", answer.at(1), answer.at(2));
    }
  }

  void RunExpanded(Tally& requests) {
    Source text("expanded", Member(json_, "expanded").string);
    cedar::PolicySet set;
    for (cedar::Policy& policy : ReadPolicies(text)) {
      names_.push_back(NameOf(policy));
      set.Add(std::move(policy), text.diagnostics);
    }
    const std::vector<cedar::Instance> instances = set.Instances();
    for (const Question& question : questions_) {
      requests.Ask(source_.map.name(0), Judge(instances, store_, question));
    }
  }

  // Requires: RunExpanded has run.
  void RunLinked(Tally& requests) {
    Source text("policies", Member(json_, "policies").string);
    cedar::PolicySet set;
    statics_ = 0;
    for (cedar::Policy& policy : ReadPolicies(text)) {
      policy.id = NameOf(policy);
      set.Add(std::move(policy), text.diagnostics);
    }
    for (const Json& link : Member(json_, "links").array) {
      cedar::SlotValues values{UidOf(link, "principal"), UidOf(link, "resource")};
      set.AddLink({Member(link, "id").string, Member(link, "template").string, values, {}},
                  text.diagnostics);
    }
    if (text.diagnostics.has_errors()) throw std::runtime_error(text.Error());
    const std::vector<cedar::Instance> instances = set.Instances();
    for (Question question : questions_) {
      question.expected.reasons = Renamed(question.expected.reasons);
      question.expected.errors = Renamed(question.expected.errors);
      requests.Ask(source_.map.name(0) + " linked", Judge(instances, store_, question));
    }
  }

 private:
  std::string NameOf(const cedar::Policy& policy) {
    for (const cedar::Annotation& annotation : policy.annotations) {
      if (annotation.key == "id" && annotation.value) return *annotation.value;
    }
    return "static" + std::to_string(statics_++);
  }

  static std::optional<EntityUid> UidOf(const Json& link, std::string_view key) {
    const Json* uid = link.Find(key);
    if (uid == nullptr || uid->is(Json::Kind::kNull)) return std::nullopt;
    return ReadUid(*uid);
  }

  std::set<std::string> Renamed(const std::set<std::string>& ids) const {
    std::set<std::string> renamed;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (ids.contains("policy" + std::to_string(i))) renamed.insert(names_[i]);
    }
    return renamed;
  }

  Source source_;
  Source answers_;
  Json json_;
  store::Entities store_;
  std::vector<Question> questions_;
  std::vector<std::string> names_;  // of the expanded policies, in order
  std::size_t statics_ = 0;
};

TEST_F(CorpusTest, Workloads) {
  Open("oopsla-workloads.tar.gz");
  if (IsSkipped()) return;
  Tally expanded;
  Tally linked;
  std::size_t count = 0;
  for (const auto& [name, content] : files_) {
    if (!name.ends_with(".json")) continue;
    ++count;
    Workload workload(name, content, File(name.substr(0, name.size() - 5) + ".expected"));
    workload.RunExpanded(expanded);
    workload.RunLinked(linked);
  }
  expanded.Report("workload requests over static policies");
  linked.Report("workload requests over templates and links");
  EXPECT_EQ(count, 25u);
  EXPECT_EQ(expanded.asked(), 12'500u);
}

}  // namespace
}  // namespace rune::corpus
