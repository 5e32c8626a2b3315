// Calls of extension functions: kinds of arguments are checked here, the rules themselves are in
// value/extension_call.h.
#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "value/escape.h"

namespace rune::cedar {
namespace {

using F = ExtensionFunction;

std::string_view ConstructorHint(F function) {
  switch (function) {
    case F::kDecimal: return "a decimal: one to four digits after the point, within 64 bits";
    case F::kIp: return "an address or a range of addresses";
    case F::kDatetime: return "a datetime: YYYY-MM-DD or YYYY-MM-DDThh:mm:ss[.SSS](Z|+hhmm)";
    case F::kUnknown: return "known: it names a part that partial evaluation leaves open";
    default: return "a duration: days, hours, minutes, seconds, milliseconds as in 1d2h3m4s5ms";
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
    const ValueKind wanted = value::ExtensionArgument(function, i);
    if (!arguments[i].is(wanted)) {
      return WrongKind(pool_[node.children()[i]].span,
                       Format("{} for `{}`", WithArticle(wanted), ExtensionName(function)),
                       arguments[i]);
    }
  }
  if (std::optional<Value> result = value::CallExtension(function, arguments))
    return *std::move(result);
  return Fail(EvalErrorKind::kFailedExtensionFunctionExecution, node.span,
              FailureText(function, arguments[0]));
}

}  // namespace rune::cedar
