// The modes of tests/modes/*.json: other ways to run every case, which must decide the same.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace rune::tests {

struct Mode {
  std::string name;
  std::map<std::string, std::string> skip;  // case -> reason
};

// Reads every mode of the folder; a file that cannot be read ends the program.
std::vector<Mode> ReadModes(const std::string& folder);

// The text of a `.rune` file with its policies and rules printed from their trees.
std::string PrintAndReparse(const std::string& content);
// The same, in another order; policies keep their ids (written as `@id`).
std::string Shuffle(const std::string& content, unsigned seed);
// Its policies through Cedar's JSON and its schema through the JSON syntax, each read back and
// printed. What has no JSON (RUNE's own forms) stays as it is.
std::string ThroughJson(const std::string& content);
// Decisions without the numbers of rules, which the order of rules decides.
std::string WithoutRuleNumbers(std::string decisions);

}  // namespace rune::tests
