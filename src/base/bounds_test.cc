#include "base/bounds.h"

#include <gtest/gtest.h>

namespace rune {
namespace {

TEST(WorkMeter, TheLastStepIsFreeAndTheNextIsNot) {
  WorkMeter meter(3, 1);
  EXPECT_TRUE(meter.Charge());
  EXPECT_TRUE(meter.Charge(2));
  EXPECT_FALSE(meter.exhausted());
  EXPECT_FALSE(meter.Charge());
  EXPECT_TRUE(meter.exhausted());
}

TEST(WorkMeter, ExhaustedStaysExhaustedForBothKinds) {
  WorkMeter meter(10, 1);
  EXPECT_TRUE(meter.ChargeFacts());
  EXPECT_FALSE(meter.ChargeFacts());
  EXPECT_FALSE(meter.Charge()) << "steps are left, but the work has ended";
  EXPECT_FALSE(meter.Charge(0));
}

TEST(WorkMeter, AHugeChargeDoesNotWrapAround) {
  WorkMeter meter(10, 10);
  EXPECT_FALSE(meter.Charge(~0ull));
  EXPECT_TRUE(meter.exhausted());
}

}  // namespace
}  // namespace rune
