// Evaluates what is known of a residual and leaves the rest.
//
// The rules are those of Cedar 4.14: what is concrete is computed; `false && x`, `true || x` and a
// decided `if` drop what is not taken; `x && true` and `x || false` are `x`; `x && false` is false
// only if x cannot err; what the types decide (ResidualNode::by_type) is decided unless an operand
// can err; attributes, tags and ancestors of an entity are looked up where they are known. An
// operand in error makes its operator one, but for what short-circuits.
//
// One evaluation keeps a list of nodes to come instead of recursing, and looks at each node once.
// Cost: linear in the nodes that are reached, and what their operations cost.
#pragma once

#include "base/bounds.h"
#include "cedar/tpe/partial_entities.h"
#include "cedar/tpe/partial_request.h"
#include "cedar/tpe/residual.h"

namespace rune::cedar {

// Everything must outlive the evaluation. When the meter runs out, what is left is in error; the
// caller asks it.
struct PartialEnvironment {
  const PartialRequest& request;
  const PartialEntities& entities;
  const SchemaIndex& index;
  WorkMeter& meter;
};

Residual PartiallyEvaluate(const Residual& residual, const PartialEnvironment& environment);

}  // namespace rune::cedar
