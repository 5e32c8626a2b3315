#include "value/extension.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

#include "value/decimal.h"

namespace rune::value {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kDay = 86'400'000;

std::string Ip(std::string_view text) {
  const std::optional<IpRange> ip = ParseIp(text);
  return ip ? IpText(*ip) : "none";
}

std::string Moment(std::string_view text) {
  const std::optional<Datetime> t = ParseDatetime(text);
  return t ? DatetimeText(*t).value_or("outside") : "none";
}

std::string Span(std::string_view text) {
  const std::optional<Duration> d = ParseDuration(text);
  return d ? DurationText(*d) : "none";
}

IpRange TheIp(std::string_view text) {
  const std::optional<IpRange> ip = ParseIp(text);
  EXPECT_TRUE(ip.has_value()) << text;
  return ip.value_or(IpRange{});
}

TEST(CedarDecimal, Reads) {
  for (const char* text : {"0.0", "-0.5", "1.2345", "00012.5", "922337203685477.5807",
                           "-922337203685477.5808", "0000000000000000000000000000000000000001.0"}) {
    ASSERT_TRUE(ParseCedarDecimal(text)) << text;
    EXPECT_EQ(ParseCedarDecimal(text), ParseDecimalText(text)) << text;
  }
  EXPECT_EQ(ParseCedarDecimal("1.0"), ParseCedarDecimal("1.00"));
  EXPECT_EQ(CedarDecimalText(*ParseCedarDecimal("-1.50")), "-1.5");
}

TEST(CedarDecimal, Refuses) {
  for (const char* text :
       {"", "1", "1.", ".5", "-.5", "+1.0", "1.00000", "1.23456", "922337203685477.5808",
        "-922337203685477.5809", "1.0 ", " 1.0", "1.0\n", "1e2", "\xD9\xA1.0", "1.0.0", "--1.0",
        "-1.-0", "12345678901234567890.0"}) {
    EXPECT_FALSE(ParseCedarDecimal(text)) << text;
  }
}

TEST(IpText, ReadsBothFamilies) {
  const std::pair<const char*, const char*> kCases[] = {
      {"10.0.0.1", "10.0.0.1/32"},
      {"10.0.0.1/8", "10.0.0.1/8"},
      {"0.0.0.0/0", "0.0.0.0/0"},
      {"255.255.255.255/32", "255.255.255.255/32"},
      {"::", "::/128"},
      {"::1", "::1/128"},
      {"1::", "1::/128"},
      {"::/0", "::/0"},
      {"FF00::2/8", "ff00::2/8"},
      {"2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1/128"},
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8/128"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0/128"},
      {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8/128"},
      {"::ffff:7f00:1", "::ffff:7f00:1/128"},
      {"1:0:0:4::8", "1:0:0:4::8/128"},
      {"0000:0000:0000:0000:0000:0000:0000:0000/128", "::/128"},
  };
  for (const auto& [text, printed] : kCases) EXPECT_EQ(Ip(text), printed) << text;
}

TEST(IpText, Refuses) {
  for (const char* text : {"",
                           "1",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.",
                           ".1.2.3.4",
                           "256.0.0.1",
                           "01.2.3.4",
                           "1.2.3.00",
                           "1.2.3.4/",
                           "1.2.3.4/33",
                           "1.2.3.4/08",
                           "1.2.3.4/+8",
                           "1.2.3.4/ 8",
                           "1.2.3.4/8/8",
                           "1.2.3.4 ",
                           " 1.2.3.4",
                           "1..2.3",
                           "::1/129",
                           "::1/",
                           "::1/001",
                           ":",
                           ":::",
                           ":1",
                           "1:",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::",
                           "::1:2:3:4:5:6:7:8",
                           "1::2::3",
                           "12345::",
                           "::g",
                           "::ffff:1.2.3.4",
                           "fe80::1%eth0",
                           "::1%0",
                           "[::1]",
                           "0000:0000:0000:0000:0000:0000:0000:00000/128",
                           "1.2.3.4:80",
                           "\xD9\xA1.2.3.4"}) {
    EXPECT_EQ(Ip(text), "none") << text;
  }
}

TEST(IpText, ReadsBack) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 5'000; ++i) {
    IpRange ip;
    ip.v6 = random() % 2 == 0;
    const std::size_t size = ip.v6 ? 16 : 4;
    for (std::size_t b = 0; b < size; ++b) {
      ip.bytes[b] = random() % 2 == 0 ? 0 : static_cast<std::uint8_t>(random());
    }
    ip.prefix = static_cast<std::uint8_t>(random() % (size * 8 + 1));
    EXPECT_EQ(ParseIp(IpText(ip)), ip) << IpText(ip);
  }
}

TEST(IpRanges, EqualityKeepsHostBits) {
  EXPECT_NE(TheIp("10.0.0.1/8"), TheIp("10.0.0.2/8"));
  EXPECT_EQ(TheIp("10.0.0.1"), TheIp("10.0.0.1/32"));
  EXPECT_NE(TheIp("::ffff:0a00:1"), TheIp("10.0.0.1"));
}

