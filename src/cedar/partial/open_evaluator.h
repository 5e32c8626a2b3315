// Evaluates what is known of an expression and leaves the rest, without any types.
//
// The rules are those of Cedar's older partial evaluation. What names nothing open is evaluated as
// ever. An operator with an operand that is left open is left itself, over what its operands have
// become, but for these: a known left side of `&&` and `||` and a known condition decide what is
// looked at (`true && x` stays, since `x` may be no bool); a field of a record that cannot err is
// that field, and such a record has the fields it has. Behind an open left side or condition, a
// part that fails is left as it was written, since it may never be looked at; an error anywhere
// else is the error of the whole.
//
// One evaluation belongs to one thread. Like the evaluator of values it walks down first operands
// with a loop, so that chains need no stack. Cost: one step a node, and for each access to an open
// record the size of that record.
#pragma once

#include "base/bounds.h"
#include "cedar/evaluate/evaluate.h"
#include "cedar/partial/open_data.h"
#include "cedar/tpe/residual.h"

namespace rune::cedar {

// Everything must outlive the evaluation.
struct OpenEnvironment {
  const OpenRequest& request;
  const store::EntitySource& entities;
  const OpenEntities& open;
  const Bindings& bindings;
  WorkMeter& meter;
};

// What an expression with open parts becomes. An unknown is a call of `unknown`; ResidualToPolicy
// makes a policy of it. The error's kind is kLimit when the meter runs out.
//
// Requires: an expression in core form (syntax/core_form.h) without forms of RUNE's own.
std::expected<Residual, EvalError> EvaluateOpen(const ParsedExpr& expr,
                                                const OpenEnvironment& environment);

}  // namespace rune::cedar
