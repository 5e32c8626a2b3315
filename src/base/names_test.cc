// The words that answers and JSON use are part of the interface: a change here changes what
// programs read.
#include <gtest/gtest.h>

#include "rune/decision.h"
#include "rune/fault.h"

namespace rune {
namespace {

TEST(Names, Outcomes) {
  EXPECT_EQ(OutcomeName(Outcome::kPermit), "PERMIT");
  EXPECT_EQ(OutcomeName(Outcome::kDeny), "DENY");
  EXPECT_EQ(OutcomeName(Outcome::kForbid), "FORBID");
}

TEST(Names, VerdictsAndEngines) {
  EXPECT_EQ(VerdictName(Verdict::kPermit), "permit");
  EXPECT_EQ(VerdictName(Verdict::kDeny), "deny");
  EXPECT_EQ(VerdictName(Verdict::kForbid), "forbid");
  EXPECT_EQ(VerdictName(Verdict::kAbstain), "abstain");
  EXPECT_EQ(EngineName(Engine::kCedar), "cedar");
  EXPECT_EQ(EngineName(Engine::kDatalog), "datalog");
}

TEST(Names, FaultCodes) {
  EXPECT_EQ(FaultCodeName(FaultCode::kInvalidRequest), "invalid_request");
  EXPECT_EQ(FaultCodeName(FaultCode::kInvalidConfig), "invalid_config");
  EXPECT_EQ(FaultCodeName(FaultCode::kNotFound), "not_found");
  EXPECT_EQ(FaultCodeName(FaultCode::kConflict), "conflict");
  EXPECT_EQ(FaultCodeName(FaultCode::kLimit), "limit");
  EXPECT_EQ(FaultCodeName(FaultCode::kUnavailable), "unavailable");
  EXPECT_EQ(FaultCodeName(FaultCode::kStale), "stale");
  EXPECT_EQ(FaultCodeName(FaultCode::kUsage), "usage");
  EXPECT_EQ(FaultCodeName(FaultCode::kInternal), "internal");
}

TEST(Names, OnlyPermitPermits) {
  Decision decision;
  EXPECT_FALSE(decision.permitted());
  decision.outcome = Outcome::kForbid;
  EXPECT_FALSE(decision.permitted());
  decision.outcome = Outcome::kPermit;
  EXPECT_TRUE(decision.permitted());
}

}  // namespace
}  // namespace rune
