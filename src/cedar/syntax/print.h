// Policies and expressions as text that parses back to the same tree (spans apart).
#pragma once

#include <string>

#include "cedar/syntax/ast.h"

namespace rune::cedar {

std::string PrintExpr(const ExprPool& pool, ExprId root);
// One policy, its id as `@id` only if it was written so.
std::string PrintPolicy(const Policy& policy);
// Equal but for spans (and for the ids of policies, unless written).
bool SameTree(const Policy& a, const Policy& b);
bool SameTree(const ExprPool& a, ExprId a_root, const ExprPool& b, ExprId b_root);
// A readable dump of the tree, one node a line, indented.
std::string DumpPolicy(const Policy& policy);

}  // namespace rune::cedar
