// Logical operators, comparison, arithmetic, set tests, `like`.
#include <algorithm>
#include <limits>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "value/glob.h"

namespace rune::cedar {
namespace {

// How many things a comparison may have to look at.
std::uint64_t Extent(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kList:
    case ValueKind::kSet: return v.elements().size();
    case ValueKind::kRecord: return v.fields().size();
    case ValueKind::kString: return v.as_string().size() / 64;
    default: return 0;
  }
}

std::string_view ArithmeticWord(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd: return "+";
    case BinaryOp::kSub: return "-";
    default: return "*";
  }
}

// Longs, datetimes and durations, each with its own kind only.
std::optional<std::strong_ordering> Ordering(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ValueKind::kLong: return a.as_long() <=> b.as_long();
    case ValueKind::kDatetime: return a.as_datetime() <=> b.as_datetime();
    case ValueKind::kDuration: return a.as_duration() <=> b.as_duration();
    default: return std::nullopt;
  }
}

bool Comparable(const Value& v) {
  return v.is(ValueKind::kLong) || v.is(ValueKind::kDatetime) || v.is(ValueKind::kDuration);
}

}  // namespace

EvalResult Evaluator::If(const Expr& node, const Value& condition) {
  if (!condition.is(ValueKind::kBool)) {
    return WrongKind(pool_[node.children()[0]].span, "a bool as condition", condition);
  }
  return Run(node.children()[condition.as_bool() ? 1 : 2]);
}

EvalResult Evaluator::Logical(const Expr& node, const Value& left) {
  const std::string_view wanted =
      node.binary == BinaryOp::kAnd ? "a bool as operand of `&&`" : "a bool as operand of `||`";
  if (!left.is(ValueKind::kBool)) return WrongKind(pool_[node.children()[0]].span, wanted, left);
  const bool decided = node.binary == BinaryOp::kAnd ? !left.as_bool() : left.as_bool();
  if (decided) return left;
  RUNE_ASSIGN_OR_RETURN(Value right, Run(node.children()[1]));
  if (!right.is(ValueKind::kBool)) return WrongKind(pool_[node.children()[1]].span, wanted, right);
  return right;
}

EvalResult Evaluator::Unary(const Expr& node, const Value& operand) {
  const text::Span place = pool_[node.children()[0]].span;
  switch (node.unary) {
    case UnaryOp::kNot:
      if (!operand.is(ValueKind::kBool)) return WrongKind(place, "a bool after `!`", operand);
      return Value(!operand.as_bool());
    case UnaryOp::kNegate: {
      if (!operand.is(ValueKind::kLong)) return WrongKind(place, "a long after `-`", operand);
      std::int64_t result = 0;
      if (__builtin_sub_overflow(std::int64_t{0}, operand.as_long(), &result)) {
        return Fail(EvalErrorKind::kIntegerOverflow, node.span,
                    Format("-({}) does not fit 64 bits", operand.as_long()));
      }
      return Value(result);
    }
    case UnaryOp::kIsEmpty: break;
  }
  if (!operand.is(ValueKind::kSet)) return WrongKind(place, "a set before `isEmpty`", operand);
  return Value(operand.elements().empty());
}

EvalResult Evaluator::Binary(const Expr& node, const Value& left) {
  RUNE_ASSIGN_OR_RETURN(const Value right, Run(node.children()[1]));
  switch (node.binary) {
    case BinaryOp::kEq:
    case BinaryOp::kNotEq:
      RUNE_TRY(Charge(node, std::min(Extent(left), Extent(right))));
      return Value((left == right) == (node.binary == BinaryOp::kEq));
    case BinaryOp::kLess:
    case BinaryOp::kLessEq:
    case BinaryOp::kGreater:
    case BinaryOp::kGreaterEq: return Order(node, left, right);
    case BinaryOp::kAdd:
    case BinaryOp::kSub:
    case BinaryOp::kMul: return Arithmetic(node, left, right);
    case BinaryOp::kContains:
    case BinaryOp::kContainsAll:
    case BinaryOp::kContainsAny: return SetTest(node, left, right);
    case BinaryOp::kGetTag: return GetTag(node, left, right);
    case BinaryOp::kHasTag: return HasTag(node, left, right);
    case BinaryOp::kOr:
    case BinaryOp::kAnd:
    case BinaryOp::kIn:
      break;  // applied elsewhere, since they do not always need the right operand's value
  }
  return right;
}

