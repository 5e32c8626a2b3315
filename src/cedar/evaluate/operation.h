// One operator over values that are there already, for who walks expressions in a way of their own.
#pragma once

#include <span>
#include <vector>

#include "cedar/evaluate/evaluate.h"

namespace rune::cedar {

// `node` with `operands` in the place of its children, evaluated. `places`: where these stand, for
// messages; may be empty.
// Requires: as many places as operands, or none.
EvalResult ApplyOperator(const Expr& node, std::vector<Value> operands, const Environment& env,
                         std::span<const text::Span> places = {});

}  // namespace rune::cedar
