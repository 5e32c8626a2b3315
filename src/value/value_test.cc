#include "rune/value.h"

#include <gtest/gtest.h>

#include <limits>

namespace rune {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

// One of each kind, in the order of values.
std::vector<Value> OfEachKind() {
  return {Value(false),
          Value(true),
          Value(kLeast),
          Value(7),
          Value(Decimal{-1}),
          Value(""),
          Value("z"),
          Value(EntityUid{"A", "z"}),
          Value(EntityUid{"B", ""}),
          Value(Datetime{0}),
          Value(Duration{0}),
          Value(IpRange{}),
          Value(IpRange{true, {}, 0}),
          Value::List({}),
          Value::Set({}),
          Value::Record({})};
}

TEST(Value, TheOrderIsByKindThenContent) {
  const auto values = OfEachKind();
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      EXPECT_EQ(values[i] <=> values[j], i <=> j) << i << " and " << j;
      EXPECT_EQ(values[i] == values[j], i == j);
    }
  }
}

TEST(Value, EqualityNeverConverts) {
  EXPECT_NE(Value(1), Value(Decimal{1'000'000'000}));
  EXPECT_NE(Value(1), Value("1"));
  EXPECT_NE(Value(Datetime{5}), Value(Duration{5}));
  EXPECT_NE(Value("A::\"x\""), Value(EntityUid{"A", "x"}));
  EXPECT_NE(Value::List({}), Value::Set({}));
}

TEST(Value, ConstructorsChooseTheMeantKind) {
  EXPECT_TRUE(Value("text").is(ValueKind::kString)) << "and not a bool made of a pointer";
  EXPECT_TRUE(Value(1).is(ValueKind::kLong));
  EXPECT_TRUE(Value(true).is(ValueKind::kBool));
  EXPECT_FALSE(Value().as_bool());
}

TEST(Value, SetsAreSortedWithoutDuplicates) {
  const Value set = Value::Set({Value("b"), Value(2), Value("a"), Value(2), Value("b")});
  ASSERT_EQ(set.elements().size(), 3u);
  EXPECT_EQ(set.elements()[0], Value(2));
  EXPECT_EQ(set.elements()[2], Value("b"));
  EXPECT_EQ(set, Value::Set({Value("a"), Value("b"), Value(2)}));
}

TEST(Value, SetsOfSetsLoseDuplicatesToo) {
  const Value inner = Value::Set({Value(1), Value(2)});
  const Value same = Value::Set({Value(2), Value(1), Value(1)});
  EXPECT_EQ(Value::Set({inner, same}).elements().size(), 1u);
}

TEST(Value, ListsKeepOrderAndDuplicates) {
  const Value list = Value::List({Value(2), Value(1), Value(2)});
  EXPECT_EQ(list.elements().size(), 3u);
  EXPECT_NE(list, Value::List({Value(1), Value(2), Value(2)}));
  EXPECT_LT(Value::List({Value(1)}), Value::List({Value(1), Value(0)})) << "a beginning is less";
}

TEST(Value, RecordsCompareByKeyThenValue) {
  const Value a = Value::Record({{"a", Value(2)}, {"b", Value(0)}});
  EXPECT_EQ(a, Value::Record({{"b", Value(0)}, {"a", Value(2)}}));
  EXPECT_LT(Value::Record({{"a", Value(1)}}), a);
  EXPECT_LT(a, Value::Record({{"b", Value(0)}}));
}

TEST(Value, FindGivesTheFieldOrNothing) {
  const Value record = Value::Record({{"", Value(1)}, {"key", Value(2)}});
  ASSERT_NE(record.Find("key"), nullptr);
  EXPECT_EQ(*record.Find("key"), Value(2));
  EXPECT_EQ(*record.Find(""), Value(1));
  EXPECT_EQ(record.Find("other"), nullptr);
}

TEST(Value, TextsCompareByBytesWhichIsCodePointOrder) {
  EXPECT_LT(Value("Z"), Value("a"));
  EXPECT_LT(Value("\xef\xbf\xbf"), Value("\xf0\x90\x80\x80")) << "U+FFFF before U+10000";
  EXPECT_LT(Value(std::string_view("a")), Value(std::string_view("a\0", 2)));
}

TEST(Value, IpsCompareFamilyThenAddressThenPrefix) {
  const IpRange a{false, {10, 0, 0, 1}, 8};
  const IpRange b{false, {10, 0, 0, 2}, 8};
  EXPECT_NE(Value(a), Value(b)) << "host bits count";
  EXPECT_NE(Value(a), Value(IpRange{false, {10, 0, 0, 1}, 9}));
  EXPECT_EQ(Value(a), Value(IpRange{false, {10, 0, 0, 1}, 8}));
}

TEST(Value, CopiesShareTheirContent) {
  const Value list = Value::List(Value::Elements(1000, Value("x")));
  const Value copy = list;
  EXPECT_EQ(&copy.elements(), &list.elements());
  EXPECT_EQ(copy, list);
}

TEST(Value, DeepNestingComparesAndEnds) {
  const auto nest = [](int depth) {
    Value v(0);
    for (int i = 0; i < depth; ++i) {
      v = i % 2 == 0 ? Value::List({v}) : Value::Record({{"k", v}});
    }
    return v;
  };
  EXPECT_EQ(nest(256), nest(256));
  EXPECT_NE(nest(256), nest(255));
}

}  // namespace
}  // namespace rune
