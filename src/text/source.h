// Texts with identity, and spans into them.
//
// A SourceMap holds every file of one load, in the order they were added; a Span names bytes of one
// of them. Parsers get a Slice (a part of a file, such as one section of a `.rune` file) and
// produce spans with offsets into the whole file, so that each place is right wherever the text
// stood. A SourceMap only grows while a configuration loads and is constant afterwards; readers on
// many threads need no lock then.
// Where the lines begin is looked up when it is first asked. A line ends with LF or CR LF; a lone
// CR is a character of its line. Spans beyond the end of a file are cut there. Cost of `Resolve`:
// two binary searches over line starts and the count of at most 16 KiB, also in a line of 100 MB.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rune/diagnostic.h"

namespace rune::text {

// Bytes [begin, end) of file number `file`.
struct Span {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// From the start of `a` to the end of `b`. Requires: same file.
inline Span Join(Span a, Span b) { return Span{a.file, a.begin, b.end}; }

class SourceMap;

// A part of a file that a parser works on. Does not own the text.
struct Slice {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;  // offset of `text` in the file
  std::string_view text;

  // The span of bytes [from, to) of `text`.
  Span At(std::size_t from, std::size_t to) const {
    return Span{file, begin + static_cast<std::uint32_t>(from),
                begin + static_cast<std::uint32_t>(to)};
  }
};

class SourceMap {
 public:
  // Adds a file and returns its number. Requires: less than 4 GiB.
  std::uint32_t Add(std::string name, std::string content);

  std::size_t size() const { return files_.size(); }
  const std::string& name(std::uint32_t file) const { return files_[file]->name; }
  std::string_view content(std::uint32_t file) const { return files_[file]->content; }
  // The whole file as a slice.
  Slice Whole(std::uint32_t file) const;
  // The text of a span.
  std::string_view Text(Span span) const;
  // Line, column and name of a span; the end is the place just behind its last character.
  Place Resolve(Span span) const;
  // The text of a line (from 1) without its end.
  std::string_view Line(std::uint32_t file, std::uint32_t line) const;
  // The first file of that name.
  std::optional<std::uint32_t> FindFile(std::string_view name) const;

 private:
  struct File {
    std::string name;
    std::string content;
    mutable std::once_flag counted;
    mutable std::vector<std::uint32_t> line_starts;
    mutable std::vector<std::uint32_t> block_counts;  // code points before each block of bytes
  };
  const File& Counted(std::uint32_t file) const;
  struct Position {
    std::uint32_t line;
    std::uint32_t column;
  };
  static Position Locate(const File& file, std::uint32_t offset);

  // Behind pointers, so that views into a file stay valid when another one is added.
  std::vector<std::unique_ptr<const File>> files_;
};

}  // namespace rune::text
