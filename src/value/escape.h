// String escapes as Cedar (and Rust) define them, both ways.
//
// `\n \r \t \\ \0 \' \"`, `\xHH` up to 7F, `\u{..}` with one to six hex digits and underscores
// between them. In a pattern also `\*`. A raw carriage return is an error, a raw newline is not.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace rune::value {

struct EscapeError {
  std::size_t offset = 0;  // bytes into the text
  std::size_t length = 1;
  std::string message;
};

// A wildcard in a pattern: no code point has this number.
inline constexpr char32_t kPatternWildcard = 0x110000;

// `text` is what stands between the quotes.
std::expected<std::string, EscapeError> Unescape(std::string_view text);
// A `*` that was not escaped as `\*` becomes kPatternWildcard (also `\x2a` and `\u{2a}`, as in
// Rust's reading of `like`).
std::expected<std::vector<char32_t>, EscapeError> UnescapePattern(std::string_view text);

// The text between quotes of a literal that reads back as `text`. Printable characters stand as
// they are.
std::string Escape(std::string_view text);
std::string EscapePattern(const std::vector<char32_t>& pattern);
// `"` + Escape + `"`.
std::string Quote(std::string_view text);
// As Cedar's own printers write texts: with apostrophes escaped too.
std::string EscapeApostrophes(std::string_view escaped);
std::string CedarQuote(std::string_view text);

}  // namespace rune::value
