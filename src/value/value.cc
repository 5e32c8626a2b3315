#include "rune/value.h"

#include <algorithm>
#include <functional>

namespace rune {

Value Value::List(Elements elements) {
  Value v;
  v.data_ = ListBox{std::make_shared<const Elements>(std::move(elements))};
  return v;
}

namespace {

// Sorts and removes duplicates. A value is moved once, and the result takes no more than it needs.
Value::Elements Distinct(Value::Elements elements) {
  const auto out_of_order = [](const Value& a, const Value& b) { return a >= b; };
  if (std::ranges::adjacent_find(elements, out_of_order) == elements.end()) return elements;
  std::vector<Value*> order;
  order.reserve(elements.size());
  for (Value& element : elements) order.push_back(&element);
  const auto by_value = [](const Value* value) -> const Value& { return *value; };
  std::ranges::sort(order, std::less<>(), by_value);
  const auto again = std::ranges::unique(order, std::equal_to<>(), by_value);
  order.erase(again.begin(), again.end());
  Value::Elements out;
  out.reserve(order.size());
  for (Value* element : order) out.push_back(std::move(*element));
  return out;
}

}  // namespace

Value Value::Set(Elements elements) {
  Value v;
  v.data_ = SetBox{std::make_shared<const Elements>(Distinct(std::move(elements)))};
  return v;
}

Value Value::Record(Fields fields) {
  Value v;
  v.data_ = RecordBox{std::make_shared<const Fields>(std::move(fields))};
  return v;
}

const Value::Elements& Value::elements() const {
  if (const auto* set = std::get_if<SetBox>(&data_)) return *set->items;
  return *std::get<ListBox>(data_).items;
}

const Value::Fields& Value::fields() const { return *std::get<RecordBox>(data_).fields; }

const Value* Value::Find(const std::string& key) const {
  const Fields& all = fields();
  const auto it = all.find(key);
  return it == all.end() ? nullptr : &it->second;
}

std::strong_ordering operator<=>(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return a.kind() <=> b.kind();
  switch (a.kind()) {
    case ValueKind::kBool: return a.as_bool() <=> b.as_bool();
    case ValueKind::kLong: return a.as_long() <=> b.as_long();
    case ValueKind::kDecimal: return a.as_decimal() <=> b.as_decimal();
    case ValueKind::kString: return a.as_string() <=> b.as_string();
    case ValueKind::kEntity: return a.as_entity() <=> b.as_entity();
    case ValueKind::kDatetime: return a.as_datetime() <=> b.as_datetime();
    case ValueKind::kDuration: return a.as_duration() <=> b.as_duration();
    case ValueKind::kIp: return a.as_ip() <=> b.as_ip();
    case ValueKind::kList:
    case ValueKind::kSet:
      // Copies share their content, so that equal values are often the same object.
      if (&a.elements() == &b.elements()) return std::strong_ordering::equal;
      return a.elements() <=> b.elements();
    case ValueKind::kRecord:
      if (&a.fields() == &b.fields()) return std::strong_ordering::equal;
      return a.fields() <=> b.fields();
  }
  return std::strong_ordering::equal;
}

}  // namespace rune
