#include <array>

#include "cedar/validate/checker.h"
#include "value/extension.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

struct Signature {
  std::vector<const StaticType*> parameters;
  const StaticType* result;
};

const Signature& SignatureOf(ExtensionFunction function) {
  static const auto kSignatures = [] {
    const StaticType* text = Basic(StaticKind::kString);
    const StaticType* truth = Basic(StaticKind::kBool);
    const StaticType* number = Basic(StaticKind::kLong);
    const StaticType* decimal = OfExtension(ExtensionType::kDecimal);
    const StaticType* ip = OfExtension(ExtensionType::kIpaddr);
    const StaticType* time = OfExtension(ExtensionType::kDatetime);
    const StaticType* span = OfExtension(ExtensionType::kDuration);
    // In the order of ExtensionFunction.
    return std::array<Signature, 23>{{
        {{text}, decimal},
        {{text}, ip},
        {{text}, time},
        {{text}, span},
        {{decimal, decimal}, truth},
        {{decimal, decimal}, truth},
        {{decimal, decimal}, truth},
        {{decimal, decimal}, truth},
        {{ip}, truth},
        {{ip}, truth},
        {{ip}, truth},
        {{ip}, truth},
        {{ip, ip}, truth},
        {{time, span}, time},
        {{time, time}, span},
        {{time}, time},
        {{time}, span},
        {{span}, number},
        {{span}, number},
        {{span}, number},
        {{span}, number},
        {{span}, number},
        {{text}, nullptr},
    }};
  }();
  return kSignatures[static_cast<std::size_t>(function)];
}

bool Parses(ExtensionFunction constructor, const std::string& text) {
  switch (constructor) {
    case ExtensionFunction::kDecimal: return value::ParseCedarDecimal(text).has_value();
    case ExtensionFunction::kIp: return value::ParseIp(text).has_value();
    case ExtensionFunction::kDatetime: return value::ParseDatetime(text).has_value();
    case ExtensionFunction::kUnknown: return true;
    default: return value::ParseDuration(text).has_value();
  }
}

std::string_view FormOf(ExtensionFunction constructor) {
  switch (constructor) {
    case ExtensionFunction::kDecimal:
      return "a decimal is written like `\"12.34\"`, with one to four digits behind the point";
    case ExtensionFunction::kIp:
      return "an address is written like `\"10.0.0.1\"`, `\"10.0.0.0/8\"` or `\"::1\"`";
    case ExtensionFunction::kDatetime:
      return "a datetime is written like `\"2024-10-15\"` or `\"2024-10-15T11:35:00Z\"`";
    default: return "a duration is written like `\"2h30m\"` or `\"-1d12h\"`";
  }
}

}  // namespace

Answer Checker::Extension(ExprId id, Answer first) {
  const Expr& node = pool_[id];
  const Signature& signature = SignatureOf(node.extension);
  const bool fits = CheckArguments(node);
  bool ok = fits && (node.children().empty() || first.ok);
  for (std::size_t i = 0; i < node.children().size(); ++i) {
    Answer argument = i == 0 ? std::move(first) : Run(node.children()[i]);
    // Where the arguments are wrong as such, their types are beside the point.
    if (fits) Expect(node.children()[i], argument, signature.parameters[i]);
    ok = ok && argument.ok;
  }
  return {signature.result, ok, {}};
}

bool Checker::CheckArguments(const Expr& node) {
  const std::size_t wanted = SignatureOf(node.extension).parameters.size();
  const std::size_t given = node.children().size();
  bool fits = true;
  if (given != wanted) {
    findings_.Add(FindingKind::kWrongNumberArguments, node.span,
                  "`" + std::string(ExtensionName(node.extension)) + "` takes " +
                      std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments") +
                      ", not " + std::to_string(given));
    fits = false;
  }
  if (!IsConstructor(node.extension)) return fits;
  if (given == 1) {
    const Value* literal = shapes_.Literal(node.children()[0]);
    if (literal != nullptr && literal->is(ValueKind::kString) &&
        !Parses(node.extension, literal->as_string())) {
      findings_.Add(FindingKind::kFunctionArgumentValidation, node.span,
                    value::ToText(*literal) + " cannot be read by `" +
                        std::string(ExtensionName(node.extension)) + "`",
                    std::string(FormOf(node.extension)));
      fits = false;
    }
  }
  if (mode_ == ValidationMode::kPermissive) return fits;
  for (const ExprId argument : node.children()) {
    if (shapes_.Literal(argument) != nullptr) continue;
    findings_.Add(FindingKind::kNonLitExtConstructor, node.span,
                  "`" + std::string(ExtensionName(node.extension)) +
                      "` takes nothing but a literal in strict validation",
                  "put the value itself into the entity or the context");
    return false;
  }
  return fits;
}

// RUNE's tests of relations: what they are asked with is checked, what comes of it is a boolean.
Answer Checker::Predicate(const Expr& node) {
  Answer answer{Basic(StaticKind::kBool), true, {}};
  for (const ExprId child : node.children()) answer.ok = Run(child).ok && answer.ok;
  return answer;
}

}  // namespace rune::cedar
