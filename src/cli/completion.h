// Shell completion, made from the definition of the command line itself, so that it cannot fall
// behind.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace rune::cli {

// A script for `bash`, `zsh` or `fish` to source.
std::string CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace rune::cli
