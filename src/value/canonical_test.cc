#include "value/canonical.h"

#include <gtest/gtest.h>

#include <limits>

namespace rune::value {
namespace {

constexpr Int128 kOne = 1'000'000'000;

TEST(Canonical, AWholeDecimalBecomesAnInteger) {
  EXPECT_EQ(Canonical(Value(Decimal{3 * kOne})), Value(3));
  EXPECT_EQ(Canonical(Value(Decimal{-3 * kOne})), Value(-3));
  EXPECT_EQ(Canonical(Value(Decimal{0})), Value(0));
}

TEST(Canonical, AFractionStays) {
  EXPECT_EQ(Canonical(Value(Decimal{kOne + 1})), Value(Decimal{kOne + 1}));
  EXPECT_EQ(Canonical(Value(Decimal{-1})), Value(Decimal{-1}));
}

TEST(Canonical, AtTheEndsOf64Bits) {
  using Limits = std::numeric_limits<std::int64_t>;
  EXPECT_EQ(Canonical(Value(Decimal{Int128{Limits::max()} * kOne})), Value(Limits::max()));
  EXPECT_EQ(Canonical(Value(Decimal{Int128{Limits::min()} * kOne})), Value(Limits::min()));
  const Decimal above{(Int128{Limits::max()} + 1) * kOne};
  EXPECT_EQ(Canonical(Value(above)), Value(above));
  const Decimal below{(Int128{Limits::min()} - 1) * kOne};
  EXPECT_EQ(Canonical(Value(below)), Value(below));
}

TEST(Canonical, InsideListsSetsAndRecords) {
  const Value one(Decimal{kOne});
  EXPECT_EQ(Canonical(Value::List({one, Value("x")})), Value::List({Value(1), Value("x")}));
  EXPECT_EQ(Canonical(Value::Set({one, Value(1)})), Value::Set({Value(1)})) << "they become one";
  EXPECT_EQ(Canonical(Value::Record({{"a", Value::List({one})}})),
            Value::Record({{"a", Value::List({Value(1)})}}));
}

TEST(Canonical, WhatIsCanonicalStaysShared) {
  const Value list = Value::List({Value(1), Value("a")});
  EXPECT_EQ(&Canonical(list).elements(), &list.elements());
}

TEST(Canonical, OtherKindsAreUnchanged) {
  for (const Value& v : {Value(true), Value("1.0"), Value(EntityUid{"A", "1"}), Value(Datetime{9}),
                         Value(Duration{9}), Value(IpRange{})}) {
    EXPECT_EQ(Canonical(v), v);
  }
}

}  // namespace
}  // namespace rune::value
