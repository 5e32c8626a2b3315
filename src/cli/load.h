// From options to a snapshot and a request: what eval, query, validate, test and compile have in
// common.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "engine/engine.h"

namespace rune::cli {

// What came of loading a file. Exactly one of `snapshot` and `fault` is set.
struct Loading {
  std::shared_ptr<text::SourceMap> sources;
  std::vector<Diagnostic> findings;  // by place; errors among them when the load failed
  std::unique_ptr<engine::Snapshot> snapshot;
  std::optional<Fault> fault;  // kInvalidConfig holds the findings too
};

// Shows on `output` that a long load is under way.
Loading LoadSnapshot(const std::string& path, const config::LoadInput& input, Output& output);

// Returns: kUsage for a `NAME=value` or `path=JSON` without `=`.
Result<config::LoadInput> ReadLoadOptions(const LoadOptions& options);

// The request, normalised. Warns on stderr of bare ids that look like entities.
// Returns: kInvalidRequest, kUnavailable (a context file), kUsage.
Result<Request> ReadRequest(const RequestOptions& options,
                            const config::Configuration& configuration, Output& output);

// ./config.rune, else the only *.rune here, named on stderr.
Result<std::string> FindConfiguration(Output& output);

}  // namespace rune::cli
