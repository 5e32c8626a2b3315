// `[data]`: the tree, its declared types, and the entities that it declares.
//
// The trees of several files are laid together; a leaf that two of them state is an error naming
// both places.
#pragma once

#include <vector>

#include "config/configuration.h"
#include "config/entities_section.h"
#include "config/schema_declaration.h"
#include "config/toml_tree.h"

namespace rune::config {

struct Data {
  Node root;  // a table: what stands below `[data]` in all files
  Declarations declarations;
  std::vector<Node> parts;  // what stands there in each file, until they are laid together
};

// Adds what a file says. Requires: templates were filled.
void AddData(Data& into, TomlSection from, text::Diagnostics& diagnostics);

// Makes `root` of what all files say. Cost: linear.
// Requires: called once, after every AddData.
void LayTogether(Data& data, text::Diagnostics& diagnostics);

// Checks declared types and reserved names. Returns: the tree as a record; what could not be read
// is left out.
Value ReadData(const Data& data, const Options& options, text::Diagnostics& diagnostics);

// `groups.agents = ["a"]` puts `Agent::"a"` into `Group::"agents"`; `agent.name = "x"` declares
// `Agent::"x"` with the other keys of `agent` as attributes.
void AddDataEntities(const Data& data, const Options& options, EntityCollector& entities,
                     text::Diagnostics& diagnostics);

}  // namespace rune::config
