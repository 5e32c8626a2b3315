// What code must not say. The core neither throws nor catches, never reads a number through a
// double, writes to no stream, and uses nothing that is slow or unsafe on input that others wrote.
#include <array>

#include "cpp_text.h"
#include "tree.h"

namespace house {
namespace {

struct Ban {
  std::string_view word;
  std::string_view remedy;
};

constexpr std::array kCoreBans = {
    Ban{"throw", "return a Result or push a diagnostic"},
    Ban{"try", "return a Result or push a diagnostic"},
    Ban{"catch", "return a Result or push a diagnostic"},
    Ban{"cout", "the core returns text; src/cli writes it"},
    Ban{"cerr", "the core returns text; src/cli writes it"},
    Ban{"printf", "base/format.h makes text; src/cli writes it"},
    Ban{"fprintf", "base/format.h makes text; src/cli writes it"},
    Ban{"puts", "base/format.h makes text; src/cli writes it"},
    Ban{"regex", "std::regex recurses and backtracks: RE2"},
};

// One door each, besides the command.
constexpr std::array kDoors = {
    Ban{"getenv", "src/config/template.cc reads the names that the option `env` lists"},
};

constexpr std::array kBansEverywhere = {
    Ban{"atoi", "std::from_chars says when it failed"},
    Ban{"atol", "std::from_chars says when it failed"},
    Ban{"atoll", "std::from_chars says when it failed"},
    Ban{"atof", "value/decimal.h: numbers never pass through a double"},
    Ban{"strtod", "value/decimal.h: numbers never pass through a double"},
    Ban{"strtof", "value/decimal.h: numbers never pass through a double"},
    Ban{"strtol", "std::from_chars depends on no locale"},
    Ban{"strtoll", "std::from_chars depends on no locale"},
    Ban{"strtoul", "std::from_chars depends on no locale"},
    Ban{"strtoull", "std::from_chars depends on no locale"},
    Ban{"stod", "value/decimal.h: numbers never pass through a double"},
    Ban{"stof", "value/decimal.h: numbers never pass through a double"},
    Ban{"stoi", "std::from_chars does not throw"},
    Ban{"stol", "std::from_chars does not throw"},
    Ban{"stoll", "std::from_chars does not throw"},
    Ban{"stoul", "std::from_chars does not throw"},
    Ban{"stoull", "std::from_chars does not throw"},
    Ban{"rand", "<random> with a seed that is printed"},
    Ban{"srand", "<random> with a seed that is printed"},
    Ban{"system", "RUNE starts no processes"},
    Ban{"popen", "RUNE starts no processes"},
    Ban{"sprintf", "base/format.h"},
    Ban{"strcpy", "std::string"},
    Ban{"strcat", "std::string"},
    Ban{"alloca", "the stack is bounded"},
    Ban{"setjmp", "return a Result"},
    Ban{"longjmp", "return a Result"},
};

// `a.system`, `x->rand` are names of somebody's own; `std::rand` is the banned one.
bool IsMember(std::string_view code, std::size_t at) {
  return (at > 0 && code[at - 1] == '.') || (at > 1 && code.substr(at - 2, 2) == "->");
}

template <typename Bans>
void Check(const File& file, const std::string& code, const Bans& bans,
           std::vector<Finding>& findings) {
  for (const Ban& ban : bans) {
    for (const std::size_t at : FindWord(code, ban.word)) {
      if (IsMember(code, at)) continue;
      findings.push_back({file.path, LineOf(code, at), std::string(ban.word) + " is banned",
                          std::string(ban.remedy)});
    }
  }
}

TEST(BannedTest, CodeSaysNothingUnsafe) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!file.IsCode() || !(file.Under("src/") || file.Under("include/"))) continue;
    const std::string code = CodeOnly(file.text);
    Check(file, code, kBansEverywhere, findings);
    // assert.cc says why the process stops; nobody is left to return that text to.
    const bool edge = file.Under("src/cli/") || file.path == "src/base/assert.cc";
    if (!edge && !file.IsTest()) Check(file, code, kCoreBans, findings);
    if (!edge && file.path != "src/config/template.cc") Check(file, code, kDoors, findings);
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(BannedTest, NamesKeepTheirSpaces) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!file.IsCode()) continue;
    const std::string code = CodeOnly(file.text);
    for (const std::size_t at : FindWord(code, "using")) {
      if (code.substr(at, 20) != "using namespace std;") continue;
      findings.push_back({file.path, LineOf(code, at), "using namespace std", "write std::"});
    }
    if (!file.Is(".h")) continue;
    for (const std::size_t at : FindWord(code, "using")) {
      if (code.substr(at, 15) != "using namespace") continue;
      findings.push_back({file.path, LineOf(code, at), "a header opens a namespace for everybody",
                          "name what is used"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

}  // namespace
}  // namespace house
