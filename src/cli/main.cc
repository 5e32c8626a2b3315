// The program: terminals and streams here, everything else in run.h.
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/pages.h"
#include "cli/run.h"

namespace {

bool WantsColour(int descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) != 0 && (no_colour == nullptr || *no_colour == '\0') &&
         terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

int main(int argc, char** argv) {
  rune::KeepFreedPages();
  std::ios::sync_with_stdio(false);
  rune::cli::Output output{std::cout,
                           std::cerr,
                           false,
                           WantsColour(STDOUT_FILENO),
                           WantsColour(STDERR_FILENO),
                           isatty(STDERR_FILENO) != 0};
  return rune::cli::RunCommandLine(std::vector<std::string>(argv + 1, argv + argc), output);
}
