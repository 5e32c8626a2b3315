// The tokens of a text with the comments around them.
//
// What stands between two tokens belongs to the first up to the line end (its trailing comment) and
// to the second behind it (its leading comments, a line each). Whoever writes a token takes its
// comments with it, once.
#pragma once

#include <string>
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

// Lays a text out with `lay_out(TokenList&)`, which takes the comments of the tokens it writes.
// Comments that no token took go to the next token, at last to the end of the text, and it is done
// again.
template <typename LayOut>
std::string KeepingComments(TokenList tokens, LayOut lay_out);

// All comments, in order of their spelling.
std::vector<std::string> AllComments(const TokenList& tokens);

// `extended`: `#` and `/* */` are comments too. Requires: a text that the parser accepts.
TokenList ReadTokens(text::Slice slice, bool extended, text::Diagnostics& diagnostics);

// The comments of a piece of text that holds nothing else but blanks, without blanks around them.
std::vector<std::string_view> CommentsIn(std::string_view text, bool extended);

// Without the blank lines of a formatted policy and the blanks around it; strings and comments are
// kept as they are.
std::string WithoutBlankLines(std::string_view text, bool extended);

// Moves what is left in `left` to the next places in `tokens`. Returns: whether there was any.
bool MoveLostComments(const TokenList& left, TokenList& tokens);

template <typename LayOut>
std::string KeepingComments(TokenList tokens, LayOut lay_out) {
  constexpr int kMostRounds = 8;
  std::string text;
  for (int round = 0; round < kMostRounds; ++round) {
    TokenList left = tokens;
    text = lay_out(left);
    if (!MoveLostComments(left, tokens)) break;
  }
  return text;
}

}  // namespace rune::cedar
