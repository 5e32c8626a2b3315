// Includes run down only: tools/layers.txt says which room may include which.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "tree.h"

namespace house {
namespace {

struct Include {
  std::size_t line;
  std::string target;
  bool quoted;
};

std::vector<Include> Includes(const File& file) {
  std::vector<Include> includes;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (!line.starts_with("#include ")) continue;
    const std::size_t open = line.find_first_of("\"<");
    if (open == std::string::npos) continue;
    const std::size_t close = line.find_first_of("\">", open + 1);
    includes.push_back({i + 1, line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return includes;
}

using Layers = std::map<std::string, std::set<std::string>>;

// Room to what it may include; findings for lines that name a room above.
Layers ReadLayers(std::vector<Finding>& findings) {
  Layers layers;
  const File& file = *Tree::Get().Find("tools/layers.txt");
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    const std::size_t colon = line.find(':');
    if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
    std::set<std::string> allowed;
    std::istringstream words(line.substr(colon + 1));
    for (std::string word; words >> word;) {
      if (!layers.contains(word)) {
        findings.push_back({file.path, i + 1, word + " does not stand on an earlier line",
                            "rooms may include only what lies below them"});
      }
      allowed.insert(word);
    }
    layers[line.substr(0, colon)] = allowed;
  }
  return layers;
}

std::string FirstPart(const std::string& path) { return path.substr(0, path.find('/')); }

TEST(LayersTest, EveryRoomHasALineAndNoCycle) {
  std::vector<Finding> findings;
  const Layers layers = ReadLayers(findings);
  for (const std::string& room : Tree::Get().Rooms()) {
    if (!layers.contains(room)) {
      findings.push_back({"src/" + room, 0, "is not in tools/layers.txt", "add its line"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
  EXPECT_GE(layers.size(), 9u);
}

TEST(LayersTest, IncludesRunDown) {
  std::vector<Finding> findings;
  const Layers layers = ReadLayers(findings);
  for (const File& file : Tree::Get().files()) {
    if (!file.IsCode() || !file.Under("src/")) continue;
    const std::string room = FirstPart(file.path.substr(4));
    const auto allowed = layers.find(room);
    if (allowed == layers.end()) continue;
    for (const Include& include : Includes(file)) {
      if (!include.quoted) continue;
      const std::string other = FirstPart(include.target);
      if (other == include.target) {
        findings.push_back({file.path, include.line, "includes \"" + include.target + "\"",
                            "name it from src/: \"" + room + "/" + include.target + "\""});
      } else if (other != room && layers.contains(other) && !allowed->second.contains(other)) {
        findings.push_back({file.path, include.line, room + " includes " + other,
                            "arrows run down only, see tools/layers.txt; what two rooms share "
                            "belongs below both"});
      }
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(LayersTest, VocabularyUsesStandardTypesOnly) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!file.Under("include/rune/")) continue;
    for (const Include& include : Includes(file)) {
      const bool vocabulary = include.quoted && FirstPart(include.target) == "rune";
      const bool standard =
          !include.quoted && include.target.find_first_of("/.") == std::string::npos;
      if (vocabulary || standard) continue;
      findings.push_back({file.path, include.line, "includes " + include.target,
                          "headers of include/rune include rune/ and the standard library"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

// A library comes in through one door, so that it can be changed there.
TEST(LayersTest, LibrariesHaveOneDoor) {
  static const std::map<std::string, std::string> kDoors = {
      {"fmt", "src/base/"}, {"CLI", "src/cli/"}, {"toml++", "src/config/"}};
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!file.IsCode() || !file.Under("src/")) continue;
    for (const Include& include : Includes(file)) {
      const auto door = kDoors.find(FirstPart(include.target));
      if (include.quoted || door == kDoors.end() || file.Under(door->second)) continue;
      findings.push_back({file.path, include.line, "includes <" + include.target + ">",
                          "only " + door->second + " does; use what that room offers"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

}  // namespace
}  // namespace house
