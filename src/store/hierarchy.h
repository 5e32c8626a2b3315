// A hierarchy of numbers, and its closure.
//
// Idea: entities are numbered from 0 on, parents that are no entities behind them. Lists of all
// numbers lie in one array, so that a list costs 16 bytes and four for each member. The closure
// goes upwards depth first, with a stack of its own: a number is finished after all of its
// ancestors, and its list is the union of theirs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "store/name_index.h"

namespace rune::store {

using Number = NameIndex<EntityUid>::Number;
using Numbers = std::vector<Number>;

// A list for each number from 0 on; empty for a number behind the last.
class NumberLists {
 public:
  explicit NumberLists(std::size_t lists = 0) : parts_(lists) {}

  std::span<const Number> Of(Number number) const {
    if (number >= parts_.size()) return {};
    return std::span(members_).subspan(parts_[number].begin, parts_[number].count);
  }
  // The sum of their lengths.
  std::size_t members() const { return members_.size(); }
  std::size_t size() const { return parts_.size(); }

  // Members of the list that `Finish` will name; to be appended to.
  Numbers& open() { return members_; }
  // What was appended since the last call is the list of `number`. Requires: number < size().
  void Finish(Number number) {
    parts_[number] = {finished_, members_.size() - finished_};
    finished_ = members_.size();
  }

 private:
  struct Part {
    std::size_t begin = 0;
    std::size_t count = 0;
  };
  std::vector<Part> parts_;
  Numbers members_;
  std::size_t finished_ = 0;
};

struct Closure {
  NumberLists ancestors;  // sorted
  // Of these two at most one is set, and then `ancestors` is not complete.
  bool too_many = false;
  bool has_cycle = false;
};

// `parents` has a list for every number that has parents, and `names` is more than each number.
// Stops above `most_pairs` pairs of a number and its ancestor.
Closure Close(const NumberLists& parents, std::size_t names, std::size_t most_pairs);

// The first cycle on the way up from these numbers, one after another, to the parents in their
// order: each member is a child of the next, the last one of the first. Empty if there is none.
Numbers FindCycle(const NumberLists& parents, std::size_t names, std::span<const Number> starts);

}  // namespace rune::store
