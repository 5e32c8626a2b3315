// Documents made of the tokens of a text, each with the comments that belong to it.
#pragma once

#include <string_view>
#include <vector>

#include "cedar/format/layout.h"
#include "cedar/format/tokens.h"

namespace rune::cedar {

struct LayoutOptions {
  std::size_t line_width = 80;
  std::size_t indent_width = 2;
  bool extended = false;
};

class Writer {
 public:
  // Takes the comments of the tokens that are written; what is left in `tokens` was lost. Requires:
  // text and tokens outlive the writer.
  Writer(std::string_view text, TokenList& tokens) : text_(text), tokens_(tokens) {}

 protected:
  std::string_view Spelling(std::uint32_t token) const {
    const Token& t = tokens_.tokens[token].token;
    return text_.substr(t.begin, t.end - t.begin);
  }
  template <typename... Docs>
  DocId Concat(DocId first, Docs... rest) {
    return docs_.Concat(first, rest...);
  }
  // Comments on lines of their own; ends with a line end if there are any.
  DocId Leading(const std::vector<std::string_view>& comments);
  // A comment to the end of the line, else `next`.
  DocId Trailing(std::string_view comment, DocId next);
  DocId With(const Comments& comments, DocId doc, DocId next = 0) {
    return Concat(Leading(comments.leading), doc, Trailing(comments.trailing, next));
  }
  // A token between its comments; `next` stands behind it unless a comment ends the line.
  DocId WithToken(std::uint32_t token, DocId next = 0) {
    const Comments comments = tokens_.Take(token);
    return With(comments, docs_.Text(Spelling(token)), next);
  }

  std::string_view text_;
  TokenList& tokens_;
  Layout docs_;
};

}  // namespace rune::cedar
