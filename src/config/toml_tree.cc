#include "config/toml_tree.h"

#include <algorithm>
#include <tuple>

#include "base/format.h"
#include "base/utf8.h"
#include "config/toml_error.h"
#include "value/decimal.h"

// The only file that sees the TOML library, which takes its time to compile.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/impl/preprocessor.h>
// The library asserts (and, in a release, assumes) some things about its input before it reports
// them as errors. Input is never a reason to stop, so its error paths decide.
#undef TOML_ASSERT
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT(...) static_assert(true)
#define TOML_ASSERT_ASSUME(...) static_assert(true)
#include <toml++/toml.h>

namespace rune::config {
namespace {

using text::Code;

// From the parser's line and column (in code points) to bytes, for any order of questions.
class Positions {
 public:
  explicit Positions(std::string_view text) : text_(text) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i % kBlock == 0) counts_.push_back(count);
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++count;
      if (text[i] == '\n') line_starts_.push_back({i + 1, count});
    }
  }

  std::size_t Offset(toml::source_position position) const {
    if (position.line == 0 || position.line > line_starts_.size()) return text_.size();
    const LineStart& line = line_starts_[position.line - 1];
    const std::uint32_t target = line.count + std::max<std::uint32_t>(position.column, 1) - 1;
    // The last block that begins at or before the wanted code point.
    const auto block = std::ranges::upper_bound(counts_, target);
    std::size_t pos = block == counts_.begin()
                          ? 0
                          : static_cast<std::size_t>(block - counts_.begin() - 1) * kBlock;
    std::uint32_t count = counts_.empty() ? 0 : counts_[pos / kBlock];
    if (pos < line.offset) {
      pos = line.offset;
      count = line.count;
    }
    while (pos < text_.size()) {
      const bool begins = (static_cast<unsigned char>(text_[pos]) & 0xC0) != 0x80;
      if (begins && count == target) break;
      if (begins) ++count;
      ++pos;
    }
    return pos;
  }

 private:
  static constexpr std::size_t kBlock = 1024;
  struct LineStart {
    std::size_t offset;
    std::uint32_t count;
  };
  std::string_view text_;
  std::vector<LineStart> line_starts_ = {{0, 0}};
  std::vector<std::uint32_t> counts_;  // code points before each block
};

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (years counted from March, in
// eras of 400).
std::int64_t DaysFromCivil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

constexpr std::int64_t kDayMillis = 86'400'000;

std::int64_t DateMillis(const toml::date& date) {
  return DaysFromCivil(date.year, date.month, date.day) * kDayMillis;
}

class TreeBuilder {
 public:
  TreeBuilder(text::Slice section, const Positions& positions, text::Diagnostics& diagnostics)
      : section_(section), positions_(positions), diagnostics_(diagnostics) {}

  Node Build(const toml::node& in) {
    Node out;
    out.span = SpanOf(in.source());
    if (const auto* table = in.as_table()) {
      out.kind = Node::Kind::kTable;
      out.members.reserve(table->size());
      for (auto&& [key, child] : *table) {
        out.members.push_back({std::string(key.str()), SpanOf(key.source()), Build(child)});
      }
      std::ranges::sort(out.members, [](const Member& a, const Member& b) {
        return std::tie(a.key_span.begin, a.key) < std::tie(b.key_span.begin, b.key);
      });
    } else if (const auto* array = in.as_array()) {
      out.kind = Node::Kind::kArray;
      out.elements.reserve(array->size());
      for (const toml::node& child : *array) out.elements.push_back(Build(child));
    } else {
      out.kind = Node::Kind::kScalar;
      out.scalar = Scalar(in, out.span);
    }
    return out;
  }

 private:
  text::Span SpanOf(const toml::source_region& region) const {
    const std::size_t begin = positions_.Offset(region.begin);
    return section_.At(begin, std::max(begin, positions_.Offset(region.end)));
  }

  Value Scalar(const toml::node& in, text::Span span) {
    if (const auto* string = in.as_string()) return Value(string->get());
    if (const auto* integer = in.as_integer()) return Value(std::int64_t{integer->get()});
    if (const auto* boolean = in.as_boolean()) return Value(boolean->get());
    if (in.is_floating_point()) return Float(span);
    if (const auto* date = in.as_date()) return Value(Datetime{DateMillis(date->get())});
    if (const auto* time = in.as_date_time()) return DateTime(time->get(), span);
    diagnostics_.Add(Code::kTomlTime, span, "a time of day is no point in time")
        .Help("write a date with it, or a text");
    return Value();
  }

  // `1_000.5`; the parser's own reading went through a binary fraction and is not used.
  Value Float(text::Span span) {
    std::string digits(section_.text.substr(span.begin - section_.begin, span.end - span.begin));
    while (!digits.empty() && (digits.back() == ' ' || digits.back() == '\r')) digits.pop_back();
    std::erase(digits, '_');
    const std::string plain = digits.starts_with('+') ? digits.substr(1) : digits;
    if (const auto decimal = value::ParseDecimalText(plain)) return Value(*decimal);
    const bool word = plain.find_first_of("in") != std::string::npos;
    const bool exponent = plain.find_first_of("eE") != std::string::npos;
    diagnostics_
        .Add(Code::kTomlNumber, span,
             word       ? Format("`{}` is no number here", digits)
             : exponent ? "a number with an exponent is not taken"
                        : Format("`{}` cannot be kept exactly", digits))
        .Help("write a decimal with at most 9 digits behind the point");
    return Value();
  }

  Value DateTime(const toml::date_time& in, text::Span span) {
    if (in.time.nanosecond % 1'000'000 != 0) {
      diagnostics_.Add(Code::kTomlTime, span, "a point in time counts whole milliseconds");
      return Value();
    }
    std::int64_t millis = DateMillis(in.date) + in.time.hour * std::int64_t{3'600'000} +
                          in.time.minute * std::int64_t{60'000} +
                          in.time.second * std::int64_t{1000} + in.time.nanosecond / 1'000'000;
    if (in.offset) millis -= in.offset->minutes * std::int64_t{60'000};
    return Value(Datetime{millis});
  }

  text::Slice section_;
  const Positions& positions_;
  text::Diagnostics& diagnostics_;
};

void ReportError(const toml::parse_error& error, text::Span span, text::Diagnostics& diagnostics) {
  TomlComplaint complaint = ExplainToml(error.description());
  auto builder = diagnostics.Add(complaint.code, span, std::move(complaint.message));
  if (!complaint.help.empty()) builder.Help(std::move(complaint.help));
}

// Each resumption reads the section once more: a handful always, many only while the text is short.
bool MayResume(std::size_t errors, std::size_t size) {
  constexpr std::size_t kMostErrors = 50;
  constexpr std::size_t kMostBytes = 8 << 20;
  return errors < kMostErrors && (errors + 1) * size <= kMostBytes;
}

}  // namespace

const Node* Node::Find(std::string_view key) const {
  const auto it = std::ranges::find(members, key, &Member::key);
  return it == members.end() ? nullptr : &it->node;
}

std::string_view KindName(const Node& node) {
  if (node.is_array()) return "an array";
  if (node.is_table()) return "a table";
  switch (node.scalar.kind()) {
    case ValueKind::kBool: return "a boolean";
    case ValueKind::kLong: return "an integer";
    case ValueKind::kDecimal: return "a decimal";
    case ValueKind::kDatetime: return "a point in time";
    default: return "a text";
  }
}

TomlSection ParseToml(text::Slice section, const TomlOptions& options,
                      text::Diagnostics& diagnostics) {
  RelaxedToml relaxed = RelaxToml(section, options, diagnostics);
  TomlSection out;
  out.root.span = section.At(0, 0);
  out.declarations = std::move(relaxed.declarations);
  for (std::size_t errors = 0;; ++errors) {
    HideForeign(relaxed.text);  // blanking a statement may have taken the beginning of a text
    const Positions positions(relaxed.text);
    const toml::parse_result result = toml::parse(std::string_view(relaxed.text));
    if (result) {
      out.root = TreeBuilder(section, positions, diagnostics).Build(result.table());
      return out;
    }
    const toml::source_region& region = result.error().source();
    std::size_t begin = std::min(positions.Offset(region.begin), relaxed.text.size());
    // An error at a line's end is found on the newline; it belongs to what stands before.
    while (begin > 0 && (begin == relaxed.text.size() || relaxed.text[begin] == '\n')) --begin;
    ReportError(result.error(), section.At(begin, std::min(begin + 1, section.text.size())),
                diagnostics);
    if (!MayResume(errors, section.text.size())) return out;
    const auto next = std::ranges::upper_bound(relaxed.statements, begin);
    if (next == relaxed.statements.begin()) return out;
    const std::size_t end = next == relaxed.statements.end() ? relaxed.text.size() : *next;
    BlankOut(relaxed.text, *(next - 1), end);
    // What was blanked cannot be found again, so this ends.
    relaxed.statements.erase(next - 1);
  }
}

}  // namespace rune::config
