#include "config/document.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/format.h"
#include "base/utf8.h"
#include "text/suggest.h"

namespace rune::config {
namespace {

using text::Code;

struct Named {
  std::string_view name;
  SectionKind kind;
  bool subtables;  // may be followed by its own `[name.x]` and `[[name.x]]`
};

constexpr std::array kSections = {
    Named{"data", SectionKind::kData, true},
    Named{"entities", SectionKind::kEntities, true},
    Named{"schema", SectionKind::kSchema, false},
    Named{"rules", SectionKind::kRules, false},
    Named{"policies", SectionKind::kPolicies, false},
    Named{"cedar_policies", SectionKind::kPolicies, false},
    Named{"links", SectionKind::kLinks, true},
    Named{"limits", SectionKind::kLimits, true},
    Named{"tests", SectionKind::kTests, true},
    Named{"metadata", SectionKind::kMetadata, true},
};

bool IsToml(SectionKind kind) { return GrammarOf(kind) == Grammar::kToml; }

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A line `[name]` or `[[name]]`: its name (`data.x`) and its end.
struct Header {
  std::string_view name;
  bool array = false;
  std::size_t end = 0;  // behind the last bracket
  std::string_view root() const { return name.substr(0, name.find_first_of(". \t")); }
};

// Steps over blanks and comments of one line; true at its end.
bool OnlyBlanksFollow(std::string_view text, std::size_t pos) {
  while (pos < text.size() && text[pos] != '\n') {
    if (IsBlank(text[pos])) {
      ++pos;
      continue;
    }
    const Piece piece = ReadPiece(text, pos, Grammar::kToml);
    if (piece.kind != PieceKind::kComment) return false;
    pos = piece.end;
  }
  return true;
}

// Quoted keys may stand in the later parts of a name: `[entities.Agent."code gen"]`.
std::size_t NameEnd(std::string_view text, std::size_t pos) {
  while (pos < text.size()) {
    const char c = text[pos];
    if (c == '"' || c == '\'') {
      const Piece piece = ReadPiece(text, pos, Grammar::kToml);
      if (!piece.closed) return pos;
      pos = piece.end;
    } else if (IsLetter(c) || IsDigit(c) || c == '-' || c == '.' || c == ' ' || c == '\t') {
      ++pos;
    } else {
      return pos;
    }
  }
  return pos;
}

std::optional<Header> ReadHeader(std::string_view text, std::size_t pos) {
  if (text[pos] != '[') return std::nullopt;
  Header header;
  header.array = text.substr(pos).starts_with("[[");
  std::size_t begin = pos + (header.array ? 2 : 1);
  while (begin < text.size() && (text[begin] == ' ' || text[begin] == '\t')) ++begin;
  if (begin == text.size() || !IsLetter(text[begin])) return std::nullopt;
  std::size_t end = NameEnd(text, begin);
  const std::string_view close = header.array ? "]]" : "]";
  if (!text.substr(end).starts_with(close)) return std::nullopt;
  header.end = end + close.size();
  if (!OnlyBlanksFollow(text, header.end)) return std::nullopt;
  while (text[end - 1] == ' ' || text[end - 1] == '\t') --end;
  header.name = text.substr(begin, end - begin);
  return header;
}

// What an array over several lines may hold at column 0; no section has such a name.
bool IsTomlWord(std::string_view name) {
  return name == "true" || name == "false" || name == "inf" || name == "nan";
}

class OutlineReader {
 public:
  OutlineReader(text::Slice file, text::Diagnostics& diagnostics)
      : file_(file), text_(file.text), diagnostics_(diagnostics) {}

  Document Read() {
    std::size_t pos = SkipByteOrderMark();
    head_begin_ = pos;
    bool line_start = true;
    while (pos < text_.size()) {
      if (line_start && text_[pos] == '[') {
        if (const auto header = ReadHeader(text_, pos); header && !IsTomlWord(header->name)) {
          OnHeader(*header, pos);
          pos = header->end;
        }
      }
      line_start = false;
      pos = Step(pos, line_start);
    }
    Close(text_.size());
    return std::move(document_);
  }

 private:
  std::size_t SkipByteOrderMark() {
    if (!text_.starts_with("\xEF\xBB\xBF")) return 0;
    diagnostics_.Add(Code::kByteOrderMark, file_.At(0, 3), "the file begins with a byte-order mark")
        .Help("save it as UTF-8 without one");
    return 3;
  }

