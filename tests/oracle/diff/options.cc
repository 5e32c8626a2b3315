#include "options.h"

#include <cstdlib>
#include <iostream>

namespace rune::diff {
namespace {

constexpr const char* kHelp = R"(cedar_diff --oracle PROGRAM [OPTION..]
Holds RUNE's Cedar against the reference implementation on generated set-ups.

--seed N         which set-ups (1); --one N: the single set-up with that seed, shown
--seconds N, --setups N   when to stop (one of them is needed, but for --one)
--requests N     requests of each set-up (50)
--only A,B  --skip A,B    comparisons
--differences N  go on until N kinds of difference were found (1)
--found FOLDER   where reproductions are written (.)
--log FILE       where a line about the run is added

Exit 0: no difference; 1: a difference, or the options are wrong.
)";

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool Select(const std::string& names, bool keep, Options& options) {
  std::vector<const Comparison*> selected;
  const std::vector<std::string> wanted = Split(names);
  for (const std::string& name : wanted) {
    bool known = false;
    for (const Comparison& c : AllComparisons()) known |= c.name == name;
    if (!known) {
      std::cerr << "cedar_diff: no comparison '" << name << "'; there are:";
      for (const Comparison& c : AllComparisons()) std::cerr << ' ' << c.name;
      std::cerr << '\n';
      return false;
    }
  }
  for (const Comparison* c : options.comparisons) {
    bool named = false;
    for (const std::string& name : wanted) named |= c->name == name;
    if (named == keep) selected.push_back(c);
  }
  options.comparisons = std::move(selected);
  return true;
}

bool Take(const std::string& flag, const std::string& value, Options& options) {
  const auto number = [&] { return std::strtoull(value.c_str(), nullptr, 10); };
  if (flag == "--oracle") {
    options.oracle = value;
  } else if (flag == "--found") {
    options.found = value;
  } else if (flag == "--log") {
    options.log = value;
  } else if (flag == "--seed" || flag == "--one") {
    options.seed = number();
    options.one = flag == "--one";
  } else if (flag == "--setups") {
    options.setups = number();
  } else if (flag == "--seconds") {
    options.seconds = number();
  } else if (flag == "--requests") {
    options.requests = number();
  } else if (flag == "--differences") {
    options.differences = number();
  } else if (flag == "--only" || flag == "--skip") {
    return Select(value, flag == "--only", options);
  } else {
    std::cerr << "cedar_diff: no option '" << flag << "'\n" << kHelp;
    return false;
  }
  return true;
}

}  // namespace

bool ReadOptions(int argc, char** argv, Options& options) {
  for (const Comparison& comparison : AllComparisons()) {
    options.comparisons.push_back(&comparison);
  }
  for (int i = 1; i < argc; i += 2) {
    if (i + 1 >= argc) {
      std::cerr << kHelp;
      return false;
    }
    if (!Take(argv[i], argv[i + 1], options)) return false;
  }
  if (options.oracle.empty() || (!options.one && options.setups == 0 && options.seconds == 0)) {
    std::cerr << kHelp;
    return false;
  }
  return true;
}

}  // namespace rune::diff
