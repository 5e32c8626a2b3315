#include "value/extension.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "base/format.h"
#include "value/decimal.h"

namespace rune::value {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kMostIpBytes = 43;
constexpr std::int64_t kFirstMillis = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
constexpr std::int64_t kLastMillis = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads a text from the left. Each Take* consumes what it returns, or nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool Take(std::string_view token) {
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  // The longest run of digits, at most `most` of them.
  std::string_view TakeDigits(std::size_t most = std::string_view::npos) {
    std::size_t n = 0;
    while (n < text_.size() && n < most && IsDigit(text_[n])) ++n;
    const std::string_view digits = text_.substr(0, n);
    text_.remove_prefix(n);
    return digits;
  }
  // Exactly `count` digits, as a number.
  std::optional<int> TakeNumber(std::size_t count) {
    const std::string_view digits = TakeDigits(count);
    if (digits.size() != count) return std::nullopt;
    int n = 0;
    for (char c : digits) n = n * 10 + (c - '0');
    return n;
  }
  // One to four hex digits, as one group of an IPv6 address.
  std::optional<std::uint16_t> TakeGroup() {
    std::size_t n = 0;
    unsigned group = 0;
    while (n < text_.size() && n < 4 && HexValue(text_[n]) >= 0) {
      group = group * 16 + static_cast<unsigned>(HexValue(text_[n++]));
    }
    if (n == 0) return std::nullopt;
    text_.remove_prefix(n);
    return static_cast<std::uint16_t>(group);
  }

 private:
  std::string_view text_;
};

// A decimal number without leading zeros, at most `most`.
std::optional<int> SmallNumber(std::string_view digits, int most) {
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0') return std::nullopt;
  int n = 0;
  for (char c : digits) n = n * 10 + (c - '0');
  if (n > most) return std::nullopt;
  return n;
}

bool ReadIpv4(std::string_view text, IpRange& ip) {
  Reader reader(text);
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0 && !reader.Take(".")) return false;
    const std::optional<int> octet = SmallNumber(reader.TakeDigits(4), 255);
    if (!octet) return false;
    ip.bytes[i] = static_cast<std::uint8_t>(*octet);
  }
  return reader.done();
}

// Reads groups separated by single colons into `groups`. Stops before `::` and where the room ends.
std::size_t ReadGroups(Reader& reader, std::span<std::uint16_t> groups) {
  for (std::size_t n = 0; n < groups.size(); ++n) {
    Reader ahead = reader;
    if (n > 0 && !ahead.Take(":")) return n;
    const std::optional<std::uint16_t> group = ahead.TakeGroup();
    if (!group) return n;
    groups[n] = *group;
    reader = ahead;
  }
  return groups.size();
}

// `::` stands for at least one group of zeros.
bool ReadIpv6(std::string_view text, IpRange& ip) {
  Reader reader(text);
  std::array<std::uint16_t, 8> groups{};
  const std::size_t head = ReadGroups(reader, groups);
  if (head < groups.size()) {
    if (!reader.Take("::")) return false;
    std::array<std::uint16_t, 8> tail{};
    const std::size_t count = ReadGroups(reader, std::span(tail).first(groups.size() - head - 1));
    for (std::size_t i = 0; i < count; ++i) groups[groups.size() - count + i] = tail[i];
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    ip.bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
    ip.bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xFF);
  }
  return reader.done();
}

std::string Ipv6Address(const IpRange& ip) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) {
    groups[i] = static_cast<unsigned>(ip.bytes[2 * i]) << 8 | ip.bytes[2 * i + 1];
  }
  // The first longest run of at least two zero groups is written `::`.
  std::size_t best = 0;
  std::size_t best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (best_length > 1 && i == best) {
      out += "::";
      i += best_length - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    out += Format("{:x}", groups[i]);
  }
  return out;
}

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Days from 0000-01-01 to the first of January of `year`. Requires: 0 <= year <= 10000.
std::int64_t DaysBeforeYear(int year) {
  if (year == 0) return 0;
  const int last = year - 1;
  return static_cast<std::int64_t>(year) * 365 + last / 4 - last / 100 + last / 400 + 1;
}

