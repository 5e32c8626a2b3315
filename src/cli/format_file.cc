#include "cli/format_file.h"

#include <algorithm>

#include "base/format.h"
#include "config/document.h"

namespace rune::cli {
namespace {

using cedar::FormatOptions;

// As many line ends as stand behind the last line of a text that says something.
std::size_t BlankLinesAtEnd(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  const auto ends = std::ranges::count(text.substr(last + 1), '\n');
  return ends > 0 ? static_cast<std::size_t>(ends) - 1 : 0;
}

std::string WithReturns(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  return out;
}

// A text without policies begins with an empty line in the layout of Cedar's own formatter: not
// here.
Result<std::string> FormatPolicyText(text::Slice text, const FormatOptions& options,
                                     text::Diagnostics& diagnostics) {
  RUNE_ASSIGN_OR_RETURN(std::string out, cedar::FormatPolicies(text, options, diagnostics));
  out.erase(0, out.find_first_not_of('\n'));
  return out;
}

// The body of a section; the blank lines behind it belong to the file.
Result<std::string> FormatBody(const config::Section& section, bool last, FormatOptions options,
                               text::Diagnostics& diagnostics) {
  const std::string_view body = section.body.text;
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) return std::string(body);
  options.extended = true;
  RUNE_ASSIGN_OR_RETURN(std::string text,
                        section.kind == config::SectionKind::kPolicies
                            ? FormatPolicyText(section.body, options, diagnostics)
                            : cedar::FormatSchema(section.body, options, diagnostics));
  if (!last) text.append(BlankLinesAtEnd(body), '\n');
  return body.find("\r\n") == std::string_view::npos ? text : WithReturns(text);
}

// A set that stands alone at the start of a line, as it may with no indent, is the header of a
// section.
bool SameSections(const config::Document& document, const std::string& text) {
  text::SourceMap sources;
  const std::uint32_t number = sources.Add("", text);
  text::Diagnostics diagnostics(sources);
  const auto after = config::ReadOutline(sources.Whole(number), diagnostics);
  return after && !diagnostics.has_errors() &&
         std::ranges::equal(document.sections, after->sections, {}, &config::Section::kind,
                            &config::Section::kind);
}

Result<std::string> FormatRune(text::Slice file, const FormatOptions& options,
                               text::Diagnostics& diagnostics) {
  const auto document = config::ReadOutline(file, diagnostics);
  if (!document || diagnostics.has_errors()) {
    return MakeFault(FaultCode::kInvalidConfig, "a text with errors cannot be formatted");
  }
  std::string out;
  std::size_t copied = 0;
  for (const config::Section& section : document->sections) {
    const bool formatted = section.kind == config::SectionKind::kPolicies ||
                           section.kind == config::SectionKind::kSchema;
    if (!formatted) continue;
    const std::size_t begin = section.body.begin - file.begin;
    const std::size_t end = begin + section.body.text.size();
    RUNE_ASSIGN_OR_RETURN(const std::string body,
                          FormatBody(section, end == file.text.size(), options, diagnostics));
    out += file.text.substr(copied, begin - copied);
    out += body;
    copied = end;
  }
  out += file.text.substr(copied);
  if (!SameSections(*document, out)) {
    return MakeFault(FaultCode::kInvalidRequest,
                     "laid out so, a line would read as the header of a section: "
                     "raise the indent or the width");
  }
  return out;
}

}  // namespace

Result<std::string> FormatFile(const std::string& path, text::Slice text,
                               const FormatOptions& options, text::Diagnostics& diagnostics) {
  if (path.ends_with(".cedar")) return FormatPolicyText(text, options, diagnostics);
  if (path.ends_with(".cedarschema")) return cedar::FormatSchema(text, options, diagnostics);
  if (path.ends_with(".rune")) return FormatRune(text, options, diagnostics);
  return MakeFault(FaultCode::kUsage, Format("{} is no .rune, .cedar or .cedarschema file", path));
}

}  // namespace rune::cli
