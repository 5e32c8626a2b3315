// A case file, run: what the author of the text is told, then what each of its [tests] decides, as
// text for a golden.
#pragma once

#include <string>

namespace rune::tests {

struct CaseOutput {
  std::string findings;   // one per line, with places
  std::string decisions;  // one per test case, without places
};

// Loads `name` (a file or a folder) from disk.
CaseOutput RunCase(const std::string& name);
// The same for a file whose text was changed on the way.
CaseOutput RunCaseText(const std::string& name, const std::string& content);

}  // namespace rune::tests