std::optional<std::int64_t> ReadDate(Reader& reader) {
  const std::optional<int> year = reader.TakeNumber(4);
  if (!year || !reader.Take("-")) return std::nullopt;
  const std::optional<int> month = reader.TakeNumber(2);
  if (!month || *month < 1 || *month > 12 || !reader.Take("-")) return std::nullopt;
  const std::optional<int> day = reader.TakeNumber(2);
  if (!day || *day < 1 || *day > DaysInMonth(*year, *month)) return std::nullopt;
  std::int64_t days = DaysBeforeYear(*year);
  for (int m = 1; m < *month; ++m) days += DaysInMonth(*year, m);
  return kFirstMillis + (days + *day - 1) * kDay;
}

// `Thh:mm:ss[.SSS](Z|+hhmm|-hhmm)`, as milliseconds to add to the date.
std::optional<std::int64_t> ReadTime(Reader& reader) {
  if (!reader.Take("T")) return std::nullopt;
  const std::optional<int> hour = reader.TakeNumber(2);
  if (!hour || *hour > 23 || !reader.Take(":")) return std::nullopt;
  const std::optional<int> minute = reader.TakeNumber(2);
  if (!minute || *minute > 59 || !reader.Take(":")) return std::nullopt;
  const std::optional<int> second = reader.TakeNumber(2);
  if (!second || *second > 59) return std::nullopt;
  std::int64_t millis = *hour * kHour + *minute * kMinute + *second * kSecond;
  if (reader.Take(".")) {
    const std::optional<int> fraction = reader.TakeNumber(3);
    if (!fraction) return std::nullopt;
    millis += *fraction;
  }
  if (reader.Take("Z")) return millis;
  const bool east = reader.Take("+");
  if (!east && !reader.Take("-")) return std::nullopt;
  const std::optional<int> hours = reader.TakeNumber(2);
  const std::optional<int> minutes = reader.TakeNumber(2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::int64_t offset = *hours * kHour + *minutes * kMinute;
  return east ? millis - offset : millis + offset;
}

// Adds digits * unit to `total`, which is never positive, so that the smallest number can be
// reached.
bool Accumulate(std::string_view digits, std::int64_t unit, std::int64_t& total) {
  std::int64_t n = 0;
  for (char c : digits) {
    if (__builtin_mul_overflow(n, 10, &n)) return false;
    if (__builtin_sub_overflow(n, c - '0', &n)) return false;
  }
  std::int64_t amount = 0;
  return !__builtin_mul_overflow(n, unit, &amount) &&
         !__builtin_add_overflow(total, amount, &total);
}

}  // namespace

std::optional<Decimal> ParseCedarDecimal(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || text.size() - dot - 1 > 4) return std::nullopt;
  const std::optional<Decimal> d = ParseDecimalText(text);
  if (!d || !FitsCedarDecimal(*d)) return std::nullopt;
  return d;
}

std::optional<IpRange> ParseIp(std::string_view text) {
  if (text.size() > kMostIpBytes) return std::nullopt;
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  IpRange ip;
  ip.v6 = address.find(':') != std::string_view::npos;
  if (ip.v6 ? !ReadIpv6(address, ip) : !ReadIpv4(address, ip)) return std::nullopt;
  const int most = ip.v6 ? 128 : 32;
  ip.prefix = static_cast<std::uint8_t>(most);
  if (slash == std::string_view::npos) return ip;
  Reader reader(text.substr(slash + 1));
  const std::optional<int> prefix = SmallNumber(reader.TakeDigits(), most);
  if (!prefix || !reader.done()) return std::nullopt;
  ip.prefix = static_cast<std::uint8_t>(*prefix);
  return ip;
}

std::optional<Datetime> ParseDatetime(std::string_view text) {
  Reader reader(text);
  const std::optional<std::int64_t> date = ReadDate(reader);
  if (!date) return std::nullopt;
  if (reader.done()) return Datetime{*date};
  const std::optional<std::int64_t> time = ReadTime(reader);
  if (!time || !reader.done()) return std::nullopt;
  return Datetime{*date + *time};
}

