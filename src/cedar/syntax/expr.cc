#include "cedar/syntax/expr.h"

#include <array>

namespace rune::cedar {
namespace {

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

constexpr std::array<std::string_view, 4> kVariables = {"principal", "action", "resource",
                                                        "context"};

// In the order of BinaryOp.
constexpr std::array<std::string_view, 17> kOperators = {
    "||", "&&", "==", "!=",       "<",           "<=",          ">",      ">=",    "in",
    "+",  "-",  "*",  "contains", "containsAll", "containsAny", "getTag", "hasTag"};
static_assert(kOperators.size() == static_cast<std::size_t>(BinaryOp::kHasTag) + 1);

}  // namespace

std::string_view OperatorName(BinaryOp op) { return kOperators[static_cast<std::size_t>(op)]; }

bool IsMethod(BinaryOp op) { return op >= BinaryOp::kContains; }

std::optional<BinaryOp> FindMethod(std::string_view name) {
  for (auto i = static_cast<std::size_t>(BinaryOp::kContains); i < kOperators.size(); ++i) {
    if (kOperators[i] == name) return static_cast<BinaryOp>(i);
  }
  return std::nullopt;
}

std::string_view VariableName(Variable variable) {
  return kVariables[static_cast<std::size_t>(variable)];
}

std::optional<Variable> FindVariable(std::string_view name) {
  // No two have the same length.
  const auto is = [name](Variable variable) {
    return name == VariableName(variable) ? std::optional(variable) : std::nullopt;
  };
  switch (name.size()) {
    case 6: return is(Variable::kAction);
    case 7: return is(Variable::kContext);
    case 8: return is(Variable::kResource);
    case 9: return is(Variable::kPrincipal);
    default: return std::nullopt;
  }
}

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

}  // namespace rune::cedar
