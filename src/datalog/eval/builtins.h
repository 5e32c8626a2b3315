// What the operators and functions of rules do with values (language clause 4.2). Values are
// canonical on both sides.
//
// A built-in without a result gives an EvalError whose message names the operation and the values.
// Nothing here knows of variables or of the request.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bounds.h"
#include "datalog/eval/failure.h"
#include "datalog/syntax/ast.h"

namespace re2 {
class RE2;
}

namespace rune::datalog {

using ValueResult = std::expected<Value, EvalError>;
using TestResult = std::expected<bool, EvalError>;

// A value as messages show it, cut when long.
std::string Show(const Value& value);

// Integers stay integers but for `/`, which is exact to nine digits; with a decimal all is decimal;
// `+` joins texts.
ValueResult Arithmetic(ArithmeticOp op, const Value& a, const Value& b);
// `==` and `!=` compare any two values; the order is that of numbers, texts, points and spans of
// time.
TestResult Compare(CompareOp op, const Value& a, const Value& b);
// Requires: a function that gives a value, with its number of arguments.
ValueResult CallFunction(Function function, std::span<const Value> arguments);

// Patterns of `matches`, compiled once each; a bounded number is kept. Belongs to one thread.
class PatternCache {
 public:
  PatternCache();
  ~PatternCache();
  PatternCache(PatternCache&&) noexcept;
  // Whether the whole text matches. Time is linear in the text.
  TestResult Matches(const std::string& text, const std::string& pattern);

 private:
  std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> patterns_;
};

// `within(P, R)`: both normalised, and with `fold` A to Z as a to z, whatever they came from: a
// root that a rule spells otherwise than a request must not slip through.
// Requires: two arguments.
TestResult TestWithin(std::span<const Value> arguments, bool fold);
// Requires: a test other than `has` and `within`, with its number of arguments.
TestResult RunTest(Function function, std::span<const Value> arguments, PatternCache& patterns);

// A value as a key of data: texts as they are, numbers and booleans as written, entities by their
// id; nothing else.
std::optional<std::string> KeyText(const Value& value);
// A part of a composite key: `+` and `\` escaped by `\`.
std::string EscapeKeyPart(std::string_view part);

}  // namespace rune::datalog
