#include "config/lexical.h"

#include <algorithm>

namespace rune::config {
namespace {

Piece Comment(std::string_view text, std::size_t pos) {
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with('#') || rest.starts_with("//")) {
    return {PieceKind::kComment, std::min(text.find('\n', pos), text.size()), true};
  }
  if (rest.starts_with("/*")) {
    const std::size_t end = text.find("*/", pos + 2);
    if (end == std::string_view::npos) return {PieceKind::kComment, text.size(), false};
    return {PieceKind::kComment, end + 2, true};
  }
  return {};
}

// A text whose closing mark is one quote; `\` escapes the next byte where `escapes`.
Piece QuotedText(std::string_view text, std::size_t pos, bool escapes, bool one_line) {
  const char quote = text[pos];
  for (std::size_t i = pos + 1; i < text.size(); ++i) {
    if (text[i] == quote) return {PieceKind::kText, i + 1, true};
    if (one_line && text[i] == '\n') return {PieceKind::kText, i, false};
    if (escapes && text[i] == '\\') {
      if (one_line && i + 1 < text.size() && text[i + 1] == '\n') continue;
      ++i;
    }
  }
  return {PieceKind::kText, text.size(), false};
}

// `"""` or `'''`; up to two quotes may stand directly before the closing three.
Piece TripleText(std::string_view text, std::size_t pos) {
  const char quote = text[pos];
  const std::string_view mark = text.substr(pos, 3);
  for (std::size_t i = pos + 3; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text.substr(i).starts_with(mark)) {
      std::size_t end = i + 3;
      while (end < text.size() && end < i + 5 && text[end] == quote) ++end;
      return {PieceKind::kText, end, true};
    }
  }
  return {PieceKind::kText, text.size(), false};
}

}  // namespace

Piece ReadPiece(std::string_view text, std::size_t pos, Grammar grammar) {
  const char c = text[pos];
  if (c == '#' || c == '/') return Comment(text, pos);
  if (c != '"' && (c != '\'' || grammar == Grammar::kCedar)) return {};
  if (grammar != Grammar::kToml) return QuotedText(text, pos, true, false);
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with(c == '"' ? R"(""")" : "'''")) return TripleText(text, pos);
  return QuotedText(text, pos, c == '"', true);
}

std::size_t NextLine(std::string_view text, std::size_t pos) {
  const std::size_t newline = text.find('\n', pos);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

}  // namespace rune::config