EvalResult Evaluator::Order(const Expr& node, const Value& left, const Value& right) {
  const std::optional<std::strong_ordering> ordering = Ordering(left, right);
  if (!ordering) {
    const std::string_view wanted = "two longs, two datetimes or two durations to compare";
    if (!Comparable(left)) return WrongKind(pool_[node.children()[0]].span, wanted, left);
    return Fail(EvalErrorKind::kTypeError, pool_[node.children()[1]].span,
                Format("expected {} on the right as on the left, found {}",
                       WithArticle(left.kind()), WithArticle(right.kind())));
  }
  switch (node.binary) {
    case BinaryOp::kLess: return Value(*ordering < 0);
    case BinaryOp::kLessEq: return Value(*ordering <= 0);
    case BinaryOp::kGreater: return Value(!(*ordering <= 0));
    default: return Value(!(*ordering < 0));
  }
}

EvalResult Evaluator::Arithmetic(const Expr& node, const Value& left, const Value& right) {
  const std::string_view word = ArithmeticWord(node.binary);
  if (!left.is(ValueKind::kLong)) {
    return WrongKind(pool_[node.children()[0]].span, Format("a long as operand of `{}`", word),
                     left);
  }
  if (!right.is(ValueKind::kLong)) {
    return WrongKind(pool_[node.children()[1]].span, Format("a long as operand of `{}`", word),
                     right);
  }
  const std::int64_t a = left.as_long();
  const std::int64_t b = right.as_long();
  std::int64_t result = 0;
  const bool overflow = node.binary == BinaryOp::kAdd   ? __builtin_add_overflow(a, b, &result)
                        : node.binary == BinaryOp::kSub ? __builtin_sub_overflow(a, b, &result)
                                                        : __builtin_mul_overflow(a, b, &result);
  if (overflow) {
    return Fail(EvalErrorKind::kIntegerOverflow, node.span,
                Format("{} {} {} does not fit 64 bits", a, word, b));
  }
  return Value(result);
}

EvalResult Evaluator::SetTest(const Expr& node, const Value& left, const Value& right) {
  if (!left.is(ValueKind::kSet)) {
    return WrongKind(pool_[node.children()[0]].span, "a set before this method", left);
  }
  const Value::Elements& elements = left.elements();
  if (node.binary == BinaryOp::kContains) {
    RUNE_TRY(Charge(node, elements.size()));
    return Value(std::ranges::find(elements, right) != elements.end());
  }
  if (!right.is(ValueKind::kSet)) {
    return WrongKind(pool_[node.children()[1]].span, "a set as argument of this method", right);
  }
  const Value::Elements& others = right.elements();
  RUNE_TRY(Charge(node, elements.size() + others.size()));
  // Elements of a set are sorted.
  if (node.binary == BinaryOp::kContainsAll) return Value(std::ranges::includes(elements, others));
  return Value(std::ranges::any_of(
      others, [&](const Value& v) { return std::ranges::binary_search(elements, v); }));
}

EvalResult Evaluator::Like(const Expr& node, const Value& text) {
  if (!text.is(ValueKind::kString)) {
    return WrongKind(pool_[node.children()[0]].span, "a string before `like`", text);
  }
  RUNE_TRY(Charge(node, text.as_string().size() / 64));
  return Value(value::MatchesLike(text.as_string(), node.wild()->pattern));
}

}  // namespace rune::cedar
