// Diagnostics have an inventory: each code has one line in src/text/codes, a page under
// docs/reference/errors and a case that shows it; each page has a code; and a case that must be
// rejected says with which code.
#include <algorithm>
#include <map>
#include <set>

#include "tree.h"

namespace house {
namespace {

constexpr std::string_view kRegistry = "src/text/codes/";
constexpr std::string_view kPages = "docs/reference/errors/";
constexpr std::string_view kCases = "tests/cases/";

// The codes (`RUNE-P0007`) in a text.
std::set<std::string> CodesIn(std::string_view text) {
  std::set<std::string> codes;
  for (std::size_t at = text.find("RUNE-"); at != std::string_view::npos;
       at = text.find("RUNE-", at + 1)) {
    const std::string_view code = text.substr(at, 10);
    const bool digits = code.size() == 10 && std::all_of(code.begin() + 6, code.end(), [](char c) {
                          return c >= '0' && c <= '9';
                        });
    if (digits && code[5] >= 'A' && code[5] <= 'Z') codes.emplace(code);
  }
  return codes;
}

struct Entry {
  std::string path;
  std::size_t line;
};

std::map<std::string, Entry> Registry(std::vector<Finding>& findings) {
  static const std::map<std::string, char> kLetters = {
      {"policies.inc", 'P'},  {"rules.inc", 'R'},    {"configuration.inc", 'C'},
      {"entities.inc", 'E'},  {"requests.inc", 'Q'}, {"schemas.inc", 'S'},
      {"validation.inc", 'V'}};
  std::map<std::string, Entry> registry;
  for (const File& file : Tree::Get().files()) {
    if (!file.Under(kRegistry) || !file.Is(".inc")) continue;
    const auto letter = kLetters.find(file.path.substr(kRegistry.size()));
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (file.lines[i].starts_with("//")) continue;
      for (const std::string& code : CodesIn(file.lines[i])) {
        if (!registry.emplace(code, Entry{file.path, i + 1}).second) {
          findings.push_back(
              {file.path, i + 1, code + " stands here again", "take the next number"});
        }
        if (letter == kLetters.end() || code[5] != letter->second) {
          findings.push_back(
              {file.path, i + 1, code + " is in the wrong file", "see text/codes.h"});
        }
      }
    }
  }
  return registry;
}

TEST(CodesTest, EveryCodeStandsOnceInItsFile) {
  std::vector<Finding> findings;
  EXPECT_FALSE(Registry(findings).empty());
  EXPECT_NO_FINDINGS(findings);
}

TEST(CodesTest, EveryCodeHasAPage) {
  std::vector<Finding> findings;
  std::vector<Finding> ignored;
  for (const auto& [code, entry] : Registry(ignored)) {
    const std::string path = std::string(kPages) + code + ".md";
    const File* page = Tree::Get().Find(path);
    if (page == nullptr) {
      findings.push_back({entry.path, entry.line, code + " has no page", "write " + path});
    } else if (page->lines.empty() || !page->lines[0].starts_with("# " + code)) {
      findings.push_back({path, 1, "does not begin with # " + code, "give it its title"});
    } else if (page->lines.size() < 6) {
      findings.push_back(
          {path, 0, "is no more than a title", "what it means, a small wrong example, the fix"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(CodesTest, EveryPageHasACode) {
  std::vector<Finding> findings;
  std::vector<Finding> ignored;
  const auto registry = Registry(ignored);
  for (const File& file : Tree::Get().files()) {
    if (!file.Under(kPages) || !file.Is(".md")) continue;
    const std::string name = file.path.substr(kPages.size());
    if (name == "README.md" || registry.contains(name.substr(0, name.size() - 3))) continue;
    findings.push_back(
        {file.path, 0, "is about a code that does not exist", "remove the page or add the code"});
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(CodesTest, EveryCodeIsShownByACase) {
  std::set<std::string> shown;
  for (const File& file : Tree::Get().files()) {
    if (!file.Under(kCases) || !(file.Is(".golden") || file.Is(".expr"))) continue;
    shown.merge(CodesIn(file.text));
  }
  std::vector<Finding> findings;
  std::vector<Finding> ignored;
  for (const auto& [code, entry] : Registry(ignored)) {
    if (shown.contains(code)) continue;
    findings.push_back({entry.path, entry.line, code + " is shown by no case",
                        "write tests/cases/<topic>/fail_<name>.rune and its golden"});
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(CodesTest, NobodyNamesACodeThatDoesNotExist) {
  std::vector<Finding> findings;
  std::vector<Finding> ignored;
  const auto registry = Registry(ignored);
  for (const File& file : Tree::Get().files()) {
    if (!file.Under("docs/") && !file.Under(kCases) && !file.Under("examples/")) continue;
    for (const std::string& code : CodesIn(file.text)) {
      if (registry.contains(code) || code.ends_with("9999")) continue;  // 9999: an unknown one
      findings.push_back({file.path, 0, "names " + code + ", which does not exist",
                          "codes are never used again for something else"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(CodesTest, RejectedCasesSayWithWhichCode) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    const std::size_t name = file.path.rfind('/') + 1;
    if (!file.Under(kCases) || !file.path.substr(name).starts_with("fail_")) continue;
    if (file.Is(".golden")) {
      if (CodesIn(file.text).empty()) {
        findings.push_back({file.path, 0, "names no error code", "a rejected text has one"});
      }
      continue;
    }
    const std::string stem = file.path.substr(0, file.path.find('.', name));
    const bool has_golden = Tree::Get().Find(stem + ".golden") != nullptr ||
                            Tree::Get().Find(file.path + ".golden") != nullptr;
    if (!has_golden) {
      findings.push_back({file.path, 0, "has no golden", "let the case runner write it, read it"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

// An empty file is a case too, and so is one whose first byte no text begins with.
bool CanSayWhy(const File& file) {
  return !file.text.empty() && static_cast<unsigned char>(file.text[0]) < 0x80;
}

TEST(CodesTest, CasesSayWhyTheyExist) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    const bool kind = file.Is(".rune") || file.Is(".expr") || file.Is(".cmd");
    if (!kind || !file.Under(kCases) || !CanSayWhy(file)) continue;
    if (file.path.find(".folder/") != std::string::npos) continue;
    if (file.lines[0].starts_with("# ") || file.lines[0].starts_with("// ")) continue;
    findings.push_back({file.path, 1, "does not say why it exists", "a comment on line 1"});
  }
  EXPECT_NO_FINDINGS(findings);
}

}  // namespace
}  // namespace house
