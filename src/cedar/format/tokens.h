// The tokens of a text with the comments around them.
//
// What stands between two tokens belongs to the first up to the line end (its trailing comment) and
// to the second behind it (its leading comments, a line each). Whoever writes a token takes its
// comments with it, once.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "cedar/syntax/lexer.h"

namespace rune::cedar {

struct Comments {
  std::vector<std::string_view> leading;
  std::string_view trailing;

  bool empty() const { return leading.empty() && trailing.empty(); }
};

struct FormatToken {
  Token token;
  Comments comments;
};

struct TokenList {
  std::vector<FormatToken> tokens;
  std::vector<std::string_view> end;  // comments behind the last token's line

  // The comments of a token, which are then gone.
  Comments Take(std::size_t index) { return std::exchange(tokens[index].comments, {}); }
};

// `extended`: `#` and `/* */` are comments too. Requires: a text that the parser accepts.
TokenList ReadTokens(text::Slice slice, bool extended, text::Diagnostics& diagnostics);

// The comments of a piece of text that holds nothing else but blanks, without blanks around them.
std::vector<std::string_view> CommentsIn(std::string_view text, bool extended);

// Without the blank lines of a formatted policy and the blanks around it; strings and comments are
// kept as they are.
std::string WithoutBlankLines(std::string_view text, bool extended);

}  // namespace rune::cedar
