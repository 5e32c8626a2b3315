// The tests in a configuration's file, run: each case loads the file again with its own variables
// and facts, decides its request and compares what it expects.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace rune::engine {

// One expectation that did not hold; both sides as text.
struct Mismatch {
  std::string what;  // `outcome`, `reasons`, `answers of p(X)`, ...
  std::string expected;
  std::string actual;
};

struct CaseResult {
  std::string name;
  text::Span span;  // of the case, in the file that was loaded first
  std::vector<Mismatch> mismatches;
  std::optional<Decision> decision;  // when it could be decided
  std::optional<Fault> fault;        // the case could not be decided; it fails
  bool passed() const { return mismatches.empty() && !fault; }
};

// Loads the case's file with the given input and makes a snapshot; a fault holds the diagnostics of
// a failed load.
using SnapshotLoader = std::function<Result<std::unique_ptr<Snapshot>>(const config::LoadInput&)>;

// `base` is what the command itself was given (variables, facts); the case adds to it and wins.
CaseResult RunTestCase(const config::TestCase& test, const config::LoadInput& base,
                       const SnapshotLoader& load);

}  // namespace rune::engine
