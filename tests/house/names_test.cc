// Folders, headers and words.
#include <algorithm>
#include <array>

#include "cpp_text.h"
#include "tree.h"

namespace house {
namespace {

TEST(NamesTest, NoFolderForOddsAndEnds) {
  static constexpr std::array<std::string_view, 7> kVague = {"common", "util",    "utils", "misc",
                                                             "helper", "helpers", "lib"};
  std::vector<Finding> findings;
  for (const std::string& folder : Tree::Get().folders()) {
    const std::string name = folder.substr(folder.rfind('/') + 1);
    if (std::find(kVague.begin(), kVague.end(), name) == kVague.end()) continue;
    findings.push_back({folder, 0, "a folder called " + name, "say what is in it"});
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(NamesTest, FilesAreSnakeCase) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!file.IsCode()) continue;
    const std::string name = file.path.substr(file.path.rfind('/') + 1);
    const bool good = std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
    if (!good) findings.push_back({file.path, 0, "not in snake_case", "rename it"});
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(NamesTest, RoomsIntroduceThemselves) {
  std::vector<Finding> findings;
  for (const std::string& room : Tree::Get().Rooms()) {
    const std::string path = "src/" + room + "/README.md";
    const File* readme = Tree::Get().Find(path);
    if (readme == nullptr) {
      findings.push_back({path, 0, "is missing",
                          "one sentence, what goes in and out, invariants, the three files to "
                          "read first, known debts"});
    } else if (readme->lines.size() > 60) {
      findings.push_back({path, 61, "longer than a page", "at most 60 lines"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(NamesTest, HeadersBeginAsManuals) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!file.Is(".h")) continue;
    if (file.lines.empty() || !file.lines[0].starts_with("// ")) {
      findings.push_back({file.path, 1, "does not begin with what it is",
                          "a comment: what it is, the idea, invariants, thread safety, cost"});
    }
    if (std::find(file.lines.begin(), file.lines.end(), "#pragma once") == file.lines.end()) {
      findings.push_back({file.path, 1, "has no #pragma once", "add it below the manual"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

// The words are put together here so that this file does not contain them.
TEST(NamesTest, NothingIsLeftForLater) {
  const std::array<std::string, 4> kMarkers = {std::string("TO") + "DO", std::string("FIX") + "ME",
                                               std::string("XX") + "X", std::string("HA") + "CK"};
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    for (const std::string& marker : kMarkers) {
      for (const std::size_t at : FindWord(file.text, marker)) {
        findings.push_back({file.path, LineOf(file.text, at), marker,
                            "do it, or write it under the debts of the room's README.md"});
      }
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(NamesTest, TheTreeKnowsNoOtherPlace) {
  const std::array<std::string, 5> kPlaces = {
      std::string("/wo") + "rk/", std::string("/fa") + "rm/", std::string("/ro") + "ot/",
      std::string("/ho") + "me/runner", std::string("/tmp/br") + "ief"};
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    for (const std::string& place : kPlaces) {
      const std::size_t at = file.text.find(place);
      if (at == std::string::npos) continue;
      findings.push_back({file.path, LineOf(file.text, at), "names the place " + place,
                          "a clone lies somewhere else: use a path within the tree"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

}  // namespace
}  // namespace house
