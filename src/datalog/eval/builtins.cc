#include "datalog/eval/builtins.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/utf8.h"
#include "value/canonical.h"
#include "value/decimal.h"
#include "value/path.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

constexpr std::size_t kMostShown = 60;
constexpr std::size_t kMostPatterns = 16;
constexpr std::int64_t kPatternMemory = 2 << 20;

std::string_view OpText(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::kAdd: return "+";
    case ArithmeticOp::kSub: return "-";
    case ArithmeticOp::kMul: return "*";
    case ArithmeticOp::kDiv: return "/";
    case ArithmeticOp::kMod: return "%";
  }
  return "?";
}

std::string_view OpText(CompareOp op) {
  switch (op) {
    case CompareOp::kEq: return "==";
    case CompareOp::kNotEq: return "!=";
    case CompareOp::kLess: return "<";
    case CompareOp::kLessEq: return "<=";
    case CompareOp::kGreater: return ">";
    case CompareOp::kGreaterEq: return ">=";
  }
  return "?";
}

bool IsNumber(const Value& v) { return v.is(ValueKind::kLong) || v.is(ValueKind::kDecimal); }

Decimal Widened(const Value& number) {
  return number.is(ValueKind::kLong) ? value::FromLong(number.as_long()) : number.as_decimal();
}

EvalError Mixed(std::string_view what, const Value& a, const Value& b) {
  return {"type_error", Format("`{} {} {}`: a {} and a {} do not go together", Show(a), what,
                               Show(b), value::KindName(a.kind()), value::KindName(b.kind()))};
}

EvalError WrongKind(Function function, const Value& v, std::string_view wanted) {
  return {"type_error", Format("`{}` needs {}, and {} is a {}", FunctionName(function), wanted,
                               Show(v), value::KindName(v.kind()))};
}

std::optional<std::int64_t> IntegerResult(ArithmeticOp op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case ArithmeticOp::kAdd: overflow = __builtin_add_overflow(a, b, &result); break;
    case ArithmeticOp::kSub: overflow = __builtin_sub_overflow(a, b, &result); break;
    case ArithmeticOp::kMul: overflow = __builtin_mul_overflow(a, b, &result); break;
    case ArithmeticOp::kMod: result = b == -1 ? 0 : a % b; break;
    case ArithmeticOp::kDiv: overflow = true; break;
  }
  if (overflow) return std::nullopt;
  return result;
}

std::optional<Decimal> DecimalResult(ArithmeticOp op, Decimal a, Decimal b) {
  switch (op) {
    case ArithmeticOp::kAdd: return value::AddDecimal(a, b);
    case ArithmeticOp::kSub: return value::SubtractDecimal(a, b);
    case ArithmeticOp::kMul: return value::MultiplyDecimal(a, b);
    case ArithmeticOp::kDiv: return value::DivideDecimal(a, b);
    case ArithmeticOp::kMod: return std::nullopt;
  }
  return std::nullopt;
}

// Bytes [begin, end) of the code points from `from` on, at most `count` of them.
std::string CutCodePoints(const std::string& text, std::uint64_t from, std::uint64_t count) {
  std::size_t pos = 0;
  for (; from > 0 && pos < text.size(); --from) DecodeUtf8(text, pos);
  const std::size_t begin = pos;
  for (; count > 0 && pos < text.size(); --count) DecodeUtf8(text, pos);
  return text.substr(begin, pos - begin);
}

ValueResult Length(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kString:
      return Value(static_cast<std::int64_t>(CountCodePoints(v.as_string())));
    case ValueKind::kList:
    case ValueKind::kSet: return Value(static_cast<std::int64_t>(v.elements().size()));
    default: return std::unexpected(WrongKind(Function::kLen, v, "a text, a list or a set"));
  }
}

// Letters outside ASCII stay as they are: their case depends on language and Unicode version.
ValueResult ChangeCase(Function function, const Value& v) {
  if (!v.is(ValueKind::kString)) return std::unexpected(WrongKind(function, v, "a text"));
  std::string text = v.as_string();
  const bool lower = function == Function::kLower;
  for (char& c : text) {
    if (lower ? (c >= 'A' && c <= 'Z') : (c >= 'a' && c <= 'z')) c = static_cast<char>(c ^ 0x20);
  }
  return Value(std::move(text));
}

