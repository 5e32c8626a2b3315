// Shell completion, made from the definition of the command line itself, so that it cannot fall
// behind: commands and their subcommands, the options of each, and the values of those that take
// one of a few (AddChoice); everything else is a file.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace rune::cli {

// A script for `bash`, `zsh` or `fish` to source.
std::string CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace rune::cli