std::optional<Duration> ParseDuration(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::int64_t millis;
  };
  constexpr std::array<Unit, 5> kUnits = {
      {{"d", kDay}, {"h", kHour}, {"m", kMinute}, {"s", kSecond}, {"ms", 1}}};

  Reader reader(text);
  const bool negative = reader.Take("-");
  if (reader.done()) return std::nullopt;
  std::int64_t total = 0;
  for (const Unit& unit : kUnits) {
    Reader ahead = reader;
    const std::string_view digits = ahead.TakeDigits();
    if (digits.empty()) break;
    // `m` is a prefix of `ms`, and no unit may begin with an `s` that is not its whole.
    if (unit.name == "m" && Reader(ahead).Take("ms")) continue;
    if (!ahead.Take(unit.name)) continue;
    if (!Accumulate(digits, unit.millis, total)) return std::nullopt;
    reader = ahead;
  }
  if (!reader.done()) return std::nullopt;
  if (negative) return Duration{total};
  if (total == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return Duration{-total};
}

std::string CedarDecimalText(Decimal d) { return DecimalText(d); }

std::string IpText(const IpRange& ip) {
  if (ip.v6) return Format("{}/{}", Ipv6Address(ip), ip.prefix);
  return Format("{}.{}.{}.{}/{}", ip.bytes[0], ip.bytes[1], ip.bytes[2], ip.bytes[3], ip.prefix);
}

std::optional<std::string> DatetimeText(Datetime t) {
  if (t.millis < kFirstMillis || t.millis > kLastMillis) return std::nullopt;
  const std::int64_t since = t.millis - kFirstMillis;
  std::int64_t days = since / kDay;
  const std::int64_t time = since % kDay;
  int year = static_cast<int>(days / 366);
  while (DaysBeforeYear(year + 1) <= days) ++year;
  days -= DaysBeforeYear(year);
  int month = 1;
  while (days >= DaysInMonth(year, month)) days -= DaysInMonth(year, month++);
  return Format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", year, month, days + 1, time / kHour,
                time % kHour / kMinute, time % kMinute / kSecond, time % kSecond);
}

std::string DurationText(Duration d) { return Format("{}ms", d.millis); }

bool IsIpv4(const IpRange& ip) { return !ip.v6; }
bool IsIpv6(const IpRange& ip) { return ip.v6; }

bool IsLoopback(const IpRange& ip) {
  constexpr IpRange kIpv4Loopback = {false, {127}, 8};
  constexpr IpRange kIpv6Loopback = {true, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128};
  return IsInRange(ip, ip.v6 ? kIpv6Loopback : kIpv4Loopback);
}

bool IsMulticast(const IpRange& ip) {
  constexpr IpRange kIpv4Multicast = {false, {224}, 4};
  constexpr IpRange kIpv6Multicast = {true, {0xFF}, 8};
  return IsInRange(ip, ip.v6 ? kIpv6Multicast : kIpv4Multicast);
}

bool IsInRange(const IpRange& ip, const IpRange& range) {
  if (ip.v6 != range.v6 || ip.prefix < range.prefix) return false;
  for (std::size_t bit = 0; bit < range.prefix; bit += 8) {
    const std::size_t left = range.prefix - bit;
    const unsigned mask = left >= 8 ? 0xFFu : (0xFF00u >> left) & 0xFFu;
    if (((ip.bytes[bit / 8] ^ range.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

std::optional<Datetime> Offset(Datetime t, Duration d) {
  Datetime out;
  if (__builtin_add_overflow(t.millis, d.millis, &out.millis)) return std::nullopt;
  return out;
}

std::optional<Duration> DurationSince(Datetime a, Datetime b) {
  Duration out;
  if (__builtin_sub_overflow(a.millis, b.millis, &out.millis)) return std::nullopt;
  return out;
}

std::optional<Datetime> ToDate(Datetime t) {
  Datetime out;
  if (__builtin_sub_overflow(t.millis, ToTime(t).millis, &out.millis)) return std::nullopt;
  return out;
}

Duration ToTime(Datetime t) {
  const std::int64_t rest = t.millis % kDay;
  return Duration{rest < 0 ? rest + kDay : rest};
}

}  // namespace rune::value
