// The command line of cedar_diff.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "comparison.h"

namespace rune::diff {

struct Options {
  std::string oracle;
  std::string found = ".";  // folder for reproductions
  std::string log;          // a line is added to it
  std::uint64_t seed = 1;
  std::uint64_t setups = 0;   // 0: no limit
  std::uint64_t seconds = 0;  // 0: no limit
  std::size_t requests = 50;
  std::size_t differences = 1;  // distinct kinds of difference after which to stop
  bool one = false;             // `seed` is that of one set-up: show it and judge it
  std::vector<const Comparison*> comparisons;
};

// Prints what is wrong, or the help, and returns false.
bool ReadOptions(int argc, char** argv, Options& options);

}  // namespace rune::diff
