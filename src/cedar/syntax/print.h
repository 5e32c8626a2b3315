// Policies and expressions as text that parses back to the same tree (spans apart), and trees to
// look at.
//
// Parentheses as Cedar's own printer sets them: none around what has no operator, none around a
// left operand of the same `&& || + - *`, none around the parts of an `if`; all other operands with
// an operator have them, and so have negative numbers and what a `-` negates. No function recurses
// along chains. Cost: linear in the text.
#pragma once

#include <string>

#include "cedar/syntax/ast.h"

namespace rune::cedar {

// `extended`: for a file that knows patterns, where a plain star in an id behind `in` is printed as
// `\*`.
std::string PrintExpr(const ExprPool& pool, ExprId root, bool extended = false);
// One policy with its annotations, so its id as `@id` only if it was written so. No line end behind
// the `;`.
std::string PrintPolicy(const Policy& policy);
// As Cedar shows a policy that has no text of its own (from JSON): its CoreForm
// (syntax/core_form.h), actions as `in [a,b]`.
std::string PrintCorePolicy(const Policy& policy);
// On one line (annotations have lines of their own), as Cedar shows a link; the entities fill the
// slots where they are not null.
std::string PrintPolicyLine(const Policy& policy, const EntityUid* principal = nullptr,
                            const EntityUid* resource = nullptr);
// Equal but for spans and for ids of policies that no annotation states.
bool SameTree(const Policy& a, const Policy& b);
bool SameTree(const ExprPool& a, ExprId a_root, const ExprPool& b, ExprId b_root);
// The tree, one node a line, children indented; a chain of one operator is one node.
std::string DumpExpr(const ExprPool& pool, ExprId root);
std::string DumpPolicy(const Policy& policy);

}  // namespace rune::cedar
