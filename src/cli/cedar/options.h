// The command line of `rune cedar`: the subcommands, flags and habits of Cedar's own command, so
// that scripts for it run unchanged. A command line that makes no sense ends with exit code 2, as
// there (which is also that of a denial).
//
// Like cli/command_line.h, the only place here that meets the option parser and its exceptions.
#pragma once

#include <string>
#include <vector>

#include "cli/cedar/command.h"

namespace CLI {
class App;
}

namespace rune::cli {

// `arguments`: what stands behind `rune cedar`. `environment_format` is the value of
// CEDAR_ERROR_FORMAT, null where it is not set; an empty one counts as not set.
CedarCommand ParseCedarCommand(const std::vector<std::string>& arguments,
                               const char* environment_format);

// Adds `cedar` with its subcommands to the whole command line, for help and completion alone.
void DescribeCedar(CLI::App& app);

}  // namespace rune::cli