ValueResult Split(const Value& text, const Value& separator) {
  for (const Value* v : {&text, &separator}) {
    if (!v->is(ValueKind::kString)) {
      return std::unexpected(WrongKind(Function::kSplit, *v, "texts"));
    }
  }
  const std::string& between = separator.as_string();
  if (between.empty()) {
    return std::unexpected(EvalError{"type_error", "`split` needs a separator that is not empty"});
  }
  Value::Elements parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + between.size()) {
    end = text.as_string().find(between, begin);
    parts.emplace_back(text.as_string().substr(begin, end - begin));
    if (end == std::string::npos) break;
  }
  return Value::List(std::move(parts));
}

ValueResult Substring(const Value& text, const Value& from, const Value& count) {
  if (!text.is(ValueKind::kString)) {
    return std::unexpected(WrongKind(Function::kSubstr, text, "a text"));
  }
  for (const Value* v : {&from, &count}) {
    if (!v->is(ValueKind::kLong) || v->as_long() < 0) {
      return std::unexpected(
          EvalError{"type_error", Format("`substr` counts code points from 0, and {} is no such "
                                         "number",
                                         Show(*v))});
    }
  }
  return Value(CutCodePoints(text.as_string(), static_cast<std::uint64_t>(from.as_long()),
                             static_cast<std::uint64_t>(count.as_long())));
}

ValueResult ToNumber(const Value& v) {
  if (IsNumber(v)) return v;
  if (!v.is(ValueKind::kString)) {
    return std::unexpected(WrongKind(Function::kToNumber, v, "a text"));
  }
  if (const auto decimal = value::ParseDecimalText(v.as_string())) {
    return value::Canonical(Value(*decimal));
  }
  return std::unexpected(
      EvalError{"bad_number", Format("`to_number`: the text {} is no exact number", Show(v))});
}

std::string ToString(const Value& v) {
  if (v.is(ValueKind::kString)) return v.as_string();
  if (v.is(ValueKind::kDecimal)) return value::DecimalText(v.as_decimal());
  return value::ToText(v);
}

TestResult Contains(const Value& whole, const Value& part) {
  if (whole.is(ValueKind::kList) || whole.is(ValueKind::kSet)) {
    return std::ranges::find(whole.elements(), part) != whole.elements().end();
  }
  if (!whole.is(ValueKind::kString)) {
    return std::unexpected(WrongKind(Function::kContains, whole, "a text, a list or a set"));
  }
  if (!part.is(ValueKind::kString)) {
    return std::unexpected(WrongKind(Function::kContains, part, "a text to look for"));
  }
  return whole.as_string().find(part.as_string()) != std::string::npos;
}

}  // namespace

std::string Show(const Value& value) {
  std::string text =
      value.is(ValueKind::kDecimal) ? value::DecimalText(value.as_decimal()) : value::ToText(value);
  if (text.size() <= kMostShown) return text;
  std::size_t end = kMostShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "..";
}

ValueResult Arithmetic(ArithmeticOp op, const Value& a, const Value& b) {
  if (op == ArithmeticOp::kAdd && a.is(ValueKind::kString) && b.is(ValueKind::kString)) {
    return Value(a.as_string() + b.as_string());
  }
  if (!IsNumber(a) || !IsNumber(b)) return std::unexpected(Mixed(OpText(op), a, b));
  const bool integers = a.is(ValueKind::kLong) && b.is(ValueKind::kLong);
  if (op == ArithmeticOp::kMod && !integers) {
    return std::unexpected(
        EvalError{"type_error", Format("`{} % {}`: `%` is for integers", Show(a), Show(b))});
  }
  if ((op == ArithmeticOp::kDiv || op == ArithmeticOp::kMod) && b == Value(0)) {
    return std::unexpected(EvalError{
        "division_by_zero", Format("`{} {} {}` divides by zero", Show(a), OpText(op), Show(b))});
  }
  if (integers && op != ArithmeticOp::kDiv) {
    if (const auto n = IntegerResult(op, a.as_long(), b.as_long())) return Value(*n);
  } else if (const auto d = DecimalResult(op, Widened(a), Widened(b))) {
    return value::Canonical(Value(*d));
  }
  return std::unexpected(
      EvalError{"overflow", Format("`{} {} {}` overflows", Show(a), OpText(op), Show(b))});
}

