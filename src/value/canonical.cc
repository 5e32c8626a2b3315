#include "value/canonical.h"

#include <algorithm>
#include <limits>

namespace rune::value {
namespace {

constexpr std::int64_t kNanosPerOne = 1'000'000'000;

bool IsWholeLong(Decimal d) {
  if (d.nanos % kNanosPerOne != 0) return false;
  const Int128 whole = d.nanos / kNanosPerOne;
  return whole >= std::numeric_limits<std::int64_t>::min() &&
         whole <= std::numeric_limits<std::int64_t>::max();
}

bool IsCanonical(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kDecimal: return !IsWholeLong(v.as_decimal());
    case ValueKind::kList:
    case ValueKind::kSet: return std::ranges::all_of(v.elements(), IsCanonical);
    case ValueKind::kRecord:
      return std::ranges::all_of(v.fields(),
                                 [](const auto& field) { return IsCanonical(field.second); });
    default: return true;
  }
}

}  // namespace

Value Canonical(Value v) {
  // Most values are canonical already and stay shared.
  if (IsCanonical(v)) return v;
  switch (v.kind()) {
    case ValueKind::kDecimal:
      return Value(static_cast<std::int64_t>(v.as_decimal().nanos / kNanosPerOne));
    case ValueKind::kList:
    case ValueKind::kSet: {
      Value::Elements elements = v.elements();
      for (Value& element : elements) element = Canonical(std::move(element));
      return v.is(ValueKind::kSet) ? Value::Set(std::move(elements))
                                   : Value::List(std::move(elements));
    }
    case ValueKind::kRecord: {
      Value::Fields fields = v.fields();
      for (auto& [key, field] : fields) field = Canonical(std::move(field));
      return Value::Record(std::move(fields));
    }
    default: return v;
  }
}

}  // namespace rune::value
