// The three relaxations of TOML, taken back: the text that goes to the TOML parser.
//
// Idea: a copy of the section in which each byte keeps its place, so that every offset that the
// parser reports is one of the file. In the copy comments are blanks, `:` in an inline table is
// `=`, its newlines and its trailing comma are blanks, and schema declarations (`dotted.path: Type`
// on a line of their own) are blanks too and handed over separately. What would harm the parser
// stops here with a diagnostic and is blanked up to the next statement: nesting beyond the bound,
// brackets and texts that never close.
// Cost: linear, without recursion.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "text/diagnostics.h"

namespace rune::config {

// A schema declaration as it stands.
struct DeclarationText {
  std::vector<std::string> path;  // with the table it stands in, without the section's name
  text::Span path_span;
  text::Slice type;
};

struct RelaxedToml {
  std::string text;                       // as long as the section
  std::vector<std::uint32_t> statements;  // where headers and key lines begin, in order
  std::vector<DeclarationText> declarations;
};

struct TomlOptions {
  std::uint32_t depth = 256;  // of tables, arrays and dotted keys, all together in one statement
  bool declarations = false;  // whether declarations may stand here (`[data]`)
};

RelaxedToml RelaxToml(text::Slice section, const TomlOptions& options,
                      text::Diagnostics& diagnostics);

// Puts `?` for each byte outside of texts and comments that is not ASCII. TOML has none there, and
// the library is not safe with them: now it reports the place. To be called before each parse.
void HideForeign(std::string& text);

// Blanks the bytes [from, to); newlines stay.
void BlankOut(std::string& text, std::size_t from, std::size_t to);
// The first offset from `pos` on, at a line start, where a key line or a header seems to begin;
// else the end.
std::size_t NextStatement(std::string_view text, std::size_t pos);

}  // namespace rune::config
