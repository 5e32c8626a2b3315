// What RUNE tells the author of a text: a code with a page of its own, a message, the place, and
// what to do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rune {

enum class Severity : std::uint8_t { kError, kWarning, kNote };

// A place in a file. Lines and columns count from 1, columns in code points (a tab is one); offsets
// are bytes. The end is the place just behind the last character.
struct Place {
  std::string file;
  std::uint32_t line = 0;  // 0: the file as a whole
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct DiagnosticLabel {
  Place place;
  std::string message;
};

struct Diagnostic {
  std::string code;  // `RUNE-P0007`
  Severity severity = Severity::kError;
  std::string message;
  Place place;
  std::string label;                    // stands under the marked text; may be empty
  std::vector<DiagnosticLabel> others;  // further places
  std::vector<std::string> notes;
  std::string help;  // what to do; may be empty
};

}  // namespace rune
