// Strings and comments of the four grammars of a `.rune` file: what must be stepped over to find a
// header, a bracket or the end of a statement. Nothing here judges a text; each section's own
// parser does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rune::config {

enum class Grammar : std::uint8_t {
  kToml,   // " ' """ '''; one-line texts end with their line, closed or not
  kCedar,  // " over any number of lines
  kRules,  // " and ' over any number of lines
};

enum class PieceKind : std::uint8_t { kNone, kComment, kText };

struct Piece {
  PieceKind kind = PieceKind::kNone;
  std::size_t end = 0;  // offset behind it
  bool closed = true;   // a block comment or a text that lacks its end has `closed` false
};

// The comment (`#`, `//`, `/* */`) or text that begins at `pos`; kNone if none does. A line comment
// ends before its newline. Requires: pos < text.size().
Piece ReadPiece(std::string_view text, std::size_t pos, Grammar grammar);

// The offset of the first byte of the next line, or the end.
std::size_t NextLine(std::string_view text, std::size_t pos);

}  // namespace rune::config
