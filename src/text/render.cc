#include "text/render.h"

#include <algorithm>
#include <string_view>

#include "base/display_width.h"
#include "base/format.h"
#include "base/json_text.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace rune::text {
namespace {

constexpr std::size_t kShownPoints = 120;  // of one line of the text
constexpr std::size_t kPointsBefore = 40;  // of those, before the span in a line that is cut
constexpr std::string_view kCut = "...";

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBlue = "\x1b[1;34m";
constexpr std::string_view kCyan = "\x1b[1;36m";
constexpr std::string_view kReset = "\x1b[0m";

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError: return "error";
    case Severity::kWarning: return "warning";
    case Severity::kNote: return "note";
  }
  return "error";
}

std::string_view SeverityColour(Severity severity) {
  switch (severity) {
    case Severity::kError: return kRed;
    case Severity::kWarning: return kYellow;
    case Severity::kNote: return kCyan;
  }
  return kRed;
}

// Appends what a terminal may see of the code point at `pos`, and moves `pos` behind it.
void AppendVisible(std::string& out, std::string_view text, std::size_t& pos) {
  const std::size_t start = pos;
  const char32_t c = DecodeUtf8(text, pos);
  if (c == kInvalidCodePoint) {
    out += Format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(text[start])));
  } else if (c == '\t') {
    out += ' ';
  } else if (!IsPrintable(c)) {
    out += Format("\\u{{{:x}}}", static_cast<unsigned>(c));
  } else {
    out.append(text, start, pos - start);
  }
}

std::string Visible(std::string_view text) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) AppendVisible(out, text, pos);
  return out;
}

// Messages may have several lines, which stay.
std::string VisibleLines(std::string_view text, std::string_view indent) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    if (text[pos] == '\n') {
      out += '\n';
      out += indent;
      ++pos;
    } else {
      AppendVisible(out, text, pos);
    }
  }
  return out;
}

