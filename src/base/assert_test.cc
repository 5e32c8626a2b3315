#include "base/assert.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace rune {
namespace {

std::pair<int, int> PairIf(bool good) {
  RUNE_INVARIANT(good, {-1, -2});
  return {1, 2};
}

void CountIf(bool good, int& reached) {
  RUNE_INVARIANT(good);
  ++reached;
}

TEST(Assert, ABrokenInvariantIsCountedAndAnswersWithTheFallback) {
  const auto before = BrokenInvariants();
  EXPECT_EQ(PairIf(true), (std::pair{1, 2}));
  EXPECT_EQ(BrokenInvariants(), before);
  EXPECT_EQ(PairIf(false), (std::pair{-1, -2}));
  EXPECT_EQ(BrokenInvariants(), before + 1);
}

TEST(Assert, AFunctionWithoutResultReturns) {
  int reached = 0;
  CountIf(true, reached);
  CountIf(false, reached);
  EXPECT_EQ(reached, 1);
}

TEST(AssertDeathTest, ABrokenCheckStopsTheProcessAndSaysWhere) {
  EXPECT_DEATH(RUNE_CHECK(1 + 1 == 3), "broken check at .*assert_test.cc.*1 \\+ 1 == 3");
}

TEST(Assert, AGoodCheckIsSilent) {
  RUNE_CHECK(true);
  RUNE_ASSERT(true);
}

}  // namespace
}  // namespace rune
