// Cedar's extension types, exactly: construction from text, and their functions.
//
// Source of each rule: the Cedar language's definition of decimal, ipaddr, datetime and duration.
// All functions are total on their types but for overflow, which is an empty result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rune/value.h"

namespace rune::value {

// `-?\d+\.\d{1,4}` within 64 bits of ten-thousandths.
std::optional<Decimal> ParseCedarDecimal(std::string_view text);
std::optional<IpRange> ParseIp(std::string_view text);
std::optional<Datetime> ParseDatetime(std::string_view text);
std::optional<Duration> ParseDuration(std::string_view text);

// Texts that parse back to the same value (`1.5`, `10.0.0.1/8`, `2024-01-01T00:00:00.000Z`,
// `-3ms`). A Datetime outside the years 0000-9999 has no such text: the result is then
// `datetime("1970-01-01").offset(..)`'s millisecond count, see print.h.
std::string CedarDecimalText(Decimal d);
std::string IpText(const IpRange& ip);
std::optional<std::string> DatetimeText(Datetime t);
std::string DurationText(Duration d);  // always in milliseconds

bool IsIpv4(const IpRange& ip);
bool IsIpv6(const IpRange& ip);
bool IsLoopback(const IpRange& ip);
bool IsMulticast(const IpRange& ip);
bool IsInRange(const IpRange& ip, const IpRange& range);

std::optional<Datetime> Offset(Datetime t, Duration d);
std::optional<Duration> DurationSince(Datetime a, Datetime b);
std::optional<Datetime> ToDate(Datetime t);
Duration ToTime(Datetime t);

}  // namespace rune::value
