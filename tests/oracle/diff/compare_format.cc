#include "compare_format.h"

#include <algorithm>

#include "base/json_writer.h"
#include "cedar/format/format.h"

namespace rune::diff {
namespace {

std::size_t WidthOf(const Setup& setup) {
  constexpr std::size_t widths[] = {80, 80, 40, 100, 20};
  return widths[setup.seed % 5];
}
std::size_t IndentOf(const Setup& setup) { return setup.seed % 3 == 0 ? 4 : 2; }

}  // namespace

std::string AskFormat(const Setup& setup) {
  JsonWriter json;
  json.BeginObject();
  json.Member("op", "format");
  json.Member("text", setup.PolicyText());
  json.Key("width");
  json.Integer(WidthOf(setup));
  json.Key("indent");
  json.Integer(IndentOf(setup));
  json.End();
  return json.Take();
}

std::optional<Difference> JudgeFormat(const Setup& setup, const Ours& /*ours*/,
                                      const value::Json& result, Counts& counts) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("policies", setup.PolicyText());
  cedar::FormatOptions options;
  options.line_width = WidthOf(setup);
  options.indent_width = IndentOf(setup);
  const Result<std::string> ours = cedar::FormatPolicies(map.Whole(file), options, diagnostics);
  ++counts.other;
  const bool theirs = Stage(result).empty();
  if (ours.has_value() != theirs) {
    return Difference{"format.accepted", std::nullopt, ours ? *ours : ours.error().message,
                      JsonText(result)};
  }
  if (!theirs || *ours == TextAt(result, {"text"})) return std::nullopt;
  // Two causes, kept apart: how wide a character is, and all else.
  const bool ascii = std::ranges::all_of(*ours, [](char c) { return (c & 0x80) == 0; });
  return Difference{ascii ? "format.text" : "format.width", std::nullopt, *ours,
                    TextAt(result, {"text"})};
}

}  // namespace rune::diff
