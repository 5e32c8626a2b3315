#include "value/decimal.h"

#include <gtest/gtest.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <limits>
#include <random>

namespace rune::value {
namespace {

using Wide = boost::multiprecision::cpp_int;

constexpr Int128 kMost = (((Int128{1} << 126) - 1) << 1) + 1;
constexpr Int128 kLeast = -kMost - 1;

Wide Widen(Int128 n) {
  const bool negative = n < 0;
  Wide out = 0;
  for (int shift = 96; shift >= 0; shift -= 32) {
    const auto part = static_cast<std::uint32_t>(n >> shift);
    out = (out << 32) + part;
  }
  if (negative) out -= Wide(1) << 128;
  return out;
}

bool Fits(const Wide& n) { return n <= Widen(kMost) && n >= Widen(kLeast); }

// Numbers of every size, also at the ends of the range.
Int128 Sample(std::mt19937_64& random) {
  const auto high = static_cast<Int128>(random());
  Int128 n = static_cast<Int128>((static_cast<unsigned __int128>(high) << 64) | random());
  n >>= random() % 128;
  switch (random() % 8) {
    case 0: return n / kNanosPerUnit * kNanosPerUnit;
    case 1: return kMost - (n < 0 ? -(n % 10) : n % 10);
    case 2: return kLeast + (n < 0 ? -(n % 10) : n % 10);
    case 3: return n % 1000;
    default: return n;
  }
}

std::string Text(const std::optional<Decimal>& d) { return d ? DecimalText(*d) : "none"; }

Decimal D(std::string_view text) {
  const std::optional<Decimal> d = ParseDecimalText(text);
  EXPECT_TRUE(d.has_value()) << text;
  return d.value_or(Decimal{});
}

TEST(Decimal, ReadsAndPrints) {
  const std::pair<const char*, const char*> kCases[] = {
      {"0", "0.0"},
      {"-0", "0.0"},
      {"-0.0", "0.0"},
      {"1.5", "1.5"},
      {"007.500", "7.5"},
      {"-0.000000001", "-0.000000001"},
      {"123456789.123456789", "123456789.123456789"},
      {"170141183460469231731687303715.884105727", "170141183460469231731687303715.884105727"},
      {"-170141183460469231731687303715.884105728", "-170141183460469231731687303715.884105728"},
      {"00000000000000000000000000000000000000000000000000000000001", "1.0"},
  };
  for (const auto& [text, printed] : kCases) EXPECT_EQ(Text(ParseDecimalText(text)), printed);
}

TEST(Decimal, RefusesOtherTexts) {
  for (const char* text : {"",
                           "-",
                           ".",
                           "1.",
                           ".5",
                           "-.5",
                           "+1",
                           "1.0000000001",
                           "1,5",
                           "1e3",
                           " 1",
                           "1 ",
                           "--1",
                           "1.-5",
                           "0x10",
                           "1.5.5",
                           "nan",
                           "inf",
                           "170141183460469231731687303715.884105728",
                           "-170141183460469231731687303715.884105729",
                           "999999999999999999999999999999999999999999"}) {
    EXPECT_FALSE(ParseDecimalText(text)) << text;
  }
}

TEST(Decimal, TextReadsBack) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const Decimal d{Sample(random)};
    EXPECT_EQ(ParseDecimalText(DecimalText(d)), d);
  }
}

TEST(Decimal, Multiplies) {
  EXPECT_EQ(Text(MultiplyDecimal(D("1.2"), D("1000"))), "1200.0");
  EXPECT_EQ(Text(MultiplyDecimal(D("-0.5"), D("0.5"))), "-0.25");
  EXPECT_EQ(Text(MultiplyDecimal(D("0.00001"), D("0.0001"))), "0.000000001");
  EXPECT_EQ(Text(MultiplyDecimal(D("0.00001"), D("0.00001"))), "none") << "needs ten decimals";
  EXPECT_EQ(Text(MultiplyDecimal(D("0"), Decimal{kLeast})), "0.0");
  EXPECT_EQ(Text(MultiplyDecimal(D("1"), Decimal{kLeast})), Text(Decimal{kLeast}));
  EXPECT_EQ(Text(MultiplyDecimal(D("-1"), Decimal{kLeast})), "none");
  EXPECT_EQ(Text(MultiplyDecimal(D("-1"), Decimal{kMost})), Text(Decimal{-kMost}));
}

