#include "config/toml_text.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/format.h"
#include "config/lexical.h"

namespace rune::config {
namespace {

using text::Code;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsSpace(char c) { return IsBlank(c) || c == '\n'; }
bool IsBareKey(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::size_t SkipBlanks(std::string_view text, std::size_t pos) {
  while (pos < text.size() && IsBlank(text[pos])) ++pos;
  return pos;
}

// A dotted key; `end` lies behind its last part. Without parts where none begins.
struct KeyPath {
  std::vector<std::string> parts;
  std::size_t end = 0;
};

KeyPath ReadKeyPath(std::string_view text, std::size_t pos) {
  KeyPath path;
  path.end = pos;
  while (pos < text.size()) {
    std::size_t end = pos;
    if (text[pos] == '"' || text[pos] == '\'') {
      const Piece piece = ReadPiece(text, pos, Grammar::kToml);
      if (!piece.closed || piece.end - pos < 2) break;
      end = piece.end;
      path.parts.emplace_back(text.substr(pos + 1, end - pos - 2));
    } else {
      while (end < text.size() && IsBareKey(text[end])) ++end;
      if (end == pos) break;
      path.parts.emplace_back(text.substr(pos, end - pos));
    }
    path.end = end;
    pos = SkipBlanks(text, end);
    if (pos == text.size() || text[pos] != '.') break;
    pos = SkipBlanks(text, pos + 1);
  }
  return path;
}

class Relaxer {
 public:
  Relaxer(text::Slice section, const TomlOptions& options, text::Diagnostics& diagnostics)
      : section_(section), in_(section.text), options_(options), diagnostics_(diagnostics) {
    out_.text = in_;
  }

  RelaxedToml Relax() {
    while (pos_ < in_.size()) {
      if (IsSpace(in_[pos_])) {
        ++pos_;
      } else if (!SkipComment()) {
        Statement();
      }
    }
    return std::move(out_);
  }

 private:
  struct Bracket {
    char open;
    std::size_t at;
    bool key = false;                  // `{`: before the `=` of a member
    std::optional<std::size_t> comma;  // `{`: the last one, while nothing stands behind it
  };

  // Blanks a comment; false where none begins.
  bool SkipComment() {
    const Piece piece = ReadPiece(in_, pos_, Grammar::kToml);
    if (piece.kind != PieceKind::kComment) return false;
    if (!piece.closed) {
      diagnostics_.Add(Code::kTomlUnclosed, section_.At(pos_, pos_ + 2), "this comment never ends")
          .Help("end it with `*/`");
    }
    BlankOut(out_.text, pos_, piece.end);
    pos_ = piece.end;
    return true;
  }

  void Statement() {
    start_ = pos_;
    out_.statements.push_back(static_cast<std::uint32_t>(start_));
    if (in_[pos_] == '[') return HeaderLine();
    const KeyPath path = ReadKeyPath(in_, pos_);
    if (path.parts.size() + table_.size() > options_.depth) return TooDeep(start_, path.end);
    const std::size_t behind = SkipBlanks(in_, path.end);
    if (!path.parts.empty() && behind < in_.size() && in_[behind] == ':') {
      return Declaration(path, behind);
    }
    key_depth_ = path.parts.size() + table_.size();
    pos_ = std::max(path.end, start_);
    Rest();
  }

  // `[data.x]`, `[[tests.case]]`.
  void HeaderLine() {
    const bool array = in_.substr(pos_).starts_with("[[");
    const std::size_t name = SkipBlanks(in_, pos_ + (array ? 2 : 1));
    KeyPath path = ReadKeyPath(in_, name);
    if (path.parts.size() > options_.depth) return TooDeep(start_, path.end);
    if (!path.parts.empty()) path.parts.erase(path.parts.begin());
    table_ = std::move(path.parts);
    in_array_ = array;
    pos_ = path.end;
    while (pos_ < in_.size() && in_[pos_] != '\n') {
      if (!SkipComment()) ++pos_;
    }
  }

  void Declaration(const KeyPath& path, std::size_t colon) {
    std::size_t end = colon + 1;
    while (end < in_.size() && in_[end] != '\n') {
      const Piece piece = ReadPiece(in_, end, Grammar::kToml);
      if (piece.kind == PieceKind::kComment) break;
      ++end;
    }
    const text::Span span = section_.At(start_, path.end);
    if (options_.declarations && !in_array_) {
      std::size_t begin = SkipBlanks(in_, colon + 1);
      std::size_t last = end;
      while (last > begin && IsBlank(in_[last - 1])) --last;
      DeclarationText declaration{table_, span, {}};
      declaration.path.insert(declaration.path.end(), path.parts.begin(), path.parts.end());
      begin = std::min(begin, last);
      declaration.type = {section_.file, section_.begin + static_cast<std::uint32_t>(begin),
                          in_.substr(begin, last - begin)};
      out_.declarations.push_back(std::move(declaration));
    } else {
      diagnostics_.Add(Code::kDeclarationPlace, span, "a declaration of a type has no meaning here")
          .Help("declare types in `[data]`, outside of `[[..]]`; a value is written with `=`");
    }
    BlankOut(out_.text, start_, end);
    pos_ = end;
  }

  // The value of a key line, to the end of its line.
  void Rest() {
    open_.clear();
    while (pos_ < in_.size()) {
      const char c = in_[pos_];
      if (c == '\n' && open_.empty()) return;
      if (SkipComment()) continue;
      if (c == '"' || c == '\'') {
        if (!Text()) return;
      } else if (c == '[' || c == '{') {
        if (!Open(c)) return;
      } else if (c == ']' || c == '}') {
        CloseBracket(c);
      } else {
        Plain(c);
      }
    }
    if (!open_.empty()) NeverCloses();
  }

  bool Text() {
    const Piece piece = ReadPiece(in_, pos_, Grammar::kToml);
    if (!piece.closed) {
      diagnostics_.Add(Code::kTomlUnclosed, section_.At(pos_, pos_ + 1), "this text never ends")
          .Help(Format("close it with `{}`", in_[pos_]));
      GiveUp();
      return false;
    }
    Touch();
    pos_ = piece.end;
    return true;
  }

  bool Open(char c) {
    Touch();
    open_.push_back({c, pos_, c == '{', std::nullopt});
    if (open_.size() + key_depth_ > options_.depth) {
      TooDeep(pos_, pos_ + 1);
      return false;
    }
    ++pos_;
    return true;
  }

  void CloseBracket(char c) {
    const bool matches = !open_.empty() && (open_.back().open == '[') == (c == ']');
    if (matches) {
      if (c == '}' && open_.back().comma) out_.text[*open_.back().comma] = ' ';
      open_.pop_back();
    }
    ++pos_;
  }

  void Plain(char c) {
    if (!open_.empty() && open_.back().open == '{') {
      Bracket& table = open_.back();
      if (c == '\n') {
        out_.text[pos_] = ' ';
      } else if (c == ',') {
        // A trailing comma stands behind a member; another one is the parser's to refuse.
        table.comma = table.key ? std::nullopt : std::optional(pos_);
        table.key = true;
      } else if (table.key && (c == ':' || c == '=')) {
        out_.text[pos_] = '=';
        table.key = false;
      } else if (!IsSpace(c)) {
        table.comma.reset();
      }
    }
    ++pos_;
  }

  // Something that is no comma stands in the innermost inline table.
  void Touch() {
    if (!open_.empty()) open_.back().comma.reset();
  }

  void NeverCloses() {
    const Bracket& bracket = open_.front();
    diagnostics_
        .Add(Code::kTomlUnclosed, section_.At(bracket.at, bracket.at + 1),
             Format("this `{}` is never closed", bracket.open))
        .Help(Format("close it with `{}`", bracket.open == '[' ? ']' : '}'));
    pos_ = bracket.at;
    GiveUp();
  }

  void TooDeep(std::size_t from, std::size_t to) {
    diagnostics_
        .Add(Code::kTomlTooDeep, section_.At(from, std::min(to, from + 1)),
             Format("nested more than {} deep", options_.depth))
        .Help("arrays, tables and the parts of dotted keys count together");
    pos_ = from;
    GiveUp();
  }

  // Takes the statement out and goes on with the next.
  void GiveUp() {
    pos_ = NextStatement(in_, pos_);
    // Newlines of inline tables become newlines again, so that what follows starts on its own line.
    std::copy(in_.begin() + static_cast<std::ptrdiff_t>(start_),
              in_.begin() + static_cast<std::ptrdiff_t>(pos_),
              out_.text.begin() + static_cast<std::ptrdiff_t>(start_));
    BlankOut(out_.text, start_, pos_);
  }

  text::Slice section_;
  std::string_view in_;
  TomlOptions options_;
  text::Diagnostics& diagnostics_;
  RelaxedToml out_;
  std::size_t pos_ = 0;
  std::size_t start_ = 0;           // of the statement
  std::vector<std::string> table_;  // of the header that runs, without the section's name
  bool in_array_ = false;           // it is `[[..]]`
  std::size_t key_depth_ = 0;
  std::vector<Bracket> open_;
};

}  // namespace

RelaxedToml RelaxToml(text::Slice section, const TomlOptions& options,
                      text::Diagnostics& diagnostics) {
  return Relaxer(section, options, diagnostics).Relax();
}

void HideForeign(std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const Piece piece = ReadPiece(text, i, Grammar::kToml);
    if (piece.kind != PieceKind::kNone) {
      i = piece.end;
      continue;
    }
    if (static_cast<unsigned char>(text[i]) >= 0x80) text[i] = '?';
    ++i;
  }
}

void BlankOut(std::string& text, std::size_t from, std::size_t to) {
  to = std::min(to, text.size());
  for (std::size_t i = from; i < to; ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

std::size_t NextStatement(std::string_view text, std::size_t pos) {
  for (pos = NextLine(text, pos); pos < text.size(); pos = NextLine(text, pos)) {
    const std::size_t begin = SkipBlanks(text, pos);
    if (begin < text.size() && text[begin] == '[' && begin == pos) {
      const std::size_t name = SkipBlanks(text, begin + (text.substr(begin, 2) == "[[" ? 2 : 1));
      const KeyPath path = ReadKeyPath(text, name);
      if (!path.parts.empty() && text.substr(path.end).starts_with(']')) return pos;
      continue;
    }
    const KeyPath path = ReadKeyPath(text, begin);
    if (path.parts.empty()) continue;
    const std::size_t behind = SkipBlanks(text, path.end);
    if (behind < text.size() && text[behind] == '=') return pos;
  }
  return text.size();
}

}  // namespace rune::config
