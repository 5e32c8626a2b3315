#include "cedar/format/tokens.h"

#include <algorithm>

#include "base/utf8.h"

namespace rune::cedar {
namespace {

bool IsBlank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

std::string_view Trim(std::string_view text) {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = pos;
    if (IsBlank(DecodeUtf8(text, pos))) continue;
    begin = std::min(begin, at);
    end = pos;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

// A comment of the text at `begin`, or an empty view.
std::string_view CommentAt(std::string_view text, std::size_t begin, bool extended) {
  const std::string_view rest = text.substr(begin);
  if (rest.starts_with("//") || (extended && rest.starts_with('#'))) {
    return rest.substr(0, rest.find_first_of("\n\r"));
  }
  if (!extended || !rest.starts_with("/*")) return {};
  const std::size_t end = rest.find("*/", 2);
  return rest.substr(0, end == std::string_view::npos ? end : end + 2);
}

std::size_t StringEnd(std::string_view text, std::size_t open) {
  for (std::size_t at = open + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

// The end of the trailing part of what stands behind a token: a line end outside a block comment.
std::size_t TrailingEnd(std::string_view text, bool extended) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') return at;
    const std::string_view comment = extended ? CommentAt(text, at, true) : std::string_view();
    // A block comment stands before its line's next token, or is over more than one line.
    if (comment.starts_with("/*")) return 0;
    at += std::max<std::size_t>(comment.size(), 1);
  }
  return text.size();
}

void AppendWithoutBlankLines(std::string& out, std::string_view piece) {
  if (piece.starts_with('\n')) out += '\n';
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    const std::string_view line = piece.substr(0, end == std::string_view::npos ? end : end + 1);
    if (end == std::string_view::npos || !Trim(line).empty()) out += line;
    piece.remove_prefix(line.size());
  }
}

}  // namespace

std::vector<std::string_view> CommentsIn(std::string_view text, bool extended) {
  std::vector<std::string_view> comments;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view comment = CommentAt(text, at, extended);
    if (!comment.empty()) comments.push_back(Trim(comment));
    at += std::max<std::size_t>(comment.size(), 1);
  }
  return comments;
}

TokenList ReadTokens(text::Slice slice, bool extended, text::Diagnostics& diagnostics) {
  Lexer lexer(slice, extended, diagnostics);
  TokenList list;
  std::size_t begin = 0;  // of what is not yet given to a token
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd; token = lexer.Next()) {
    const std::string_view between = slice.text.substr(begin, token.begin - begin);
    FormatToken next;
    next.token = token;
    if (list.tokens.empty()) {
      next.comments.leading = CommentsIn(between, extended);
    } else {
      const std::size_t end = TrailingEnd(between, extended);
      list.tokens.back().comments.trailing = Trim(between.substr(0, end));
      next.comments.leading = CommentsIn(between.substr(end), extended);
    }
    list.tokens.push_back(std::move(next));
    begin = token.end;
  }
  const std::string_view behind = slice.text.substr(begin);
  const std::size_t end = list.tokens.empty() ? 0 : TrailingEnd(behind, extended);
  if (!list.tokens.empty()) list.tokens.back().comments.trailing = Trim(behind.substr(0, end));
  list.end = CommentsIn(behind.substr(end), extended);
  return list;
}

bool MoveLostComments(const TokenList& left, TokenList& tokens) {
  bool moved = false;
  for (std::size_t i = 0; i < left.tokens.size(); ++i) {
    const Comments& lost = left.tokens[i].comments;
    if (lost.empty()) continue;
    moved = true;
    std::vector<std::string_view> lines = lost.leading;
    if (!lost.leading.empty()) tokens.tokens[i].comments.leading.clear();
    if (!lost.trailing.empty()) {
      lines.push_back(lost.trailing);
      tokens.tokens[i].comments.trailing = {};
    }
    auto& target =
        i + 1 < tokens.tokens.size() ? tokens.tokens[i + 1].comments.leading : tokens.end;
    target.insert(target.begin(), lines.begin(), lines.end());
  }
  return moved;
}

std::vector<std::string> AllComments(const TokenList& tokens) {
  std::vector<std::string> all(tokens.end.begin(), tokens.end.end());
  for (const FormatToken& token : tokens.tokens) {
    all.insert(all.end(), token.comments.leading.begin(), token.comments.leading.end());
    if (!token.comments.trailing.empty()) all.emplace_back(token.comments.trailing);
  }
  std::ranges::sort(all);
  return all;
}

std::string WithoutBlankLines(std::string_view text, bool extended) {
  std::string out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    if (text[at] == '"') {
      end = StringEnd(text, at);
    } else {
      end += CommentAt(text, at, extended).size();
    }
    if (end == at) {
      ++at;
      continue;
    }
    AppendWithoutBlankLines(out, text.substr(begin, at - begin));
    out += text.substr(at, end - at);
    at = begin = end;
  }
  AppendWithoutBlankLines(out, text.substr(begin));
  return std::string(Trim(out));
}

}  // namespace rune::cedar
