// The head of a `.rune` file: `version = "rune/1.0"`, then options as TOML keys.
#pragma once

#include <map>
#include <string>

#include "config/configuration.h"
#include "config/toml_tree.h"

namespace rune::config {

// The head of one file: what it says, key by key, and where.
struct Head {
  struct Stated {
    Value value;
    text::Span span;
  };
  std::map<std::string, Stated> stated;  // `paths.case`, .. with values that are right
};

// Pushes: a version that is missing, unknown or not first; an unknown option; a value that an
// option cannot have.
Head ReadHead(text::Slice head, text::Diagnostics& diagnostics);

// Adds what another file of the folder says; pushes an error naming both places where they differ.
void MergeHead(Head& into, const Head& from, text::Diagnostics& diagnostics);

Options OptionsOf(const Head& head);

}  // namespace rune::config
