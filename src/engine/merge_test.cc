#include "engine/merge.h"

#include <gtest/gtest.h>

#include <vector>

namespace rune::engine {
namespace {

constexpr Verdict kP = Verdict::kPermit;
constexpr Verdict kD = Verdict::kDeny;
constexpr Verdict kF = Verdict::kForbid;
constexpr Verdict kA = Verdict::kAbstain;

struct Row {
  Verdict a;
  Verdict b;
  Outcome vote;
  Outcome all;  // with both engines loaded
};

// Every unordered pair of verdicts, written out.
const std::vector<Row> kTable = {
    {kP, kP, Outcome::kPermit, Outcome::kPermit}, {kP, kD, Outcome::kDeny, Outcome::kDeny},
    {kP, kF, Outcome::kForbid, Outcome::kForbid}, {kP, kA, Outcome::kPermit, Outcome::kDeny},
    {kD, kD, Outcome::kDeny, Outcome::kDeny},     {kD, kF, Outcome::kForbid, Outcome::kForbid},
    {kD, kA, Outcome::kDeny, Outcome::kDeny},     {kF, kF, Outcome::kForbid, Outcome::kForbid},
    {kF, kA, Outcome::kForbid, Outcome::kForbid}, {kA, kA, Outcome::kDeny, Outcome::kDeny},
};

TEST(Merge, EveryPairBothWays) {
  for (const Row& row : kTable) {
    for (const Verdicts& v :
         {Verdicts{row.a, row.b, true, true}, Verdicts{row.b, row.a, true, true}}) {
      EXPECT_EQ(MergeVerdicts(v, config::Merge::kVote), row.vote);
      EXPECT_EQ(MergeVerdicts(v, config::Merge::kAll), row.all);
    }
  }
}

TEST(Merge, UnderAllAnEngineWithNothingLoadedHasNoSay) {
  EXPECT_EQ(MergeVerdicts({kP, kA, true, false}, config::Merge::kAll), Outcome::kPermit);
  EXPECT_EQ(MergeVerdicts({kA, kP, false, true}, config::Merge::kAll), Outcome::kPermit);
  EXPECT_EQ(MergeVerdicts({kA, kA, false, false}, config::Merge::kAll), Outcome::kDeny);
}

TEST(Merge, AForbidNeverTurnsIntoAPermit) {
  for (const Verdict other : {kP, kD, kF, kA}) {
    for (const config::Merge merge : {config::Merge::kVote, config::Merge::kAll}) {
      EXPECT_EQ(MergeVerdicts({kF, other, true, true}, merge), Outcome::kForbid);
      EXPECT_EQ(MergeVerdicts({other, kF, true, true}, merge), Outcome::kForbid);
    }
  }
}

}  // namespace
}  // namespace rune::engine
