#include <algorithm>
#include <array>
#include <utility>

#include "datalog/syntax/parser.h"

namespace rune::datalog {
namespace {

struct FunctionWord {
  std::string_view name;
  std::size_t arity;
};

// In the order of Function.
constexpr std::array<FunctionWord, 13> kFunctions = {{
    {"starts_with", 2},
    {"ends_with", 2},
    {"contains", 2},
    {"matches", 2},
    {"within", 2},
    {"has", 1},
    {"len", 1},
    {"lower", 1},
    {"upper", 1},
    {"split", 2},
    {"substr", 3},
    {"to_number", 1},
    {"to_string", 1},
}};
// In the order of AggregateOp.
constexpr std::array<std::string_view, 5> kAggregates = {"count", "sum", "min", "max", "mean"};
constexpr std::array<std::string_view, 4> kKeywords = {"in", "not", "true", "false"};
constexpr std::array<std::string_view, 4> kConstructors = {"datetime", "duration", "ip", "decimal"};

}  // namespace

std::string_view FunctionName(Function f) { return kFunctions[static_cast<std::size_t>(f)].name; }
std::size_t FunctionArity(Function f) { return kFunctions[static_cast<std::size_t>(f)].arity; }
std::string_view AggregateName(AggregateOp op) { return kAggregates[static_cast<std::size_t>(op)]; }
bool IsTest(Function f) { return f <= Function::kHas; }

bool IsKeyword(std::string_view word) {
  return std::ranges::find(kKeywords, word) != kKeywords.end();
}

bool IsConstructor(std::string_view word) {
  return std::ranges::find(kConstructors, word) != kConstructors.end();
}

std::optional<AggregateOp> FindAggregate(std::string_view word) {
  const auto it = std::ranges::find(kAggregates, word);
  if (it == kAggregates.end()) return std::nullopt;
  return static_cast<AggregateOp>(it - kAggregates.begin());
}

std::optional<Function> FindFunction(std::string_view word) {
  const auto it = std::ranges::find(kFunctions, word, &FunctionWord::name);
  if (it == kFunctions.end()) return std::nullopt;
  return static_cast<Function>(it - kFunctions.begin());
}

}  // namespace rune::datalog
