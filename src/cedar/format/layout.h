// Documents that know several ways to stand on lines, and the way that fits a width.
//
// Idea (Wadler, "A prettier printer", with the greedy choice of Oppen): a document is text, lines
// and groups. A line is a blank where its group stands on one line, a line end where it does not; a
// group stands on one line if what is left of that line, up to the next line end behind it, fits
// the width. Documents are numbers into one table and are never changed. Nothing recurses.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace rune::cedar {

using DocId = std::uint32_t;

class Layout {
 public:
  Layout();

  DocId Nil() const { return 0; }
  // Requires: the text outlives the layout. Line ends in it are written as they are.
  DocId Text(std::string_view text);
  DocId OwnText(std::string text);
  DocId Space() { return Text(" "); }
  DocId Line() { return Add(Kind::kLine); }          // a blank, or a line end
  DocId SoftLine() { return Add(Kind::kSoftLine); }  // nothing, or a line end
  DocId HardLine() { return Add(Kind::kHardLine); }  // a line end
  DocId Concat(DocId a, DocId b);
  template <typename... Rest>
  DocId Concat(DocId a, DocId b, Rest... rest) {
    return Concat(Concat(a, b), rest...);
  }
  // Line ends inside are followed by `width` more blanks.
  DocId Nest(std::size_t width, DocId doc);
  DocId Group(DocId doc);

  // `column`: where the first line begins, which is not written.
  std::string Render(DocId doc, std::size_t width, std::size_t column = 0) const;

 private:
  enum class Kind : std::uint8_t {
    kNil,
    kText,
    kLine,
    kSoftLine,
    kHardLine,
    kConcat,
    kNest,
    kGroup
  };
  struct Node {
    Kind kind = Kind::kNil;
    DocId first = 0;
    DocId second = 0;
    std::size_t width = 0;  // of text, or of a nest
    std::string_view text;
  };
  struct Command {
    std::size_t indent;
    bool flat;
    DocId doc;
  };

  DocId Add(Kind kind, DocId first = 0, DocId second = 0, std::size_t width = 0);
  bool Fits(DocId doc, std::size_t column, std::size_t width,
            const std::vector<Command>& behind) const;

  std::vector<Node> nodes_;
  std::deque<std::string> texts_;
};

}  // namespace rune::cedar
