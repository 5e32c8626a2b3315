#include "value/decimal.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace rune::value {
namespace {

__extension__ typedef unsigned __int128 Uint128;

constexpr Int128 kMost = static_cast<Int128>((~static_cast<Uint128>(0)) >> 1);
constexpr Uint128 kNanos = kNanosPerUnit;
constexpr int kFractionDigits = 9;
constexpr Int128 kNanosPerCedarUnit = 100'000;

// Well defined for the smallest number too.
Uint128 Magnitude(Int128 n) {
  return n < 0 ? static_cast<Uint128>(0) - static_cast<Uint128>(n) : static_cast<Uint128>(n);
}

std::optional<Decimal> WithSign(bool negative, Uint128 magnitude) {
  const Uint128 most = static_cast<Uint128>(kMost);
  if (magnitude > most + (negative ? 1 : 0)) return std::nullopt;
  if (!negative) return Decimal{static_cast<Int128>(magnitude)};
  if (magnitude > most) return Decimal{-kMost - 1};
  return Decimal{-static_cast<Int128>(magnitude)};
}

// The greatest common divisor of a magnitude and 10^9.
Uint128 CommonWithNanos(Uint128 n) {
  return std::gcd(static_cast<std::uint64_t>(n % kNanos), static_cast<std::uint64_t>(kNanos));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Appends a digit; false on overflow.
bool PushDigit(Uint128& magnitude, char digit) {
  const Uint128 most = ~static_cast<Uint128>(0);
  const Uint128 d = static_cast<Uint128>(digit - '0');
  if (magnitude > (most - d) / 10) return false;
  magnitude = magnitude * 10 + d;
  return true;
}

std::string Digits(Uint128 n) {
  std::string out;
  do {
    out.push_back(static_cast<char>('0' + static_cast<int>(n % 10)));
    n /= 10;
  } while (n != 0);
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

std::optional<Decimal> AddDecimal(Decimal a, Decimal b) {
  Decimal sum;
  if (__builtin_add_overflow(a.nanos, b.nanos, &sum.nanos)) return std::nullopt;
  return sum;
}

std::optional<Decimal> SubtractDecimal(Decimal a, Decimal b) {
  Decimal difference;
  if (__builtin_sub_overflow(a.nanos, b.nanos, &difference.nanos)) return std::nullopt;
  return difference;
}

// a * b / 10^9 without a wide product: with g = gcd(a, 10^9), a/g and 10^9/g have no common factor,
// so the quotient is whole exactly when 10^9/g divides b.
std::optional<Decimal> MultiplyDecimal(Decimal a, Decimal b) {
  const Uint128 common = CommonWithNanos(Magnitude(a.nanos));
  const Uint128 rest = kNanos / common;
  const Uint128 other = Magnitude(b.nanos);
  if (other % rest != 0) return std::nullopt;
  const Uint128 left = Magnitude(a.nanos) / common;
  const Uint128 right = other / rest;
  if (left != 0 && right > ~static_cast<Uint128>(0) / left) return std::nullopt;
  return WithSign((a.nanos < 0) != (b.nanos < 0), left * right);
}

// The fraction is remainder * 10^9 / divisor, computed bit by bit of 10^9: every intermediate stays
// below twice the divisor, which is at most 2^128.
std::optional<Decimal> DivideDecimal(Decimal a, Decimal b) {
  if (b.nanos == 0) return std::nullopt;
  const Uint128 divisor = Magnitude(b.nanos);
  const Uint128 whole = Magnitude(a.nanos) / divisor;
  const Uint128 start = Magnitude(a.nanos) % divisor;
  Uint128 fraction = 0;
  Uint128 remainder = 0;
  for (int bit = 29; bit >= 0; --bit) {
    fraction *= 2;
    remainder *= 2;
    if (remainder >= divisor) {
      remainder -= divisor;
      ++fraction;
    }
    if (((kNanos >> bit) & 1) == 0) continue;
    remainder += start;
    if (remainder >= divisor) {
      remainder -= divisor;
      ++fraction;
    }
  }
  if (whole > ~static_cast<Uint128>(0) / kNanos - 1) return std::nullopt;
  Uint128 quotient = whole * kNanos + fraction;
  const Uint128 twice = remainder * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 == 1)) ++quotient;
  return WithSign((a.nanos < 0) != (b.nanos < 0), quotient);
}

Decimal FromLong(std::int64_t n) { return Decimal{static_cast<Int128>(n) * kNanosPerUnit}; }

std::optional<Decimal> ParseDecimalText(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction =
      dot == std::string_view::npos ? std::string_view("0") : text.substr(dot + 1);
  if (whole.empty() || fraction.empty() || fraction.size() > kFractionDigits) return std::nullopt;
  if (!std::all_of(whole.begin(), whole.end(), IsDigit)) return std::nullopt;
  if (!std::all_of(fraction.begin(), fraction.end(), IsDigit)) return std::nullopt;

  Uint128 magnitude = 0;
  for (char c : whole) {
    if (!PushDigit(magnitude, c)) return std::nullopt;
  }
  for (std::size_t i = 0; i < kFractionDigits; ++i) {
    if (!PushDigit(magnitude, i < fraction.size() ? fraction[i] : '0')) return std::nullopt;
  }
  return WithSign(negative, magnitude);
}

std::string DecimalText(Decimal d) {
  const Uint128 magnitude = Magnitude(d.nanos);
  std::string fraction = Digits(magnitude % kNanos + kNanos).substr(1);
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  return (d.nanos < 0 ? "-" : "") + Digits(magnitude / kNanos) + "." + fraction;
}

bool FitsCedarDecimal(Decimal d) {
  if (d.nanos % kNanosPerCedarUnit != 0) return false;
  const Int128 units = d.nanos / kNanosPerCedarUnit;
  return units >= std::numeric_limits<std::int64_t>::min() &&
         units <= std::numeric_limits<std::int64_t>::max();
}

std::int64_t CedarUnits(Decimal d) {
  return static_cast<std::int64_t>(d.nanos / kNanosPerCedarUnit);
}

}  // namespace rune::value
