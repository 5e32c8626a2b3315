// The tests in a configuration's file, run: each case is decided over the file loaded with the
// case's own variables, facts and maps, and compared with what it expects. Cases that give the same
// may share a load (`Remember`): a snapshot is constant, so none can see another.
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
using Loaded = Result<std::shared_ptr<const Snapshot>>;
using SnapshotLoader = std::function<Loaded(const config::LoadInput&)>;

// The same loader, which keeps what came of loading `base`, the input of most cases, and of the
// latest other input. The file must not change meanwhile. Belongs to one thread.
SnapshotLoader Remember(SnapshotLoader load, config::LoadInput base);

// `base` is what the command itself was given (variables, facts); the case adds to it and wins.
CaseResult RunTestCase(const config::TestCase& test, const config::LoadInput& base,
                       const SnapshotLoader& load);

}  // namespace rune::engine
