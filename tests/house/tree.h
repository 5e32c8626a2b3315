// The source tree as the rules of the house see it: every text file that belongs to the project,
// read once, and the way in which a broken rule is told.
//
// Left out: .git, build and what editors leave. A rule is a GoogleTest that collects findings and
// ends with EXPECT_NO_FINDINGS, which prints one line for each: the place, what is wrong, and what
// to do.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace house {

struct File {
  std::string path;  // from the root of the tree, with /
  std::string text;
  std::vector<std::string> lines;

  bool Is(std::string_view extension) const { return path.ends_with(extension); }
  bool Under(std::string_view folder) const { return path.starts_with(folder); }
  bool IsCode() const { return Is(".h") || Is(".cc"); }
  bool IsTest() const { return Is("_test.cc") || Is("_fuzz.cc") || Is("_bench.cc"); }
};

class Tree {
 public:
  // The tree of RUNE_SOURCE_DIR.
  static const Tree& Get();

  const std::vector<File>& files() const { return files_; }
  // All folders, from the root of the tree.
  const std::vector<std::string>& folders() const { return folders_; }
  // Null when there is no such file.
  const File* Find(std::string_view path) const;
  // The names of the folders directly below src/.
  std::vector<std::string> Rooms() const;

 private:
  std::vector<File> files_;
  std::vector<std::string> folders_;
};

std::vector<std::string> SplitLines(std::string_view text);

struct Finding {
  std::string path;
  std::size_t line = 0;  // 0: the file as a whole
  std::string problem;
  std::string remedy;
};

// One `path:line: problem (remedy)` for each finding.
std::string Show(const std::vector<Finding>& findings);

}  // namespace house

#define EXPECT_NO_FINDINGS(findings) EXPECT_TRUE((findings).empty()) << house::Show(findings)