TEST(IpRanges, InRange) {
  struct Case {
    const char* ip;
    const char* range;
    bool in;
  };
  const Case kCases[] = {
      {"10.0.0.1", "10.0.0.0/8", true},
      {"11.0.0.1", "10.0.0.0/8", false},
      {"10.0.0.1/8", "10.0.0.2/8", true},
      {"10.0.0.0/7", "10.0.0.0/8", false},
      {"10.0.0.0/9", "10.0.0.0/8", true},
      {"1.2.3.4", "0.0.0.0/0", true},
      {"::1", "0.0.0.0/0", false},
      {"1.2.3.4", "::/0", false},
      {"10.0.0.1", "10.0.0.1", true},
      {"10.0.0.2", "10.0.0.1", false},
      {"10.128.0.0", "10.0.0.0/9", false},
      {"10.127.255.255", "10.0.0.0/9", true},
      {"2001:db8::1", "2001:db8::/32", true},
      {"2001:db9::1", "2001:db8::/32", false},
      {"8000::", "::/1", false},
      {"7fff::", "::/1", true},
      {"::", "::/128", true},
      {"::1", "::/127", true},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(IsInRange(TheIp(c.ip), TheIp(c.range)), c.in) << c.ip << " in " << c.range;
  }
}

TEST(IpRanges, LoopbackAndMulticast) {
  for (const char* text : {"127.0.0.1", "127.255.0.1", "127.0.0.0/8", "127.3.2.1/9", "::1"}) {
    EXPECT_TRUE(IsLoopback(TheIp(text))) << text;
  }
  for (const char* text : {"127.0.0.1/7", "128.0.0.1", "::ffff:7f00:1", "::1/127", "::", "::2"}) {
    EXPECT_FALSE(IsLoopback(TheIp(text))) << text;
  }
  for (const char* text : {"224.0.0.1", "239.255.255.255", "224.0.0.0/4", "ff00::", "ff02::1/8"}) {
    EXPECT_TRUE(IsMulticast(TheIp(text))) << text;
  }
  for (const char* text : {"240.0.0.0", "223.0.0.1", "224.0.0.0/3", "fe00::", "ff00::/7"}) {
    EXPECT_FALSE(IsMulticast(TheIp(text))) << text;
  }
  EXPECT_TRUE(IsIpv4(TheIp("1.2.3.4")));
  EXPECT_TRUE(IsIpv6(TheIp("::ffff:102:304")));
}

