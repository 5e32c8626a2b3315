#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "base/format.h"
#include "own_side.h"
#include "report.h"
#include "workload.h"

namespace rune::bench {
namespace {

namespace fs = std::filesystem;

// Two departments, and five entities of each type.
constexpr Scale kTiny = {2, 5, 20, 20};

// The inputs of one workload on disk, as long as this lives.
class Inputs {
 public:
  explicit Inputs(const Workload& workload)
      : folder_(fs::path(testing::TempDir()) / Format("rune-bench-{}", getpid()) / workload.name) {
    fs::create_directories(folder_);
    Write("policies.cedar", workload.policies);
    Write("faulty.cedar", workload.faulty);
    Write("schema.cedarschema", workload.schema);
    Write("schema.json", workload.schema_json);
    Write("entities.json", workload.entities);
  }
  ~Inputs() { fs::remove_all(folder_); }
  std::string path() const { return folder_.string(); }

 private:
  void Write(const char* name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  fs::path folder_;
};

// What the side says of the benchmark, once it has also done its work.
std::string Facts(const Workload& workload, std::string_view benchmark) {
  const Inputs inputs(workload);
  OwnSide side;
  const std::string facts = side.Answer(Format("load {} {}", benchmark, inputs.path()));
  const std::string time = side.Answer("run 2");
  EXPECT_TRUE(time.starts_with("ok ")) << time;
  EXPECT_GT(NumberIn(time, "ok"), 0u);
  return facts;
}

TEST(BenchTest, EveryPolicyOfTheHospitalIsRead) {
  EXPECT_EQ(Facts(Hospital(2, 20), "policy-text"), "ok policies=71");
}

TEST(BenchTest, EveryEntityOfTheHospitalIsRead) {
  EXPECT_EQ(Facts(Hospital(2, 20), "entity-json"), "ok entities=70");
}

TEST(BenchTest, ShortSetsAreRepeated) {
  EXPECT_EQ(Facts(Drive(kTiny), "policy-text"), "ok policies=20");
  EXPECT_EQ(Facts(Forge(kTiny), "policy-text"), "ok policies=16");
}

TEST(BenchTest, MadePoliciesAreRightAndFaultyOnesAreNot) {
  EXPECT_EQ(Facts(Drive(kTiny), "validate"), "ok policies=20 wrong= faulty=policy0,policy3");
  EXPECT_EQ(Facts(Forge(kTiny), "validate"),
            "ok policies=16 wrong= faulty=policy0,policy3,policy6");
  const std::string hospital = Facts(Hospital(1, 5), "validate");
  EXPECT_TRUE(hospital.starts_with("ok policies=38 wrong= faulty=policy0,policy12,")) << hospital;
}

TEST(BenchTest, BothSyntaxesOfASchemaSayTheSame) {
  EXPECT_EQ(Facts(Hospital(1, 5), "schema-json"), Facts(Hospital(1, 5), "schema-cedar"));
  EXPECT_EQ(Facts(Forge(kTiny), "schema-json"), "ok types=5 actions=5");
}

TEST(BenchTest, GeneratedInputsDependOnTheirSizeAlone) {
  EXPECT_EQ(Drive(kTiny).entities, Drive(kTiny).entities);
  EXPECT_EQ(Hospital(2, 20).entities, Hospital(2, 20).entities);
}

TEST(BenchTest, MemoryIsCounted) {
  const Inputs inputs(Hospital(20, 2000));
  OwnSide side;
  const std::string policies = side.Answer("memory policies " + inputs.path());
  EXPECT_EQ(NumberIn(policies, "count"), 665u) << policies;
  EXPECT_GT(NumberIn(policies, "bytes"), 665u * 100);
}

TEST(BenchTest, WhatIsNotThereIsAnError) {
  OwnSide side;
  EXPECT_TRUE(side.Answer("run 1").starts_with("error "));
  EXPECT_TRUE(side.Answer("load policy-text /nowhere/at/all").starts_with("ok policies=0"));
  EXPECT_TRUE(side.Answer("load schema-json /nowhere/at/all").starts_with("error "));
  EXPECT_TRUE(side.Answer("load unheard-of /").starts_with("error "));
}

TEST(BenchTest, ASideThatDoesNotRunIsTold) {
  std::string facts;
  const auto measured =
      Compare({{"nobody", {"/nowhere/nobody"}}}, "policy-text", "/", {1, 0}, facts);
  ASSERT_EQ(measured.size(), 1u);
  EXPECT_EQ(measured[0].trouble, "it has ended");
}

TEST(BenchTest, ALineOfTheTableNamesFigureAndRatio) {
  Row row{"policy-text", "drive", 1'000'000, 10, {{"rune 1", "", 0.01, 1, 0}}};
  row.sides.push_back({"peer 2", "", 0.4, 40, 0});
  row.sides.push_back({"other 3", "does not run", 0, 1, 0});
  const std::string line = TableLine(row);
  EXPECT_NE(line.find("100.0 MB/s"), std::string::npos) << line;
  EXPECT_NE(line.find("2.5 MB/s (40.0x)"), std::string::npos) << line;
  EXPECT_NE(line.find("does not run"), std::string::npos) << line;
}

}  // namespace
}  // namespace rune::bench
