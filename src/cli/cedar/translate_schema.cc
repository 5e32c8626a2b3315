#include "base/json_text.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"

namespace rune::cli {

namespace {

// JSON with line breaks, two blanks a level, as the reference writes resolved types. Requires:
// JSON without blanks outside of its texts.
std::string WithLineBreaks(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  const auto line = [&] { out.append("\n").append(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const std::size_t start = i;
      for (++i; json[i] != '"'; ++i) {
        if (json[i] == '\\') ++i;
      }
      out.append(json, start, i - start + 1);
    } else if (c == '{' || c == '[') {
      out += c;
      if (json[i + 1] == '}' || json[i + 1] == ']') {
        out += json[++i];
      } else {
        ++depth;
        line();
      }
    } else if (c == '}' || c == ']') {
      --depth;
      line();
      out += c;
    } else if (c == ',') {
      out += c;
      line();
    } else {
      out += c == ':' ? ": " : std::string(1, c);
    }
  }
  return out;
}

std::optional<std::string> Translated(const cedar::Fragment& fragment, const std::string& direction,
                                      cedar::SchemaFindings& findings) {
  if (direction == "json-to-cedar") return cedar::ToCedarSchema(fragment, findings);
  if (direction == "cedar-to-json") return cedar::ToJson(fragment);
  const auto resolved = cedar::ResolveNames(fragment, Bounds(), findings);
  if (!resolved) return std::nullopt;
  return WithLineBreaks(cedar::ToJson(*resolved));
}

}  // namespace

int RunCedar(const CedarTranslateSchema& command, const CedarRun& run) {
  auto document = Document::Read(command.file, "schema");
  if (!document) return run.FailAside(document.error());
  cedar::SchemaFindings findings(document->diagnostics());
  const bool from_json = command.direction == "json-to-cedar";
  const auto fragment = cedar::ReadFragment(
      document->slice(), from_json ? cedar::SchemaFormat::kJson : cedar::SchemaFormat::kCedar,
      Bounds(), findings);
  const bool fit = fragment && cedar::CheckRestrictions(*fragment, findings);
  const auto text = fit ? Translated(*fragment, command.direction, findings) : std::nullopt;
  if (!text) return run.FailAside(document->Findings());
  TellWarnings(*document, run);
  run.out << *text << '\n';
  return kCedarSuccess;
}

}  // namespace rune::cli
