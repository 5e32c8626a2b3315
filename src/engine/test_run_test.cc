#include "engine/test_run.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rune::engine {
namespace {

constexpr const char* kFile = R"(version = "rune/1.0"
[data]
stage = "{{STAGE}}"
blocked = []
[rules]
forbid_blocked(Path) :- blocked(Path).
forbid_stage() :- stage("closed"), action("read").
[policies]
permit (principal, action, resource);
)";

// Loads kFile and counts how often.
struct CountingLoader {
  int* loads;

  Loaded operator()(const config::LoadInput& input) const {
    ++*loads;
    auto sources = std::make_shared<text::SourceMap>();
    text::Diagnostics diagnostics(*sources);
    RUNE_ASSIGN_OR_RETURN(auto configuration,
                          config::LoadText("t.rune", kFile, input, sources, diagnostics));
    if (!configuration) {
      return MakeFault(FaultCode::kInvalidConfig, diagnostics.all().front().message);
    }
    RUNE_ASSIGN_OR_RETURN(auto snapshot, MakeSnapshot(std::move(configuration), diagnostics));
    return snapshot;
  }
};

config::TestCase Case(const std::string& path, Outcome outcome) {
  config::TestCase test;
  test.request.principal = {"Agent", "a"};
  test.request.action = {"Action", "read"};
  test.request.resource = {"File", path};
  test.expect.outcome = outcome;
  return test;
}

config::LoadInput Stage(const std::string& name) {
  config::LoadInput input;
  input.variables["STAGE"] = name;
  return input;
}

TEST(TestRun, CasesThatAddNothingShareOneLoad) {
  int loads = 0;
  const SnapshotLoader load = Remember(CountingLoader{&loads}, Stage("open"));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(RunTestCase(Case("/a", Outcome::kPermit), Stage("open"), load).passed());
  }
  config::TestCase same = Case("/a", Outcome::kPermit);
  same.vars["STAGE"] = "open";
  EXPECT_TRUE(RunTestCase(same, Stage("open"), load).passed());
  EXPECT_EQ(loads, 1);
}

TEST(TestRun, NoCaseSeesAnother) {
  int loads = 0;
  const SnapshotLoader load = Remember(CountingLoader{&loads}, Stage("open"));
  const config::TestCase plain = Case("/a", Outcome::kPermit);
  config::TestCase blocked = Case("/a", Outcome::kForbid);
  blocked.facts = {"blocked(\"/a\")"};
  config::TestCase closed = Case("/a", Outcome::kForbid);
  closed.vars["STAGE"] = "closed";
  config::TestCase emptied = Case("/a", Outcome::kForbid);
  emptied.maps = {{"stage", "\"closed\""}};
  for (const config::TestCase& test :
       {blocked, plain, blocked, plain, closed, plain, emptied, plain}) {
    const CaseResult result = RunTestCase(test, Stage("open"), load);
    EXPECT_TRUE(result.passed()) << (result.fault ? result.fault->message : "another outcome");
  }
  EXPECT_EQ(loads, 4) << "the plain ones share one, and each other one follows another";
}

TEST(TestRun, ALoadThatFailsFailsAgainAndIsNotTriedAgain) {
  int loads = 0;
  const SnapshotLoader load = Remember(CountingLoader{&loads}, Stage("open"));
  for (int i = 0; i < 3; ++i) {
    const CaseResult result = RunTestCase(Case("/a", Outcome::kPermit), {}, load);
    ASSERT_TRUE(result.fault);
    EXPECT_EQ(result.fault->code, FaultCode::kInvalidConfig);
  }
  EXPECT_EQ(loads, 1);
}

}  // namespace
}  // namespace rune::engine
