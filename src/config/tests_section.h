// `[tests]`: what a configuration is expected to answer, and `[[links.link]]`.
#pragma once

#include <vector>

#include "config/configuration.h"
#include "config/toml_tree.h"

namespace rune::config {

// What stands below `[tests]`. Pushes an error for each case that cannot be read, and leaves it
// out.
std::vector<TestCase> ReadTests(const Node& root, const Options& options,
                                text::Diagnostics& diagnostics);

// What stands below `[links]`.
std::vector<cedar::Link> ReadLinks(const Node& root, const Options& options,
                                   text::Diagnostics& diagnostics);

}  // namespace rune::config
