// Text to rules: hand-written, with recovery at the end of each clause, so that one reading reports
// every error.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "base/bounds.h"
#include "datalog/syntax/ast.h"
#include "text/diagnostics.h"

namespace rune::datalog {

struct ParseOptions {
  Bounds bounds;
  // Entity literals of these types have path-like ids, normalised here.
  std::set<std::string> path_types;
  bool fold_case = false;
};

// Everything that could be read; clauses in error are left out. Numbers clauses per relation.
Rules ParseRules(text::Slice slice, const ParseOptions& options, text::Diagnostics& diagnostics);

// `p(X, "a")`, with or without a final `.`; for queries.
std::optional<Goal> ParseGoal(text::Slice slice, const ParseOptions& options,
                              text::Diagnostics& diagnostics);

// `f(alice, 1)` or `f(alice, 1).`: a ground fact, for run-time facts and test cases.
struct GroundFact {
  std::string relation;
  Tuple tuple;
  text::Span span;
};
std::optional<GroundFact> ParseFact(text::Slice slice, const ParseOptions& options,
                                    text::Diagnostics& diagnostics);

}  // namespace rune::datalog
