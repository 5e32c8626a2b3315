// The definition of `rune`'s command line: subcommands, options, help and shell completion.
//
// The option parser is behind cli/parser.h.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace rune::cli {

// `arguments` without the program's name.
// Returns: kUsage when they cannot be understood.
Result<Command> ParseCommandLine(const std::vector<std::string>& arguments);

// Whether `--format json` is asked for, also in a command line that cannot be understood. Never for
// `rune cedar`, whose forms are those of Cedar's own command.
bool WantsJson(const std::vector<std::string>& arguments);

}  // namespace rune::cli
