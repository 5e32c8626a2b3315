#include "cedar/syntax/expr.h"

#include <array>

namespace rune::cedar {
namespace {

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

}  // namespace rune::cedar
