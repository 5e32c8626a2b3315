#include "cedar/format/writer.h"

namespace rune::cedar {

DocId Writer::Leading(const std::vector<std::string_view>& comments) {
  if (comments.empty()) return docs_.Nil();
  DocId doc = docs_.HardLine();
  for (std::size_t i = 0; i < comments.size(); ++i) {
    if (i > 0) doc = Concat(doc, docs_.HardLine());
    doc = Concat(doc, docs_.Text(comments[i]));
  }
  return Concat(doc, docs_.HardLine());
}

DocId Writer::Trailing(std::string_view comment, DocId next) {
  if (comment.empty()) return next;
  return Concat(docs_.Space(), docs_.Text(comment), docs_.HardLine());
}

}  // namespace rune::cedar
