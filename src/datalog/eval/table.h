// Rows with three values: what a goal is known to have so far.
//
// A row is true, or in error (it then carries why); a position without a value, which only an
// erring row may have, stands for every value there. Rows keep the order of insertion and carry the
// stamp they came with, so that "what is new since" is a suffix. A row that was in error and turns
// out true is entered again; the old one is skipped from then on.
//
// Invariants: no two live rows have the same values; row addresses are stable; stamps never fall.
// Indexes are made the first time a set of columns is asked for. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "datalog/eval/failure.h"
#include "rune/value.h"

namespace rune::datalog {

// A row or a pattern: positions may have no value.
using PartialTuple = std::vector<std::optional<Value>>;

struct Row {
  PartialTuple values;
  FailureRef failure;  // null: true
  std::uint64_t stamp = 0;
  bool replaced = false;

  bool is_true() const { return failure == nullptr; }
};

class Table {
 public:
  // Returns: whether the table says more than before.
  bool Insert(PartialTuple values, FailureRef failure, std::uint64_t stamp);
  // Appends the live rows with a stamp above `since` that agree with the pattern's values.
  void Match(const PartialTuple& pattern, std::uint64_t since, std::vector<const Row*>& out) const;
  // Live rows are those that are not replaced.
  const std::deque<Row>& rows() const { return rows_; }

 private:
  struct Index {
    std::unordered_map<std::size_t, std::vector<std::uint32_t>> buckets;
    std::vector<std::uint32_t> partial;  // rows without a value in an indexed column
    std::size_t indexed = 0;             // rows below are in
  };

  const Index& IndexFor(const std::vector<std::size_t>& columns) const;

  std::deque<Row> rows_;
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> by_content_;
  mutable std::map<std::vector<std::size_t>, Index> indexes_;
};

// Base facts and stored rows, looked up by some of their columns. Does not own the rows.
class FactIndex {
 public:
  explicit FactIndex(const std::set<Tuple>& rows) : rows_(rows) {}
  void Match(const PartialTuple& pattern, std::vector<const Tuple*>& out) const;

 private:
  using Buckets = std::unordered_map<std::size_t, std::vector<const Tuple*>>;

  const std::set<Tuple>& rows_;
  mutable std::map<std::vector<std::size_t>, Buckets> indexes_;
};

std::size_t HashValue(const Value& value);
// An estimate of the memory that a value takes, in bytes.
std::size_t ValueBytes(const Value& value);

}  // namespace rune::datalog