TEST(Datetimes, Read) {
  const std::pair<const char*, const char*> kCases[] = {
      {"1970-01-01", "1970-01-01T00:00:00.000Z"},
      {"2024-02-29", "2024-02-29T00:00:00.000Z"},
      {"2000-02-29", "2000-02-29T00:00:00.000Z"},
      {"0000-01-01", "0000-01-01T00:00:00.000Z"},
      {"0000-02-29", "0000-02-29T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"2024-10-15T11:38:02Z", "2024-10-15T11:38:02.000Z"},
      {"2024-10-15T11:38:02.101Z", "2024-10-15T11:38:02.101Z"},
      {"2024-10-15T11:38:02.101-1134", "2024-10-15T23:12:02.101Z"},
      {"2024-10-15T11:38:02+0530", "2024-10-15T06:08:02.000Z"},
      {"2024-01-01T00:00:00+2359", "2023-12-31T00:01:00.000Z"},
      {"2024-01-01T00:00:00-0000", "2024-01-01T00:00:00.000Z"},
      {"0000-01-01T00:00:00+0001", "outside"},
      {"9999-12-31T23:59:59-0001", "outside"},
  };
  for (const auto& [text, printed] : kCases) EXPECT_EQ(Moment(text), printed) << text;
  EXPECT_EQ(ParseDatetime("1970-01-01")->millis, 0);
  EXPECT_EQ(ParseDatetime("1969-12-31T23:59:59.999Z")->millis, -1);
  EXPECT_EQ(ParseDatetime("2024-10-15")->millis, 1'728'950'400'000);
  EXPECT_EQ(ParseDatetime("0000-01-01")->millis, -62'167'219'200'000);
  EXPECT_EQ(ParseDatetime("9999-12-31T23:59:59.999Z")->millis, 253'402'300'799'999);
}

TEST(Datetimes, Refuse) {
  for (const char* text : {"",
                           "2024",
                           "2024-1-01",
                           "2024-01-1",
                           "2024-13-01",
                           "2024-00-10",
                           "2024-01-32",
                           "2024-01-00",
                           "2023-02-29",
                           "1900-02-29",
                           "2024-04-31",
                           "02024-01-01",
                           "-2024-01-01",
                           "2024-01-01T",
                           "2024-01-01Z",
                           "2024-01-01T00:00:00",
                           "2024-01-01T24:00:00Z",
                           "2024-01-01T00:60:00Z",
                           "2024-01-01T00:00:60Z",
                           "2024-01-01T0:00:00Z",
                           "2024-01-01T00:00Z",
                           "2024-01-01T00:00:00.1Z",
                           "2024-01-01T00:00:00.1234Z",
                           "2024-01-01T00:00:00.Z",
                           "2024-01-01T00:00:00+01:00",
                           "2024-01-01T00:00:00+2400",
                           "2024-01-01T00:00:00+0060",
                           "2024-01-01T00:00:00+01",
                           "2024-01-01T00:00:00Z ",
                           " 2024-01-01",
                           "2024-01-01t00:00:00Z",
                           "2024-01-01T00:00:00z",
                           "2024-01-01 00:00:00Z",
                           "2024/01/01",
                           "2024-01-01T00:00:00.123",
                           "2024-01-01T23:59:60Z",
                           "2024-01-01T00:00:00ZZ",
                           "2016-12-31T00:00:00\n"}) {
    EXPECT_EQ(Moment(text), "none") << text;
  }
}

TEST(Datetimes, TextReadsBack) {
  std::mt19937_64 random(4);
  std::uniform_int_distribution<std::int64_t> any(-62'167'219'200'000, 253'402'300'799'999);
  for (int i = 0; i < 20'000; ++i) {
    const Datetime t{any(random)};
    const std::optional<std::string> text = DatetimeText(t);
    ASSERT_TRUE(text.has_value());
    EXPECT_EQ(ParseDatetime(*text), t) << *text;
  }
  EXPECT_FALSE(DatetimeText(Datetime{kLeast}));
  EXPECT_FALSE(DatetimeText(Datetime{253'402'300'800'000}));
}

TEST(Datetimes, DateAndTime) {
  EXPECT_EQ(ToDate(Datetime{0}), Datetime{0});
  EXPECT_EQ(ToDate(Datetime{kDay + 5}), Datetime{kDay});
  EXPECT_EQ(ToDate(Datetime{-1}), Datetime{-kDay}) << "days round down, also before 1970";
  EXPECT_EQ(ToDate(Datetime{-kDay}), Datetime{-kDay});
  EXPECT_EQ(ToTime(Datetime{-1}), Duration{kDay - 1});
  EXPECT_EQ(ToTime(Datetime{kDay + 5}), Duration{5});
  EXPECT_FALSE(ToDate(Datetime{kLeast})) << "the day begins below the smallest moment";
  EXPECT_EQ(ToTime(Datetime{kLeast}), Duration{kLeast % kDay + kDay});
  EXPECT_TRUE(ToDate(Datetime{kMost}));
}

TEST(Datetimes, OffsetIsChecked) {
  EXPECT_EQ(Offset(Datetime{5}, Duration{-7}), Datetime{-2});
  EXPECT_FALSE(Offset(Datetime{kMost}, Duration{1}));
  EXPECT_FALSE(Offset(Datetime{kLeast}, Duration{-1}));
  EXPECT_EQ(DurationSince(Datetime{5}, Datetime{7}), Duration{-2});
  EXPECT_FALSE(DurationSince(Datetime{kLeast}, Datetime{1}));
  EXPECT_FALSE(DurationSince(Datetime{0}, Datetime{kLeast}));
}

TEST(Durations, Read) {
  const std::pair<const char*, const char*> kCases[] = {
      {"1ms", "1ms"},
      {"1s", "1000ms"},
      {"1m", "60000ms"},
      {"1h", "3600000ms"},
      {"1d", "86400000ms"},
      {"1d2h3m4s5ms", "93784005ms"},
      {"2h30m", "9000000ms"},
      {"1m1ms", "60001ms"},
      {"5s5ms", "5005ms"},
      {"-1d", "-86400000ms"},
      {"-1h30m", "-5400000ms"},
      {"0d", "0ms"},
      {"-0ms", "0ms"},
      {"007s", "7000ms"},
      {"1000000ms", "1000000ms"},
      {"9223372036854775807ms", "9223372036854775807ms"},
      {"-9223372036854775808ms", "-9223372036854775808ms"},
      {"-106751991167d7h12m55s808ms", "-9223372036854775808ms"},
      {"106751991167d7h12m55s807ms", "9223372036854775807ms"},
  };
  for (const auto& [text, printed] : kCases) EXPECT_EQ(Span(text), printed) << text;
}

TEST(Durations, Refuse) {
  for (const char* text : {"",
                           "-",
                           "1",
                           "d",
                           "1x",
                           "1 d",
                           " 1d",
                           "1d ",
                           "1h1d",
                           "1s1m",
                           "1ms1s",
                           "1d1d",
                           "+1d",
                           "--1d",
                           "1.5h",
                           "1ms1ms",
                           "1mms",
                           "9223372036854775808ms",
                           "-9223372036854775809ms",
                           "106751991167d7h12m55s808ms",
                           "-106751991167d7h12m55s809ms",
                           "106751991168d",
                           "18446744073709551616ms",
                           "1d-1h",
                           "\xD9\xA1s",
                           "1D"}) {
    EXPECT_EQ(Span(text), "none") << text;
  }
}

}  // namespace
}  // namespace rune::value