bool IsContinuationByte(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// A character has at most this many bytes behind its first; in a run of stray ones each group
// counts as a point.
constexpr std::size_t kMostContinuations = 3;

// `at` moved back by `points` code points, and forward.
std::size_t Back(std::string_view text, std::size_t at, std::size_t points) {
  for (; points > 0 && at > 0; --points) {
    std::size_t skipped = 0;
    while (--at > 0 && skipped < kMostContinuations && IsContinuationByte(text[at])) ++skipped;
  }
  return at;
}

std::size_t Forward(std::string_view text, std::size_t at, std::size_t points) {
  for (; points > 0 && at < text.size(); --points) {
    std::size_t skipped = 0;
    while (++at < text.size() && skipped < kMostContinuations && IsContinuationByte(text[at])) {
      ++skipped;
    }
  }
  return at;
}

// The marked line as it is shown, and the run under it.
struct Excerpt {
  std::string text;
  std::size_t before = 0;  // cells left of the run
  std::size_t run = 1;
};

// `from` and `to` are the bytes of the span in its first line.
Excerpt Cut(std::string_view line, std::size_t from, std::size_t to) {
  std::size_t left = 0;
  std::size_t right = line.size();
  if (Forward(line, 0, kShownPoints) < line.size()) {
    left = to <= Forward(line, 0, kShownPoints) ? 0 : Back(line, from, kPointsBefore);
    right = Forward(line, left, kShownPoints);
  }
  std::string before(left > 0 ? kCut : "");
  std::string run;
  std::string behind;
  for (std::size_t pos = left; pos < right;) {
    AppendVisible(pos < from ? before : pos < to ? run : behind, line, pos);
  }
  if (right < line.size()) behind += kCut;
  return {.text = before + run + behind,
          .before = DisplayWidth(before),
          .run = std::max<std::size_t>(DisplayWidth(run), 1)};
}

class Renderer {
 public:
  Renderer(const SourceMap* sources, RenderOptions options)
      : sources_(sources), colour_(options.colour) {}

  std::string Render(const Diagnostic& d) {
    Paint(SeverityColour(d.severity), Format("{}[{}]", SeverityName(d.severity), d.code));
    Paint(kBold, ": " + VisibleLines(d.message, "  "));
    out_ += '\n';
    gutter_ = std::to_string(std::max(d.place.line, WidestOther(d))).size();
    if (!d.place.file.empty() || d.place.line > 0) {
      ShowPlace("-->", d.place);
      ShowLine(d.place, d.label, '^', SeverityColour(d.severity));
    }
    for (const DiagnosticLabel& other : d.others) {
      ShowPlace(":::", other.place);
      ShowLine(other.place, other.message, '-', kBlue);
    }
    for (const std::string& note : d.notes) ShowRemark("note", note);
    if (!d.help.empty()) ShowRemark("help", d.help);
    return std::move(out_);
  }

 private:
  static std::uint32_t WidestOther(const Diagnostic& d) {
    std::uint32_t widest = 0;
    for (const DiagnosticLabel& other : d.others) widest = std::max(widest, other.place.line);
    return widest;
  }

  void Paint(std::string_view colour, std::string_view text) {
    if (colour_) out_ += colour;
    out_ += text;
    if (colour_) out_ += kReset;
  }

  void Gutter(std::string_view text, std::string_view mark) {
    Paint(kBlue, Format("{:>{}} {}", text, gutter_, mark));
  }

  void ShowPlace(std::string_view arrow, const Place& place) {
    out_.append(gutter_, ' ');
    Paint(kBlue, arrow);
    out_ += ' ';
    out_ += Visible(place.file);
    if (place.line > 0) out_ += Format(":{}:{}", place.line, place.column);
    out_ += '\n';
  }

  void ShowLine(const Place& place, const std::string& label, char mark, std::string_view colour) {
    const auto file = sources_ == nullptr ? std::nullopt : sources_->FindFile(place.file);
    if (!file || place.line == 0) {
      if (!label.empty()) ShowRemark("note", label);
      return;
    }
    const std::string_view line = sources_->Line(*file, place.line);
    // Views into one text: the distance is the offset of the line.
    const std::size_t start =
        line.data() == nullptr
            ? place.offset
            : static_cast<std::size_t>(line.data() - sources_->content(*file).data());
    const std::size_t from = std::min<std::size_t>(place.offset - start, line.size());
    const std::size_t to = std::min<std::size_t>(from + place.length, line.size());
    const Excerpt excerpt = Cut(line, from, to);
    Gutter("", "|");
    out_ += '\n';
    Gutter(std::to_string(place.line), "|");
    out_ += ' ' + excerpt.text + '\n';
    Gutter("", "|");
    out_ += ' ' + std::string(excerpt.before, ' ');
    std::string run(excerpt.run, mark);
    if (!label.empty()) run += ' ' + VisibleLines(label, "  ");
    Paint(colour, run);
    out_ += '\n';
  }

  void ShowRemark(std::string_view kind, std::string_view text) {
    Gutter("", "=");
    out_ += ' ';
    Paint(kBold, Format("{}:", kind));
    out_ += ' ' + VisibleLines(text, std::string(gutter_ + 5 + kind.size(), ' ')) + '\n';
  }

  const SourceMap* sources_;
  bool colour_;
  std::size_t gutter_ = 1;
  std::string out_;
};

void AppendPlace(std::string& out, const Place& place) {
  out += R"("file":)";
  AppendJsonString(out, place.file);
  out += Format(R"(,"line":{},"column":{},"end_line":{},"end_column":{},"offset":{},"length":{})",
                place.line, place.column, place.end_line, place.end_column, place.offset,
                place.length);
}

void AppendField(std::string& out, std::string_view name, std::string_view text) {
  out += Format(R"(,"{}":)", name);
  AppendJsonString(out, text);
}

}  // namespace

std::string RenderTerminal(const Diagnostic& diagnostic, const SourceMap* sources,
                           RenderOptions options) {
  return Renderer(sources, options).Render(diagnostic);
}

std::string RenderJson(const Diagnostic& d) {
  std::string out = R"({"code":)";
  AppendJsonString(out, d.code);
  AppendField(out, "severity", SeverityName(d.severity));
  AppendField(out, "message", d.message);
  out += ',';
  AppendPlace(out, d.place);
  AppendField(out, "label", d.label);
  out += R"(,"others":[)";
  for (const DiagnosticLabel& other : d.others) {
    if (&other != d.others.data()) out += ',';
    out += '{';
    AppendPlace(out, other.place);
    AppendField(out, "message", other.message);
    out += '}';
  }
  out += R"(],"notes":[)";
  for (const std::string& note : d.notes) {
    if (&note != d.notes.data()) out += ',';
    AppendJsonString(out, note);
  }
  out += ']';
  AppendField(out, "help", d.help);
  out += '}';
  return out;
}

}  // namespace rune::text
