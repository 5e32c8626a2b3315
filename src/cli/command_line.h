// The definition of `rune`'s command line: subcommands, options, help and shell completion.
//
// The only file beside main.cc that may catch an exception: the option parser throws, and this is
// where it ends.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace rune::cli {

// `arguments` without the program's name.
// Returns: kUsage when they cannot be understood.
Result<Command> ParseCommandLine(const std::vector<std::string>& arguments);

// Whether `--format json` is asked for, also in a command line that cannot be understood.
bool WantsJson(const std::vector<std::string>& arguments);

}  // namespace rune::cli
