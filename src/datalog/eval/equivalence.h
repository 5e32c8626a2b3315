// The closure of a binary relation under reflexivity, symmetry and transitivity (`eqrel`), with
// three values.
#pragma once

#include <functional>
#include <vector>

#include "datalog/eval/table.h"

namespace rune::datalog {

// Calls `add` with every pair of the closure of the rows: true within a class of the true rows,
// else in error within a class of all rows. An erring row without a value may join anything: then
// every pair is in error that is not true, which is one row without values. Stops when `add` says
// false. Cost: quadratic in the size of each class.
void CloseRows(const std::vector<const Row*>& rows,
               const std::function<bool(PartialTuple row, FailureRef failure)>& add);

}  // namespace rune::datalog
