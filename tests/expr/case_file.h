// Files of one-line cases, tests/cases/**/*.expr.
//
// The first line says why the file exists; a line `// extended` turns on the forms of a `.rune`
// file; other lines that begin with `//` are comments. A case reads `TEXT  ==>  EXPECTED`.
// In TEXT, `<U+XXXX>` stands for that code point, so that line ends and odd blanks can be shown.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rune::cases {

struct Case {
  int line = 0;
  std::string text;
  std::string expected;
};

struct CaseFile {
  std::string name;  // without folder and ending
  std::filesystem::path path;
  bool extended = false;
  std::vector<Case> cases;
  std::vector<std::string> problems;  // of the file itself
};

CaseFile ReadCaseFile(const std::filesystem::path& path);
// All case files below a folder, by name.
std::vector<CaseFile> ReadCaseFiles(const std::filesystem::path& folder);

}  // namespace rune::cases
