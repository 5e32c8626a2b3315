// Calls of extension functions: kinds of arguments are checked here, the rules themselves are in
// value/extension.h.
#include <array>
#include <span>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "value/escape.h"
#include "value/extension.h"

namespace rune::cedar {
namespace {

using F = ExtensionFunction;

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

// Of the second argument; all but `offset` take two of a kind.
ValueKind ArgumentKind(F function) {
  return function == F::kOffset ? ValueKind::kDuration : ReceiverKind(function);
}

std::string_view ConstructorHint(F function) {
  switch (function) {
    case F::kDecimal: return "a decimal: one to four digits after the point, within 64 bits";
    case F::kIp: return "an address or a range of addresses";
    case F::kDatetime: return "a datetime: YYYY-MM-DD or YYYY-MM-DDThh:mm:ss[.SSS](Z|+hhmm)";
    case F::kUnknown: return "known: it names a part that partial evaluation leaves open";
    default: return "a duration: days, hours, minutes, seconds, milliseconds as in 1d2h3m4s5ms";
  }
}

template <typename T>
std::optional<Value> Wrap(std::optional<T> result) {
  if (!result) return std::nullopt;
  return Value(*result);
}

std::optional<Value> Construct(F function, const std::string& text) {
  switch (function) {
    case F::kDecimal: return Wrap(value::ParseCedarDecimal(text));
    case F::kIp: return Wrap(value::ParseIp(text));
    case F::kDatetime: return Wrap(value::ParseDatetime(text));
    case F::kUnknown: return std::nullopt;
    default: return Wrap(value::ParseDuration(text));
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
    case F::kIsIpv4: return Value(value::IsIpv4(ip));
    case F::kIsIpv6: return Value(value::IsIpv6(ip));
    case F::kIsLoopback: return Value(value::IsLoopback(ip));
    case F::kIsMulticast: return Value(value::IsMulticast(ip));
    default: return Value(value::IsInRange(ip, arguments[1].as_ip()));
  }
}

// Empty: the result does not fit.
std::optional<Value> OnDatetime(F function, Datetime time, std::span<const Value> arguments) {
  switch (function) {
    case F::kOffset: return Wrap(value::Offset(time, arguments[1].as_duration()));
    case F::kDurationSince: return Wrap(value::DurationSince(time, arguments[1].as_datetime()));
    case F::kToDate: return Wrap(value::ToDate(time));
    default: return Value(value::ToTime(time));
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

// Requires: number and kinds of the arguments were checked.
std::optional<Value> Call(F function, std::span<const Value> arguments) {
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

std::string FailureText(F function, const Value& first) {
  if (IsConstructor(function)) {
    constexpr std::size_t kShown = 80;
    const std::string& text = first.as_string();
    if (text.size() > kShown) return Format("this text is not {}", ConstructorHint(function));
    return Format("{} is not {}", value::Quote(text), ConstructorHint(function));
  }
  return Format("the result of `{}` does not fit 64 bits of milliseconds", ExtensionName(function));
}

}  // namespace

EvalResult Evaluator::ExtensionCall(const Expr& node, Value first) {
  const F function = node.extension;
  std::vector<Value> arguments;
  if (!node.children().empty()) arguments.push_back(std::move(first));
  for (std::size_t i = 1; i < node.children().size(); ++i) {
    RUNE_ASSIGN_OR_RETURN(Value argument, Run(node.children()[i]));
    arguments.push_back(std::move(argument));
  }
  const std::size_t arity = ExtensionArity(function);
  if (arguments.size() != arity) {
    const std::size_t receiver = IsConstructor(function) || arguments.empty() ? 0 : 1;
    return Fail(EvalErrorKind::kWrongNumArguments, node.span,
                Format("`{}` takes {} arguments, found {}", ExtensionName(function),
                       arity - receiver, arguments.size() - receiver));
  }
  for (std::size_t i = 0; i < arity; ++i) {
    const ValueKind wanted = i == 0 ? ReceiverKind(function) : ArgumentKind(function);
    if (!arguments[i].is(wanted)) {
      return WrongKind(pool_[node.children()[i]].span,
                       Format("{} for `{}`", WithArticle(wanted), ExtensionName(function)),
                       arguments[i]);
    }
  }
  if (std::optional<Value> result = Call(function, arguments)) return *std::move(result);
  return Fail(EvalErrorKind::kFailedExtensionFunctionExecution, node.span,
              FailureText(function, arguments[0]));
}

}  // namespace rune::cedar
