// A policy in the few forms that Cedar's semantics knows, as its tools show a policy that has no
// text of its own (one from JSON, a residual).
//
// `a > b` is `!(a <= b)`, `a >= b` is `!(a < b)`, `a != b` is `!(a == b)`, `x is T in e` is
// `x is T && x in e`; keys of records and annotations are sorted, an annotation without a value has
// an empty one; all conditions are one `when` (`c1 && (c2 && c3)`, an `unless` negated), in which
// two literals joined by `&&` or `||` are one. The meaning is the same. Cost: linear, but for `is T
// in`, whose left side stands twice: where that would grow beyond all measure it is left as it is.
#pragma once

#include <string>
#include <vector>

#include "cedar/syntax/ast.h"

namespace rune::cedar {

Policy CoreForm(const Policy& policy);

// The fields of a record literal in the order of their keys. Shows the names of `record`.
struct RecordFields {
  std::vector<const std::string*> keys;
  std::vector<ExprId> children;

  NameList names() const { return {keys.data(), keys.size()}; }
};
RecordFields SortedFields(const Expr& record);

}  // namespace rune::cedar
