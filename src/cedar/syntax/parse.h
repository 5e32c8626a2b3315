// Text to policies: hand-written recursive descent with recovery, so that one reading reports every
// error of a file.
//
// Cedar's policy language exactly; with `extended`, RUNE's additions too (glob after `in`,
// predicate tests, `permit(...)`, empty `when`, `#` and `/* */` comments). Nesting beyond
// Bounds::depth and chains beyond Bounds::chain are diagnostics.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/bounds.h"
#include "cedar/syntax/ast.h"
#include "text/diagnostics.h"

namespace rune::cedar {

struct ParseOptions {
  bool extended = false;
  Unknowns unknowns = Unknowns::kRefused;
  Bounds bounds;
  // Entity literals of these types have path-like ids: normalised here (value/path.h), lower-cased
  // if `fold_case`.
  std::set<std::string> path_types;
  bool fold_case = false;
  // Ids without `@id`: this + `policy<N>`.
  std::string id_prefix;
  // False: `@id` is an annotation like any other and every policy goes by its position, as in Cedar
  // itself.
  bool id_annotations = true;
};

// All policies and templates of a text in order, with ids given (`@id`, else position). Policies in
// error are left out; equal ids are reported here within one text.
std::vector<Policy> ParsePolicies(text::Slice slice, const ParseOptions& options,
                                  text::Diagnostics& diagnostics);

// One expression and nothing behind it.
struct ParsedExpr {
  ExprPool pool;
  ExprId root = 0;
};
std::optional<ParsedExpr> ParseExpression(text::Slice slice, const ParseOptions& options,
                                          text::Diagnostics& diagnostics);

}  // namespace rune::cedar
