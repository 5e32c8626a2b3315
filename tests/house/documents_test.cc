// Documents that must not drift from what they describe.
#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "tree.h"

namespace house {
namespace {

// The words between `packages=(` and `)` in ./dev.
std::set<std::string> InstalledPackages() {
  const std::string& dev = Tree::Get().Find("dev")->text;
  const std::size_t begin = dev.find("packages=(") + 10;
  std::istringstream words(dev.substr(begin, dev.find(')', begin) - begin));
  std::set<std::string> packages;
  for (std::string word; words >> word;) packages.insert(word);
  return packages;
}

// The first cells of the table under `## Packages`: "| `name` | ..".
std::set<std::string> DocumentedPackages(const File& page) {
  std::set<std::string> packages;
  bool inside = false;
  for (const std::string& line : page.lines) {
    if (line.starts_with("## ")) inside = line == "## Packages";
    if (!inside || !line.starts_with("| `")) continue;
    std::istringstream cell(line.substr(2, line.find('|', 2) - 2));
    for (std::string word; cell >> word;) {
      std::erase_if(word, [](char c) { return c == '`' || c == ','; });
      if (!word.empty()) packages.insert(word);
    }
  }
  return packages;
}

TEST(DocumentsTest, EveryDependencyIsExplained) {
  const File* page = Tree::Get().Find("docs/dependencies.md");
  ASSERT_NE(page, nullptr);
  std::vector<Finding> findings;
  const std::set<std::string> installed = InstalledPackages();
  const std::set<std::string> documented = DocumentedPackages(*page);
  EXPECT_GT(installed.size(), 10u);
  for (const std::string& package : installed) {
    if (documented.contains(package)) continue;
    findings.push_back({page->path, 0, package + " is installed by ./dev but not explained",
                        "add it to the table under ## Packages"});
  }
  for (const std::string& package : documented) {
    if (installed.contains(package)) continue;
    findings.push_back({"dev", 0, package + " is explained but not installed",
                        "add it to packages=( .. ), or remove its row"});
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(DocumentsTest, TheDocumentsAreThereAndShort) {
  std::vector<Finding> findings;
  for (const std::string_view path :
       {"README.md", "ARCHITECTURE.md", "HACKING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE-MIT",
        "LICENSE-APACHE", "docs/dependencies.md"}) {
    if (Tree::Get().Find(path) == nullptr) {
      findings.push_back({std::string(path), 0, "is missing", "write it"});
    }
  }
  const File* readme = Tree::Get().Find("README.md");
  if (readme != nullptr && readme->lines.size() > 150) {
    findings.push_back({"README.md", 151, "longer than 150 lines", "move the rest to docs/"});
  }
  EXPECT_NO_FINDINGS(findings);
}

// The place that `target` names, seen from a document.
std::string Resolve(const File& document, const std::string& target) {
  namespace fs = std::filesystem;
  std::string path =
      (fs::path(document.path).parent_path() / target).lexically_normal().generic_string();
  while (path.ends_with('/')) path.pop_back();
  return path;
}

// The targets of `[text](path)` within the tree.
std::vector<std::string> LinksOf(const std::string& line) {
  std::vector<std::string> links;
  for (std::size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 1)) {
    std::string target = line.substr(at + 2, line.find(')', at) - at - 2);
    target = target.substr(0, target.find('#'));
    const bool is_path = target.find_first_of(" \"`[") == std::string::npos;
    if (!target.empty() && is_path && target.find("://") == std::string::npos) {
      links.push_back(target);
    }
  }
  return links;
}

TEST(DocumentsTest, LinksLeadSomewhere) {
  std::vector<Finding> findings;
  const Tree& tree = Tree::Get();
  for (const File& file : tree.files()) {
    if (!file.Is(".md")) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      for (const std::string& link : LinksOf(file.lines[i])) {
        const std::string path = Resolve(file, link);
        const bool folder =
            std::find(tree.folders().begin(), tree.folders().end(), path) != tree.folders().end();
        if (folder || tree.Find(path) != nullptr) continue;
        findings.push_back({file.path, i + 1, "leads to " + link, "nothing lies there"});
      }
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

}  // namespace
}  // namespace house