TEST(Decimal, DividesHalfToEven) {
  EXPECT_EQ(Text(DivideDecimal(D("1"), D("3"))), "0.333333333");
  EXPECT_EQ(Text(DivideDecimal(D("2"), D("3"))), "0.666666667");
  EXPECT_EQ(Text(DivideDecimal(D("-2"), D("3"))), "-0.666666667");
  EXPECT_EQ(Text(DivideDecimal(D("0.000000001"), D("2"))), "0.0");
  EXPECT_EQ(Text(DivideDecimal(D("0.000000003"), D("2"))), "0.000000002");
  EXPECT_EQ(Text(DivideDecimal(D("0.000000005"), D("-2"))), "-0.000000002");
  EXPECT_EQ(Text(DivideDecimal(D("1"), D("0"))), "none");
  EXPECT_EQ(Text(DivideDecimal(Decimal{kLeast}, D("-1"))), "none");
  EXPECT_EQ(Text(DivideDecimal(Decimal{kLeast}, D("1"))), Text(Decimal{kLeast}));
  EXPECT_EQ(Text(DivideDecimal(Decimal{kMost}, D("0.1"))), "none");
  EXPECT_EQ(Text(DivideDecimal(Decimal{kLeast}, Decimal{kLeast})), "1.0");
}

// The judge is exact arithmetic without a limit.
TEST(Decimal, AgreesWithUnboundedArithmetic) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 50'000; ++i) {
    const Decimal a{Sample(random)};
    const Decimal b{Sample(random)};
    const Wide x = Widen(a.nanos);
    const Wide y = Widen(b.nanos);
    const auto check = [&](const char* name, const std::optional<Decimal>& got, bool exists,
                           const Wide& expected) {
      const bool fits = exists && Fits(expected);
      ASSERT_EQ(got.has_value(), fits) << DecimalText(a) << name << DecimalText(b);
      if (fits) {
        ASSERT_EQ(Widen(got->nanos), expected) << DecimalText(a) << name << DecimalText(b);
      }
    };
    check(" + ", AddDecimal(a, b), true, x + y);
    check(" - ", SubtractDecimal(a, b), true, x - y);
    check(" * ", MultiplyDecimal(a, b), x * y % kNanosPerUnit == 0, x * y / kNanosPerUnit);
    if (b.nanos == 0) {
      EXPECT_FALSE(DivideDecimal(a, b));
      continue;
    }
    Wide quotient = abs(x) * kNanosPerUnit / abs(y);
    const Wide twice = 2 * (abs(x) * kNanosPerUnit % abs(y));
    if (twice > abs(y) || (twice == abs(y) && quotient % 2 == 1)) ++quotient;
    if ((x < 0) != (y < 0)) quotient = -quotient;
    check(" / ", DivideDecimal(a, b), true, quotient);
  }
}

TEST(Decimal, KnowsWhatCedarHolds) {
  EXPECT_TRUE(FitsCedarDecimal(D("1.2345")));
  EXPECT_FALSE(FitsCedarDecimal(D("1.23456")));
  EXPECT_TRUE(FitsCedarDecimal(D("922337203685477.5807")));
  EXPECT_FALSE(FitsCedarDecimal(D("922337203685477.5808")));
  EXPECT_TRUE(FitsCedarDecimal(D("-922337203685477.5808")));
  EXPECT_FALSE(FitsCedarDecimal(D("-922337203685477.5809")));
  EXPECT_EQ(CedarUnits(D("-922337203685477.5808")), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(CedarUnits(D("-1.5")), -15000);
}

TEST(Decimal, WidensIntegers) {
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(DecimalText(FromLong(least)), "-9223372036854775808.0");
  EXPECT_EQ(FromLong(3), D("3.0"));
}

}  // namespace
}  // namespace rune::value
