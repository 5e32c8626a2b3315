#include "compare_format.h"

#include "base/json_writer.h"
#include "cedar/format/format.h"
#include "wide_text_maker.h"

namespace rune::diff {
namespace {

std::size_t WidthOf(const Setup& setup) {
  constexpr std::size_t widths[] = {80, 80, 40, 100, 20};
  return widths[setup.seed % 5];
}
std::size_t IndentOf(const Setup& setup) { return setup.seed % 3 == 0 ? 4 : 2; }

std::string Ask(const std::string& text, std::size_t width, std::size_t indent) {
  JsonWriter json;
  json.BeginObject();
  json.Member("op", "format");
  json.Member("text", text);
  json.Key("width");
  json.Integer(width);
  json.Key("indent");
  json.Integer(indent);
  json.End();
  return json.Take();
}

// `what`: the word for a text that is formatted in another way.
std::optional<Difference> Judge(const std::string& text, const cedar::FormatOptions& options,
                                const char* what, const value::Json& result) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("policies", text);
  const Result<std::string> ours = cedar::FormatPolicies(map.Whole(file), options, diagnostics);
  const bool theirs = Stage(result).empty();
  if (ours.has_value() != theirs) {
    return Difference{"format.accepted", std::nullopt, ours ? *ours : ours.error().message,
                      JsonText(result)};
  }
  if (!theirs || *ours == TextAt(result, {"text"})) return std::nullopt;
  return Difference{what, std::nullopt, *ours, TextAt(result, {"text"})};
}

}  // namespace

std::string AskFormat(const Setup& setup) {
  return Ask(setup.PolicyText(), WidthOf(setup), IndentOf(setup));
}

std::optional<Difference> JudgeFormat(const Setup& setup, const Ours& /*ours*/,
                                      const value::Json& result, Counts& counts) {
  cedar::FormatOptions options;
  options.line_width = WidthOf(setup);
  options.indent_width = IndentOf(setup);
  ++counts.other;
  return Judge(setup.PolicyText(), options, "format.text", result);
}

std::string AskWidths(const Setup& setup) {
  const cedar::FormatOptions options;
  return Ask(MakeWidePolicies(setup.seed, options.line_width), options.line_width,
             options.indent_width);
}

std::optional<Difference> JudgeWidths(const Setup& setup, const Ours& /*ours*/,
                                      const value::Json& result, Counts& counts) {
  const cedar::FormatOptions options;
  ++counts.other;
  return Judge(MakeWidePolicies(setup.seed, options.line_width), options, "format.width", result);
}

}  // namespace rune::diff
