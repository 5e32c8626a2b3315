#include "datalog/eval/table.h"

#include <algorithm>
#include <functional>

namespace rune::datalog {
namespace {

std::size_t Mix(std::size_t seed, std::size_t next) {
  return (seed ^ next) * 0x9E3779B97F4A7C15ull + (seed >> 29);
}

std::size_t HashPartial(const PartialTuple& values) {
  std::size_t hash = values.size();
  for (const auto& value : values) hash = Mix(hash, value ? HashValue(*value) : 1);
  return hash;
}

std::vector<std::size_t> BoundColumns(const PartialTuple& pattern) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i]) columns.push_back(i);
  }
  return columns;
}

std::size_t HashColumns(const PartialTuple& pattern, const std::vector<std::size_t>& columns) {
  std::size_t hash = 0;
  for (const std::size_t column : columns) hash = Mix(hash, HashValue(*pattern[column]));
  return hash;
}

std::size_t HashColumns(const Tuple& row, const std::vector<std::size_t>& columns) {
  std::size_t hash = 0;
  for (const std::size_t column : columns) hash = Mix(hash, HashValue(row[column]));
  return hash;
}

bool Agrees(const PartialTuple& row, const PartialTuple& pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] && row[i] && *pattern[i] != *row[i]) return false;
  }
  return true;
}

bool Agrees(const Tuple& row, const PartialTuple& pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] && *pattern[i] != row[i]) return false;
  }
  return true;
}

}  // namespace

std::size_t HashValue(const Value& value) {
  const auto kind = static_cast<std::size_t>(value.kind());
  switch (value.kind()) {
    case ValueKind::kBool: return Mix(kind, value.as_bool() ? 1 : 0);
    case ValueKind::kLong: return Mix(kind, std::hash<std::int64_t>{}(value.as_long()));
    case ValueKind::kDecimal: {
      const Int128 nanos = value.as_decimal().nanos;
      return Mix(Mix(kind, static_cast<std::size_t>(nanos)), static_cast<std::size_t>(nanos >> 64));
    }
    case ValueKind::kString: return Mix(kind, std::hash<std::string>{}(value.as_string()));
    case ValueKind::kEntity:
      return Mix(Mix(kind, std::hash<std::string>{}(value.as_entity().type)),
                 std::hash<std::string>{}(value.as_entity().id));
    case ValueKind::kDatetime:
      return Mix(kind, std::hash<std::int64_t>{}(value.as_datetime().millis));
    case ValueKind::kDuration:
      return Mix(kind, std::hash<std::int64_t>{}(value.as_duration().millis));
    case ValueKind::kIp: {
      const IpRange ip = value.as_ip();
      std::size_t hash = Mix(kind, (ip.v6 ? 256u : 0u) + ip.prefix);
      for (const std::uint8_t byte : ip.bytes) hash = Mix(hash, byte);
      return hash;
    }
    case ValueKind::kList:
    case ValueKind::kSet: {
      std::size_t hash = Mix(kind, value.elements().size());
      for (const Value& element : value.elements()) hash = Mix(hash, HashValue(element));
      return hash;
    }
    case ValueKind::kRecord: {
      std::size_t hash = Mix(kind, value.fields().size());
      for (const auto& [key, field] : value.fields()) {
        hash = Mix(Mix(hash, std::hash<std::string>{}(key)), HashValue(field));
      }
      return hash;
    }
  }
  return kind;
}

std::size_t ValueBytes(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString: return sizeof(Value) + value.as_string().size();
    case ValueKind::kEntity:
      return sizeof(Value) + value.as_entity().type.size() + value.as_entity().id.size();
    default: return sizeof(Value);  // compound values share their content
  }
}

bool Table::Insert(PartialTuple values, FailureRef failure, std::uint64_t stamp) {
  std::vector<std::uint32_t>& bucket = by_content_[HashPartial(values)];
  for (std::uint32_t& number : bucket) {
    Row& old = rows_[number];
    if (old.values != values) continue;
    if (old.is_true() || failure) return false;
    old.replaced = true;
    number = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(Row{std::move(values), nullptr, stamp, false});
    return true;
  }
  bucket.push_back(static_cast<std::uint32_t>(rows_.size()));
  rows_.push_back(Row{std::move(values), std::move(failure), stamp, false});
  return true;
}

const Table::Index& Table::IndexFor(const std::vector<std::size_t>& columns) const {
  Index& index = indexes_[columns];
  for (; index.indexed < rows_.size(); ++index.indexed) {
    const PartialTuple& values = rows_[index.indexed].values;
    const auto number = static_cast<std::uint32_t>(index.indexed);
    const bool whole = std::ranges::all_of(
        columns, [&](std::size_t column) { return values[column].has_value(); });
    if (whole) {
      index.buckets[HashColumns(values, columns)].push_back(number);
    } else {
      index.partial.push_back(number);
    }
  }
  return index;
}

void Table::Match(const PartialTuple& pattern, std::uint64_t since,
                  std::vector<const Row*>& out) const {
  const auto is_new = [&](std::uint32_t number) { return rows_[number].stamp <= since; };
  const auto take = [&](const std::vector<std::uint32_t>& numbers) {
    // Numbers rise and stamps rise with them: what is new is a suffix.
    auto it = std::ranges::partition_point(numbers, is_new);
    for (; it != numbers.end(); ++it) {
      const Row& row = rows_[*it];
      if (!row.replaced && Agrees(row.values, pattern)) out.push_back(&row);
    }
  };
  const std::vector<std::size_t> columns = BoundColumns(pattern);
  if (columns.empty()) {
    auto it =
        std::ranges::partition_point(rows_, [&](const Row& row) { return row.stamp <= since; });
    for (; it != rows_.end(); ++it) {
      if (!it->replaced) out.push_back(&*it);
    }
    return;
  }
  const Index& index = IndexFor(columns);
  const auto bucket = index.buckets.find(HashColumns(pattern, columns));
  if (bucket != index.buckets.end()) take(bucket->second);
  take(index.partial);
}

void FactIndex::Match(const PartialTuple& pattern, std::vector<const Tuple*>& out) const {
  const std::vector<std::size_t> columns = BoundColumns(pattern);
  if (columns.empty()) {
    for (const Tuple& row : rows_) out.push_back(&row);
    return;
  }
  if (columns.back() + 1 == columns.size()) {  // a prefix: the set's own order answers
    Tuple prefix;
    for (const std::size_t column : columns) prefix.push_back(*pattern[column]);
    for (auto it = rows_.lower_bound(prefix); it != rows_.end() && Agrees(*it, pattern); ++it) {
      out.push_back(&*it);
    }
    return;
  }
  const auto [entry, made] = indexes_.try_emplace(columns);
  if (made) {
    for (const Tuple& row : rows_) entry->second[HashColumns(row, columns)].push_back(&row);
  }
  const auto bucket = entry->second.find(HashColumns(pattern, columns));
  if (bucket == entry->second.end()) return;
  for (const Tuple* row : bucket->second) {
    if (Agrees(*row, pattern)) out.push_back(row);
  }
}

}  // namespace rune::datalog
