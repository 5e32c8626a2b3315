// Exact decimal arithmetic as rules use it: a 128-bit count of billionths.
//
// `+ - *` are exact or have no result (a product that needs more than nine decimals is an overflow
// too), `/` rounds half to even at nine digits. Nothing here goes through a floating-point number.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rune/value.h"

namespace rune::value {

inline constexpr std::int64_t kNanosPerUnit = 1'000'000'000;

std::optional<Decimal> AddDecimal(Decimal a, Decimal b);
std::optional<Decimal> SubtractDecimal(Decimal a, Decimal b);
std::optional<Decimal> MultiplyDecimal(Decimal a, Decimal b);
// Empty for a zero divisor and on overflow.
std::optional<Decimal> DivideDecimal(Decimal a, Decimal b);
Decimal FromLong(std::int64_t n);
// `-?digits(.digits{1,9})?`, nothing else; empty if it does not fit.
std::optional<Decimal> ParseDecimalText(std::string_view text);
// Shortest exact text: `1.5`, `-0.000000001`, `3.0` (at least one decimal).
std::string DecimalText(Decimal d);
// True when the value can be a Cedar decimal: at most four decimals and within 64 bits of
// ten-thousandths.
bool FitsCedarDecimal(Decimal d);
// Ten-thousandths. Requires: FitsCedarDecimal.
std::int64_t CedarUnits(Decimal d);

}  // namespace rune::value