  // Moves over one byte, comment or text.
  std::size_t Step(std::size_t pos, bool& line_start) {
    if (pos >= text_.size()) return pos;
    const char c = text_[pos];
    if (c == '\n') {
      line_start = true;
      return pos + 1;
    }
    if (c == '"' || c == '\'' || c == '#' || c == '/') {
      const Piece piece = ReadPiece(text_, pos, grammar_);
      if (piece.kind != PieceKind::kNone) return piece.end;
    }
    return std::min(text_.find_first_of("\n\"'#/", pos + 1), text_.size());
  }

  void OnHeader(const Header& header, std::size_t begin) {
    const text::Span span = file_.At(begin, header.end);
    const std::string root(header.root());
    const auto known = std::ranges::find(kSections, root, &Named::name);
    if (known == kSections.end()) {
      Close(begin);
      grammar_ = Grammar::kToml;
      Unknown(root, span);
      return;
    }
    const bool subtable = header.array || header.name != root;
    const bool plain_array = header.array && header.name == root;
    if ((subtable && !known->subtables) || plain_array) {
      Close(begin);
      diagnostics_.Add(Code::kUnknownSection, span, Format("`{}` has no tables of its own", root))
          .Help(Format("write `[{}]`", root));
      return;
    }
    if (subtable && open_ && open_->kind == known->kind) return;  // goes on
    Close(begin);
    Open(*known, header, begin, span);
  }

  void Open(const Named& known, const Header& header, std::size_t begin, text::Span span) {
    grammar_ = GrammarOf(known.kind);
    if (const Section* first = document_.Find(known.kind)) {
      diagnostics_.Add(Code::kDuplicateSection, span, Format("`[{}]` is there twice", known.name))
          .Other(first->header, "the first one")
          .Help("put both together into one section");
      return;
    }
    if (known.kind == SectionKind::kLimits) {
      diagnostics_.Add(Code::kLimitsUnsupported, span, "this version does not enforce `[limits]`")
          .Note("limits that are not enforced would permit what they were written to stop")
          .Help("remove the section, or state the limit as a rule over `current_usage`");
    }
    open_ = Section{known.kind, span, {}};
    body_begin_ = IsToml(known.kind) ? begin : NextLine(text_, header.end);
  }

  void Unknown(const std::string& name, text::Span span) {
    std::vector<std::string> names;
    for (const Named& known : kSections) names.emplace_back(known.name);
    auto builder = diagnostics_.Add(Code::kUnknownSection, span, Format("no section `{}`", name));
    if (const auto close = text::Suggest(name, names)) {
      builder.Help(Format("did you mean `[{}]`?", *close));
    } else {
      builder.Help(
          "sections are `[data]`, `[entities]`, `[schema]`, `[rules]`, `[policies]`, "
          "`[[links.link]]`, `[tests]` and `[metadata]`");
    }
  }

  text::Slice Part(std::size_t begin, std::size_t end) const {
    begin = std::min(begin, end);
    return {file_.file, file_.begin + static_cast<std::uint32_t>(begin),
            text_.substr(begin, end - begin)};
  }

  // Ends what runs: the head, or the open section.
  void Close(std::size_t end) {
    if (!head_closed_) {
      document_.head = Part(head_begin_, end);
      head_closed_ = true;
    }
    if (open_) {
      open_->body = Part(body_begin_, end);
      document_.sections.push_back(*open_);
      open_.reset();
    }
  }

  text::Slice file_;
  std::string_view text_;
  text::Diagnostics& diagnostics_;
  Document document_;
  Grammar grammar_ = Grammar::kToml;
  std::size_t head_begin_ = 0;
  bool head_closed_ = false;
  std::optional<Section> open_;
  std::size_t body_begin_ = 0;
};

}  // namespace

const Section* Document::Find(SectionKind kind) const {
  const auto it = std::ranges::find(sections, kind, &Section::kind);
  return it == sections.end() ? nullptr : &*it;
}

Grammar GrammarOf(SectionKind kind) {
  switch (kind) {
    case SectionKind::kRules: return Grammar::kRules;
    case SectionKind::kSchema:
    case SectionKind::kPolicies: return Grammar::kCedar;
    default: return Grammar::kToml;
  }
}

std::string_view SectionName(SectionKind kind) {
  return std::ranges::find(kSections, kind, &Named::kind)->name;
}

std::optional<Document> ReadOutline(text::Slice file, text::Diagnostics& diagnostics) {
  if (const std::size_t bad = FindInvalidUtf8(file.text); bad != std::string_view::npos) {
    diagnostics.Add(Code::kBrokenUtf8, file.At(bad, bad + 1), "this is not UTF-8")
        .Help("save the file as UTF-8");
    return std::nullopt;
  }
  return OutlineReader(file, diagnostics).Read();
}

}  // namespace rune::config
