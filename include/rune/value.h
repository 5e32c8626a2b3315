// One value, as policies, rules, data, entities and contexts all see it.
//
// Kinds: booleans, 64-bit integers, exact decimals, texts (UTF-8), entity names, points in time,
// spans of time, address ranges, lists (ordered), sets (unordered, without duplicates), records
// (keys in byte order).
//
// Equality is structural and never converts: the integer 1 and the decimal 1.0 are two values, as
// Cedar wants it. Rules see them as one: their room passes every value through `value::Canonical`
// (value/canonical.h) on entry.
//
// A Value is immutable once built and cheap to copy: compound values share their content. Values
// may be read from many threads; nothing here is synchronised because nothing here changes.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rune/entity_uid.h"

namespace rune {

__extension__ typedef __int128 Int128;

// An exact decimal: a 128-bit count of billionths (1.5 is 1'500'000'000).
struct Decimal {
  Int128 nanos = 0;
  friend auto operator<=>(const Decimal&, const Decimal&) = default;
};

// Milliseconds since 1970-01-01T00:00:00Z.
struct Datetime {
  std::int64_t millis = 0;
  friend auto operator<=>(const Datetime&, const Datetime&) = default;
};

// Milliseconds, of either sign.
struct Duration {
  std::int64_t millis = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};

// An address with a prefix. IPv4 uses the first four bytes; host bits are kept (10.0.0.1/8 is
// not 10.0.0.2/8).
struct IpRange {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};
  std::uint8_t prefix = 0;
  friend auto operator<=>(const IpRange&, const IpRange&) = default;
};

// The order of the enumerators is the order of values of different kinds.
enum class ValueKind : std::uint8_t {
  kBool,
  kLong,
  kDecimal,
  kString,
  kEntity,
  kDatetime,
  kDuration,
  kIp,
  kList,
  kSet,
  kRecord,
};

class Value {
 public:
  using Elements = std::vector<Value>;
  using Fields = std::map<std::string, Value>;

  Value() : Value(false) {}
  explicit Value(bool b) : data_(b) {}
  explicit Value(std::int64_t n) : data_(n) {}
  explicit Value(int n) : data_(std::int64_t{n}) {}
  explicit Value(Decimal d) : data_(d) {}
  explicit Value(std::string s) : data_(std::move(s)) {}
  explicit Value(std::string_view s) : data_(std::string(s)) {}
  explicit Value(const char* s) : data_(std::string(s)) {}
  explicit Value(EntityUid uid) : data_(std::move(uid)) {}
  explicit Value(Datetime t) : data_(t) {}
  explicit Value(Duration d) : data_(d) {}
  explicit Value(IpRange ip) : data_(ip) {}

  static Value List(Elements elements);
  // Sorts and removes duplicates.
  static Value Set(Elements elements);
  static Value Record(Fields fields);

  ValueKind kind() const { return static_cast<ValueKind>(data_.index()); }
  bool is(ValueKind k) const { return kind() == k; }

  // Each accessor requires the kind it names.
  bool as_bool() const { return std::get<bool>(data_); }
  std::int64_t as_long() const { return std::get<std::int64_t>(data_); }
  Decimal as_decimal() const { return std::get<Decimal>(data_); }
  const std::string& as_string() const { return std::get<std::string>(data_); }
  const EntityUid& as_entity() const { return std::get<EntityUid>(data_); }
  Datetime as_datetime() const { return std::get<Datetime>(data_); }
  Duration as_duration() const { return std::get<Duration>(data_); }
  IpRange as_ip() const { return std::get<IpRange>(data_); }
  // For lists and sets.
  const Elements& elements() const;
  // For records.
  const Fields& fields() const;
  // For records; null when the key is absent.
  const Value* Find(const std::string& key) const;

  // Total: first by kind, then by content (texts by bytes, which is code point order in UTF-8).
  friend std::strong_ordering operator<=>(const Value& a, const Value& b);
  friend bool operator==(const Value& a, const Value& b) { return (a <=> b) == 0; }

 private:
  struct ListBox {
    std::shared_ptr<const Elements> items;
  };
  struct SetBox {
    std::shared_ptr<const Elements> items;
  };
  struct RecordBox {
    std::shared_ptr<const Fields> fields;
  };
  // The alternatives stand in the order of ValueKind.
  std::variant<bool, std::int64_t, Decimal, std::string, EntityUid, Datetime, Duration, IpRange,
               ListBox, SetBox, RecordBox>
      data_;
};

// A row of a relation.
using Tuple = std::vector<Value>;

}  // namespace rune
