// Just enough C++ to judge a source file by: which characters are code, and where functions begin
// and end.
//
// A heuristic, not a parser. It knows comments, literals, raw strings and braces, and takes for a
// function what has a parameter list in front of its brace at namespace or class level.
// self_test.cc says what it gets right.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace house {

// The text with the contents of comments, string and character literals replaced by blanks; line
// ends stay.
std::string CodeOnly(std::string_view text);

// The line (from 1) of an offset.
std::size_t LineOf(std::string_view text, std::size_t offset);

// The offsets at which `word` stands in `code` as a word of its own.
std::vector<std::size_t> FindWord(std::string_view code, std::string_view word);

struct FunctionSpan {
  std::string head;  // the text before its brace, on one line
  std::size_t first_line = 0;
  std::size_t last_line = 0;

  std::size_t length() const { return last_line - first_line + 1; }
};

// The functions of a text that went through CodeOnly. Lambdas belong to the function around them.
std::vector<FunctionSpan> Functions(std::string_view code);

}  // namespace house
