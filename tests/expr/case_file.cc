#include "case_file.h"

#include <algorithm>
#include <fstream>

#include "base/utf8.h"

namespace rune::cases {
namespace {

constexpr std::string_view kArrow = "==>";

std::string Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

std::string ReplaceCodePoints(const std::string& text) {
  constexpr std::string_view kOpen = "<U+";
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, from)) {
    const std::size_t end = text.find('>', at);
    if (end == std::string::npos) break;
    out += text.substr(from, at - from);
    const std::string digits = text.substr(at + kOpen.size(), end - at - kOpen.size());
    AppendUtf8(out, static_cast<char32_t>(std::stoul(digits, nullptr, 16)));
    from = end + 1;
  }
  return out + text.substr(from);
}

}  // namespace

CaseFile ReadCaseFile(const std::filesystem::path& path) {
  CaseFile file;
  file.path = path;
  file.name = path.stem().string();
  std::ifstream in(path, std::ios::binary);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.starts_with("//")) {
      if (line == "// extended") file.extended = true;
      continue;
    }
    if (number == 1) file.problems.push_back("line 1 does not say why the file exists");
    if (line.empty()) continue;
    const std::size_t arrow = line.rfind(kArrow);
    if (arrow == std::string::npos) {
      file.problems.push_back("line " + std::to_string(number) + " has no ==>");
      continue;
    }
    file.cases.push_back({number, ReplaceCodePoints(Trim(std::string_view(line).substr(0, arrow))),
                          Trim(std::string_view(line).substr(arrow + kArrow.size()))});
  }
  if (file.cases.empty()) file.problems.push_back("no case in this file");
  return file;
}

std::vector<CaseFile> ReadCaseFiles(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".expr") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<CaseFile> files;
  for (const std::filesystem::path& path : paths) files.push_back(ReadCaseFile(path));
  return files;
}

}  // namespace rune::cases
