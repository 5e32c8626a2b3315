// Cases of the command line: `*.cmd` files.
//
// The first line says why the case exists (`# ..`); each further line is a command as a shell would
// see it (words, and texts in single or double quotes). The output is stdout, stderr and exit code
// of each, one after the other.
#pragma once

#include <string>
#include <vector>

namespace rune::tests {

std::string RunCommandCase(const std::string& content);

}  // namespace rune::tests