TestResult Compare(CompareOp op, const Value& a, const Value& b) {
  if (op == CompareOp::kEq) return a == b;
  if (op == CompareOp::kNotEq) return a != b;
  std::strong_ordering order = std::strong_ordering::equal;
  if (IsNumber(a) && IsNumber(b)) {
    order = Widened(a) <=> Widened(b);
  } else if (a.kind() == b.kind() && (a.is(ValueKind::kString) || a.is(ValueKind::kDatetime) ||
                                      a.is(ValueKind::kDuration))) {
    order = a <=> b;
  } else {
    return std::unexpected(Mixed(OpText(op), a, b));
  }
  switch (op) {
    case CompareOp::kLess: return order < 0;
    case CompareOp::kLessEq: return order <= 0;
    case CompareOp::kGreater: return order > 0;
    default: return order >= 0;
  }
}

ValueResult CallFunction(Function function, std::span<const Value> arguments) {
  switch (function) {
    case Function::kLen: return Length(arguments[0]);
    case Function::kLower:
    case Function::kUpper: return ChangeCase(function, arguments[0]);
    case Function::kSplit: return Split(arguments[0], arguments[1]);
    case Function::kSubstr: return Substring(arguments[0], arguments[1], arguments[2]);
    case Function::kToNumber: return ToNumber(arguments[0]);
    case Function::kToString: return Value(ToString(arguments[0]));
    default: break;
  }
  return std::unexpected(EvalError{"type_error", "a test gives no value"});
}

PatternCache::PatternCache() = default;
PatternCache::~PatternCache() = default;
PatternCache::PatternCache(PatternCache&&) noexcept = default;

TestResult PatternCache::Matches(const std::string& text, const std::string& pattern) {
  auto it = patterns_.find(pattern);
  if (it == patterns_.end()) {
    if (patterns_.size() >= kMostPatterns) patterns_.clear();
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemory);
    it = patterns_.emplace(pattern, std::make_unique<RE2>(pattern, options)).first;
  }
  if (!it->second->ok()) {
    return std::unexpected(EvalError{
        "bad_pattern",
        Format("`matches`: {} is no pattern: {}", Show(Value(pattern)), it->second->error())});
  }
  return RE2::FullMatch(text, *it->second);
}

TestResult TestWithin(std::span<const Value> arguments, bool fold) {
  for (const Value& v : arguments) {
    if (!v.is(ValueKind::kString)) return std::unexpected(WrongKind(Function::kWithin, v, "texts"));
  }
  const std::string& path = arguments[0].as_string();
  const std::string& root = arguments[1].as_string();
  const auto within = fold ? value::Within(value::FoldCase(path), value::FoldCase(root))
                           : value::Within(path, root);
  if (within) return *within;
  return std::unexpected(
      EvalError{"no_answer", Format("`within({}, {})` has no answer: a relative path and an "
                                    "absolute one, or one that climbs out",
                                    Show(arguments[0]), Show(arguments[1]))});
}

TestResult RunTest(Function function, std::span<const Value> arguments, PatternCache& patterns) {
  if (function == Function::kContains) return Contains(arguments[0], arguments[1]);
  for (const Value& v : arguments) {
    if (!v.is(ValueKind::kString)) return std::unexpected(WrongKind(function, v, "texts"));
  }
  const std::string& text = arguments[0].as_string();
  const std::string& other = arguments[1].as_string();
  switch (function) {
    case Function::kStartsWith: return text.starts_with(other);
    case Function::kEndsWith: return text.ends_with(other);
    case Function::kMatches: return patterns.Matches(text, other);
    default: break;
  }
  return std::unexpected(EvalError{"type_error", "no test of two texts"});
}

std::optional<std::string> KeyText(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString: return value.as_string();
    case ValueKind::kEntity: return value.as_entity().id;
    case ValueKind::kBool:
    case ValueKind::kLong:
    case ValueKind::kDecimal: return ToString(value);
    default: return std::nullopt;
  }
}

std::string EscapeKeyPart(std::string_view part) {
  std::string out;
  for (const char c : part) {
    if (c == '+' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace rune::datalog
