// What a load is given besides its files: facts, maps that are merged into data, and folders of
// fact files.
//
// Only what the configuration mentions takes run-time facts; relations that vote and those of the
// request never do. A fact file
// `<relation>.facts` holds one row a line, columns separated by tabs. Its columns are texts unless
// every column that the rules connect with it holds canonical integers alone (or it is declared an
// integer): then they are integers.
#pragma once

#include "config/configuration.h"
#include "config/mentions.h"
#include "config/schema_declaration.h"

namespace rune::config {

struct RuntimeTarget {
  const datalog::Rules& rules;
  const Mentions& mentions;
  const std::set<std::string>& declared_roots;    // first keys of declared data paths
  const std::set<std::string>& policy_relations;  // names that policies ask
  const Options& options;
  const Declarations& declarations;
};

// Merges `maps` into the tree. Pushes an error for a path that nothing mentions and for broken
// JSON.
void ApplyMaps(const std::vector<RuntimeMap>& maps, const RuntimeTarget& target, Value& tree,
               text::SourceMap& sources, text::Diagnostics& diagnostics);

// Adds facts given as texts.
void ApplyFacts(const std::vector<std::string>& facts, const RuntimeTarget& target,
                store::Facts& out, text::SourceMap& sources, text::Diagnostics& diagnostics);

// Adds the rows of a folder's fact files.
// Returns: kNotFound, kUnavailable, kLimit when the folder or a file cannot be read.
Result<void> ApplyFactsFolder(const std::string& folder, const RuntimeTarget& target,
                              store::Facts& out, text::SourceMap& sources,
                              text::Diagnostics& diagnostics);

// Whether run-time facts may be added to this relation; pushes an error at `span` if not.
bool TakesFacts(const store::RelationName& name, const RuntimeTarget& target,
                const store::Facts& facts, text::Span span, text::Diagnostics& diagnostics);

}  // namespace rune::config
