#include "tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace house {
namespace {

namespace fs = std::filesystem;

bool Skipped(const std::string& name) {
  static constexpr std::array<std::string_view, 5> kSkipped = {".git", "build", ".cache", ".vscode",
                                                               "__pycache__"};
  return std::find(kSkipped.begin(), kSkipped.end(), name) != kSkipped.end();
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

const Tree& Tree::Get() {
  static const Tree tree = [] {
    Tree result;
    const fs::path root = RUNE_SOURCE_DIR;
    for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
      const std::string path = fs::relative(it->path(), root).generic_string();
      if (it->is_directory()) {
        if (Skipped(it->path().filename().string())) {
          it.disable_recursion_pending();
        } else {
          result.folders_.push_back(path);
        }
      } else if (it->is_regular_file()) {
        File file{path, ReadFile(it->path()), {}};
        // Broken inputs for the parsers may hold anything; they are no texts of ours.
        if (file.text.find('\0') != std::string::npos) continue;
        file.lines = SplitLines(file.text);
        result.files_.push_back(std::move(file));
      }
    }
    std::sort(result.files_.begin(), result.files_.end(),
              [](const File& a, const File& b) { return a.path < b.path; });
    std::sort(result.folders_.begin(), result.folders_.end());
    return result;
  }();
  return tree;
}

const File* Tree::Find(std::string_view path) const {
  for (const File& file : files_) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

std::vector<std::string> Tree::Rooms() const {
  std::vector<std::string> rooms;
  for (const std::string& folder : folders_) {
    if (folder.starts_with("src/") && folder.find('/', 4) == std::string::npos) {
      rooms.push_back(folder.substr(4));
    }
  }
  return rooms;
}

std::string Show(const std::vector<Finding>& findings) {
  std::string out = std::to_string(findings.size()) + " findings\n";
  for (const Finding& finding : findings) {
    out += finding.path;
    if (finding.line > 0) out += ":" + std::to_string(finding.line);
    out += ": " + finding.problem + " (" + finding.remedy + ")\n";
  }
  return out;
}

}  // namespace house
