#include "cedar/format/layout.h"

#include "base/display_width.h"

namespace rune::cedar {

Layout::Layout() { nodes_.emplace_back(); }

DocId Layout::Add(Kind kind, DocId first, DocId second, std::size_t width) {
  Node node;
  node.kind = kind;
  node.first = first;
  node.second = second;
  node.width = width;
  nodes_.push_back(node);
  return static_cast<DocId>(nodes_.size() - 1);
}

DocId Layout::Text(std::string_view text) {
  const DocId id = Add(Kind::kText, 0, 0, DisplayWidth(text));
  nodes_[id].text = text;
  return id;
}

DocId Layout::OwnText(std::string text) {
  texts_.push_back(std::move(text));
  return Text(texts_.back());
}

DocId Layout::Concat(DocId a, DocId b) {
  if (a == Nil()) return b;
  if (b == Nil()) return a;
  return Add(Kind::kConcat, a, b);
}

DocId Layout::Nest(std::size_t width, DocId doc) {
  return doc == Nil() || width == 0 ? doc : Add(Kind::kNest, doc, 0, width);
}

DocId Layout::Group(DocId doc) { return doc == Nil() ? doc : Add(Kind::kGroup, doc); }

// Whether `doc` on one line, with what stands behind it up to a line end, stays within `width`.
bool Layout::Fits(DocId doc, std::size_t column, std::size_t width,
                  const std::vector<Command>& behind) const {
  std::vector<DocId> open = {doc};
  std::size_t left = behind.size();
  bool flat = true;
  while (true) {
    if (open.empty()) {
      if (left == 0) return true;
      open.push_back(behind[--left].doc);
      flat = false;
    }
    const Node& node = nodes_[open.back()];
    open.pop_back();
    switch (node.kind) {
      case Kind::kNil: break;
      case Kind::kHardLine: return !flat;
      case Kind::kLine:
      case Kind::kSoftLine:
        if (!flat) return true;
        column += node.kind == Kind::kLine ? 1 : 0;
        if (column > width && node.kind == Kind::kLine) return false;
        break;
      case Kind::kText:
        column += node.width;
        if (column > width) return false;
        break;
      case Kind::kConcat: open.push_back(node.second); [[fallthrough]];
      case Kind::kNest:
      case Kind::kGroup: open.push_back(node.first); break;
    }
  }
}

std::string Layout::Render(DocId root, std::size_t width, std::size_t column) const {
  std::string out;
  std::vector<Command> open = {{0, false, root}};
  while (!open.empty()) {
    const Command command = open.back();
    open.pop_back();
    const Node& node = nodes_[command.doc];
    switch (node.kind) {
      case Kind::kNil: break;
      case Kind::kText:
        out += node.text;
        column += node.width;
        break;
      case Kind::kConcat:
        open.push_back({command.indent, command.flat, node.second});
        open.push_back({command.indent, command.flat, node.first});
        break;
      case Kind::kNest:
        open.push_back({command.indent + node.width, command.flat, node.first});
        break;
      case Kind::kGroup:
        open.push_back(
            {command.indent, command.flat || Fits(node.first, column, width, open), node.first});
        break;
      case Kind::kLine:
      case Kind::kSoftLine:
        if (command.flat) {
          out += node.kind == Kind::kLine ? " " : "";
          column += node.kind == Kind::kLine ? 1 : 0;
          break;
        }
        [[fallthrough]];
      case Kind::kHardLine:
        // As far in as what stands behind it.
        column = open.empty() ? command.indent : open.back().indent;
        out += '\n';
        out.append(column, ' ');
        break;
    }
  }
  return out;
}

}  // namespace rune::cedar
