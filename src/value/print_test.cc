#include "value/print.h"

#include <gtest/gtest.h>

#include <limits>

#include "value/extension.h"

namespace rune::value {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(Print, TextInCedarsNotation) {
  EXPECT_EQ(ToText(Value(true)), "true");
  EXPECT_EQ(ToText(Value(kLeast)), "-9223372036854775808");
  EXPECT_EQ(ToText(Value("a\"\n'")), R"("a\"\n'")");
  EXPECT_EQ(ToText(Value(EntityUid{"A::B", "x\\"})), R"(A::B::"x\\")");
  EXPECT_EQ(ToText(Value(*ParseCedarDecimal("1.50"))), R"(decimal("1.5"))");
  EXPECT_EQ(ToText(Value(*ParseIp("10.0.0.1/8"))), R"(ip("10.0.0.1/8"))");
  EXPECT_EQ(ToText(Value(Duration{-3})), R"(duration("-3ms"))");
  EXPECT_EQ(ToText(Value(*ParseDatetime("2024-02-29"))), R"(datetime("2024-02-29T00:00:00.000Z"))");
}

TEST(Print, DecimalsThatCedarCannotHoldPrintAsRulesWriteThem) {
  EXPECT_EQ(ToText(Value(Decimal{1'000'000'001})), "1.000000001");
}

TEST(Print, DatetimesWithoutATextAreMovedFromTheEpoch) {
  EXPECT_EQ(ToText(Value(Datetime{kLeast})),
            R"(datetime("1970-01-01").offset(duration("-9223372036854775808ms")))");
}

TEST(Print, Compounds) {
  EXPECT_EQ(ToText(Value::List({})), "[]");
  EXPECT_EQ(ToText(Value::List({Value(2), Value(1)})), "[2, 1]");
  EXPECT_EQ(ToText(Value::Set({Value(2), Value(1), Value(1)})), "[1, 2]");
  EXPECT_EQ(ToText(Value::Record({})), "{}");
  EXPECT_EQ(ToText(Value::Record({{"b", Value(1)}, {"a \"", Value::List({Value("x")})}})),
            R"({"a \"": ["x"], "b": 1})");
}

TEST(Print, Json) {
  EXPECT_EQ(ToJson(Value(false)), "false");
  EXPECT_EQ(ToJson(Value(kLeast)), "-9223372036854775808");
  EXPECT_EQ(ToJson(Value("\x1b\"")), R"("\u001b\"")");
  EXPECT_EQ(ToJson(Value(EntityUid{"A", "\n"})), R"({"__entity":{"type":"A","id":"\n"}})");
  EXPECT_EQ(ToJson(Value(*ParseCedarDecimal("1.5"))), R"({"__extn":{"fn":"decimal","arg":"1.5"}})");
  EXPECT_EQ(ToJson(Value::List({})), "[]");
  EXPECT_EQ(ToJson(Value::Set({Value(1), Value("a")})), R"([1,"a"])");
  EXPECT_EQ(ToJson(Value::Record({})), "{}");
  EXPECT_EQ(ToJson(Value::Record({{"a", Value(1)}, {"b", Value::Record({})}})),
            R"({"a":1,"b":{}})");
  EXPECT_EQ(ToJson(Value(Datetime{kLeast})),
            R"({"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"1970-01-01"}},)"
            R"({"__extn":{"fn":"duration","arg":"-9223372036854775808ms"}}]}})");
}

TEST(Print, EachKindHasItsName) {
  EXPECT_EQ(KindName(ValueKind::kBool), "bool");
  EXPECT_EQ(KindName(ValueKind::kLong), "long");
  EXPECT_EQ(KindName(ValueKind::kDecimal), "decimal");
  EXPECT_EQ(KindName(ValueKind::kString), "string");
  EXPECT_EQ(KindName(ValueKind::kEntity), "entity");
  EXPECT_EQ(KindName(ValueKind::kDatetime), "datetime");
  EXPECT_EQ(KindName(ValueKind::kDuration), "duration");
  EXPECT_EQ(KindName(ValueKind::kIp), "ip");
  EXPECT_EQ(KindName(ValueKind::kList), "list");
  EXPECT_EQ(KindName(ValueKind::kSet), "set");
  EXPECT_EQ(KindName(ValueKind::kRecord), "record");
}

}  // namespace
}  // namespace rune::value
