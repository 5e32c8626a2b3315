// The variables of one clause while its body is searched.
//
// A variable is bound to a value or is not; one whose binder erred stays unbound, and whatever
// needs it is then in error. Bindings are undone in the reverse order, by marks. One thread.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "datalog/syntax/ast.h"

namespace rune::datalog {

using Bindings = std::vector<std::pair<VariableId, Value>>;

class Environment {
 public:
  explicit Environment(std::size_t variables) : values_(variables) {}

  bool bound(VariableId variable) const { return values_[variable].has_value(); }
  // Null when unbound.
  const Value* Find(VariableId variable) const {
    const auto& value = values_[variable];
    return value ? &*value : nullptr;
  }
  // Requires: unbound.
  void Bind(VariableId variable, Value value) {
    values_[variable] = std::move(value);
    trail_.push_back(variable);
  }
  std::size_t mark() const { return trail_.size(); }
  void UndoTo(std::size_t mark) {
    while (trail_.size() > mark) {
      values_[trail_.back()].reset();
      trail_.pop_back();
    }
  }
  // What was bound since a mark.
  Bindings Since(std::size_t mark) const {
    Bindings bindings;
    for (std::size_t i = mark; i < trail_.size(); ++i) {
      bindings.emplace_back(trail_[i], *values_[trail_[i]]);
    }
    return bindings;
  }

 private:
  std::vector<std::optional<Value>> values_;
  std::vector<VariableId> trail_;
};

}  // namespace rune::datalog
