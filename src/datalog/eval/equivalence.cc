#include "datalog/eval/equivalence.h"

#include <map>
#include <numeric>
#include <utility>

namespace rune::datalog {
namespace {

class UnionFind {
 public:
  explicit UnionFind(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t Find(std::size_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void Join(std::size_t a, std::size_t b) { parent_[Find(a)] = Find(b); }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

void CloseRows(const std::vector<const Row*>& rows,
               const std::function<bool(PartialTuple row, FailureRef failure)>& add) {
  std::map<Value, std::size_t> numbers;
  for (const Row* row : rows) {
    for (const auto& value : row->values) {
      if (value) numbers.try_emplace(*value, numbers.size());
    }
  }
  UnionFind sure(numbers.size());
  UnionFind possible(numbers.size());
  FailureRef failure;
  FailureRef anything;
  for (const Row* row : rows) {
    failure = Worse(failure, row->failure);
    if (!row->values[0] || !row->values[1]) {
      anything = Worse(anything, row->failure);
      continue;
    }
    const std::size_t a = numbers[*row->values[0]];
    const std::size_t b = numbers[*row->values[1]];
    possible.Join(a, b);
    if (row->is_true()) sure.Join(a, b);
  }
  std::map<std::size_t, std::vector<std::pair<const Value*, std::size_t>>> classes;
  for (const auto& [value, number] : numbers) {
    classes[possible.Find(number)].emplace_back(&value, number);
  }
  for (const auto& [root, members] : classes) {
    for (const auto& [a, a_number] : members) {
      for (const auto& [b, b_number] : members) {
        const bool is_sure = sure.Find(a_number) == sure.Find(b_number);
        if (!add({*a, *b}, is_sure ? nullptr : failure)) return;
      }
    }
  }
  if (anything) add({std::nullopt, std::nullopt}, anything);
}

}  // namespace rune::datalog
