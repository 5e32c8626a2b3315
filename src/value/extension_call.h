// The functions of Cedar's extension types by name, and what they give for values.
//
// Policies call them as functions and methods, data as `{"__extn": {"fn": .., "args": [..]}}`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rune/value.h"

namespace rune::value {

enum class ExtensionFunction : std::uint8_t {
  kDecimal,
  kIp,
  kDatetime,
  kDuration,  // function style; the rest are methods
  kLessThan,
  kLessThanOrEqual,
  kGreaterThan,
  kGreaterThanOrEqual,
  kIsIpv4,
  kIsIpv6,
  kIsLoopback,
  kIsMulticast,
  kIsInRange,
  kOffset,
  kDurationSince,
  kToDate,
  kToTime,
  kToMilliseconds,
  kToSeconds,
  kToMinutes,
  kToHours,
  kToDays,
  kUnknown,  // `unknown("name")`, function style: what partial evaluation leaves open
};

std::string_view ExtensionName(ExtensionFunction f);  // as written: `lessThan`
// One of Cedar proper: never kUnknown.
std::optional<ExtensionFunction> FindExtension(std::string_view name);
bool IsConstructor(ExtensionFunction f);          // function style
std::size_t ExtensionArity(ExtensionFunction f);  // arguments, receiver included
// Of the argument at `place`, the receiver included.
ValueKind ExtensionArgument(ExtensionFunction f, std::size_t place);

// Empty: a text that stands for no value, or a result that does not fit; for kUnknown always.
// Requires: number and kinds of the arguments are right.
std::optional<Value> CallExtension(ExtensionFunction f, std::span<const Value> arguments);

}  // namespace rune::value
