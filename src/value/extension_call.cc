#include "value/extension_call.h"

#include <array>

#include "value/extension.h"

namespace rune::value {
namespace {

using F = ExtensionFunction;

struct Extension {
  std::string_view name;
  std::size_t arity;  // receiver included
};

// In the order of ExtensionFunction.
constexpr std::array<Extension, 23> kExtensions = {{
    {"decimal", 1},       {"ip", 1},
    {"datetime", 1},      {"duration", 1},
    {"lessThan", 2},      {"lessThanOrEqual", 2},
    {"greaterThan", 2},   {"greaterThanOrEqual", 2},
    {"isIpv4", 1},        {"isIpv6", 1},
    {"isLoopback", 1},    {"isMulticast", 1},
    {"isInRange", 2},     {"offset", 2},
    {"durationSince", 2}, {"toDate", 1},
    {"toTime", 1},        {"toMilliseconds", 1},
    {"toSeconds", 1},     {"toMinutes", 1},
    {"toHours", 1},       {"toDays", 1},
    {"unknown", 1},
}};
static_assert(kExtensions.size() == static_cast<std::size_t>(ExtensionFunction::kUnknown) + 1);

ValueKind ReceiverKind(F function) {
  switch (function) {
    case F::kDecimal:
    case F::kIp:
    case F::kDatetime:
    case F::kDuration:
    case F::kUnknown: return ValueKind::kString;
    case F::kLessThan:
    case F::kLessThanOrEqual:
    case F::kGreaterThan:
    case F::kGreaterThanOrEqual: return ValueKind::kDecimal;
    case F::kIsIpv4:
    case F::kIsIpv6:
    case F::kIsLoopback:
    case F::kIsMulticast:
    case F::kIsInRange: return ValueKind::kIp;
    case F::kOffset:
    case F::kDurationSince:
    case F::kToDate:
    case F::kToTime: return ValueKind::kDatetime;
    case F::kToMilliseconds:
    case F::kToSeconds:
    case F::kToMinutes:
    case F::kToHours:
    case F::kToDays: break;
  }
  return ValueKind::kDuration;
}

template <typename T>
std::optional<Value> Wrap(std::optional<T> result) {
  if (!result) return std::nullopt;
  return Value(*result);
}

std::optional<Value> Construct(F function, const std::string& text) {
  switch (function) {
    case F::kDecimal: return Wrap(ParseCedarDecimal(text));
    case F::kIp: return Wrap(ParseIp(text));
    case F::kDatetime: return Wrap(ParseDatetime(text));
    case F::kUnknown: return std::nullopt;
    default: return Wrap(ParseDuration(text));
  }
}

Value CompareDecimals(F function, Decimal a, Decimal b) {
  switch (function) {
    case F::kLessThan: return Value(a < b);
    case F::kLessThanOrEqual: return Value(a <= b);
    case F::kGreaterThan: return Value(a > b);
    default: return Value(a >= b);
  }
}

Value TestIp(F function, const IpRange& ip, std::span<const Value> arguments) {
  switch (function) {
    case F::kIsIpv4: return Value(IsIpv4(ip));
    case F::kIsIpv6: return Value(IsIpv6(ip));
    case F::kIsLoopback: return Value(IsLoopback(ip));
    case F::kIsMulticast: return Value(IsMulticast(ip));
    default: return Value(IsInRange(ip, arguments[1].as_ip()));
  }
}

// Empty: the result does not fit.
std::optional<Value> OnDatetime(F function, Datetime time, std::span<const Value> arguments) {
  switch (function) {
    case F::kOffset: return Wrap(Offset(time, arguments[1].as_duration()));
    case F::kDurationSince: return Wrap(DurationSince(time, arguments[1].as_datetime()));
    case F::kToDate: return Wrap(ToDate(time));
    default: return Value(ToTime(time));
  }
}

Value OfDuration(F function, Duration duration) {
  const std::int64_t ms = duration.millis;
  switch (function) {
    case F::kToMilliseconds: return Value(ms);
    case F::kToSeconds: return Value(ms / 1000);
    case F::kToMinutes: return Value(ms / (60 * 1000));
    case F::kToHours: return Value(ms / (60 * 60 * 1000));
    default: return Value(ms / (24 * 60 * 60 * 1000));
  }
}

}  // namespace

std::string_view ExtensionName(ExtensionFunction f) {
  return kExtensions[static_cast<std::size_t>(f)].name;
}

std::optional<ExtensionFunction> FindExtension(std::string_view name) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(ExtensionFunction::kUnknown); ++i) {
    if (kExtensions[i].name == name) return static_cast<ExtensionFunction>(i);
  }
  return std::nullopt;
}

bool IsConstructor(ExtensionFunction f) {
  return f <= ExtensionFunction::kDuration || f == ExtensionFunction::kUnknown;
}

std::size_t ExtensionArity(ExtensionFunction f) {
  return kExtensions[static_cast<std::size_t>(f)].arity;
}

// All but `offset` take two of a kind.
ValueKind ExtensionArgument(ExtensionFunction f, std::size_t place) {
  return place == 1 && f == F::kOffset ? ValueKind::kDuration : ReceiverKind(f);
}

std::optional<Value> CallExtension(F function, std::span<const Value> arguments) {
  const Value& first = arguments[0];
  switch (first.kind()) {
    case ValueKind::kString: return Construct(function, first.as_string());
    case ValueKind::kDecimal:
      return CompareDecimals(function, first.as_decimal(), arguments[1].as_decimal());
    case ValueKind::kIp: return TestIp(function, first.as_ip(), arguments);
    case ValueKind::kDatetime: return OnDatetime(function, first.as_datetime(), arguments);
    default: return OfDuration(function, first.as_duration());
  }
}

}  // namespace rune::value
