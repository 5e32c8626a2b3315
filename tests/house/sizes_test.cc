// How large a file, a line and a function may grow. Tables live in .inc files, which are exempt.
#include <algorithm>

#include "cpp_text.h"
#include "tree.h"

namespace house {
namespace {

constexpr std::size_t kHeaderLines = 500;
constexpr std::size_t kSourceLines = 800;
constexpr std::size_t kFunctionLines = 70;
constexpr std::size_t kColumns = 100;

bool IsOurs(const File& file) {
  return file.IsCode() && (file.Under("src/") || file.Under("include/") || file.Under("tests/") ||
                           file.Under("fuzz/") || file.Under("bench/"));
}

std::size_t CodePoints(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

TEST(SizesTest, FilesAreShort) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!IsOurs(file)) continue;
    const std::size_t limit = file.Is(".h") ? kHeaderLines : kSourceLines;
    if (file.lines.size() > limit) {
      findings.push_back({file.path, limit + 1, std::to_string(file.lines.size()) + " lines",
                          "at most " + std::to_string(limit) + ": one noun or one pass per file"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(SizesTest, LinesAreShort) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    const bool script = file.path == "dev" || file.Under(".ci/") || file.Under("tools/");
    if (!IsOurs(file) && !script) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (CodePoints(file.lines[i]) <= kColumns) continue;
      findings.push_back({file.path, i + 1, std::to_string(CodePoints(file.lines[i])) + " columns",
                          "at most 100; ./dev fmt"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

TEST(SizesTest, FunctionsAreShort) {
  std::vector<Finding> findings;
  for (const File& file : Tree::Get().files()) {
    if (!IsOurs(file)) continue;
    for (const FunctionSpan& function : Functions(CodeOnly(file.text))) {
      if (function.length() <= kFunctionLines) continue;
      findings.push_back({file.path, function.first_line,
                          std::to_string(function.length()) + " lines: " + function.head,
                          "at most 70: name a part of it and move it out"});
    }
  }
  EXPECT_NO_FINDINGS(findings);
}

}  // namespace
}  // namespace house
