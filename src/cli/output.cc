#include "cli/output.h"

#include "base/format.h"
#include "engine/decision_json.h"
#include "text/render.h"

namespace rune::cli {

std::string Styled(bool colour, Style style, std::string_view text) {
  if (!colour || style == Style::kPlain) return std::string(text);
  const char* code = style == Style::kGood     ? "1;32"
                     : style == Style::kBad    ? "1;31"
                     : style == Style::kStrong ? "1"
                                               : "2";
  return Format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Safe(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += Format("\\u{{{:x}}}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

void ShowFindings(Output& output, const std::vector<Diagnostic>& findings,
                  const text::SourceMap* sources) {
  if (output.json) return;
  for (const Diagnostic& finding : findings) {
    output.err << text::RenderTerminal(finding, sources, {output.colour_err});
  }
}

int Fail(Output& output, const Fault& fault, const text::SourceMap* sources) {
  if (output.json) {
    output.out << engine::FaultJson(fault) << '\n';
    return 1;
  }
  std::vector<Diagnostic> findings = fault.diagnostics;
  // Notes are for `rune validate`; here they would hide what failed.
  std::erase_if(findings, [](const Diagnostic& d) { return d.severity == Severity::kNote; });
  ShowFindings(output, findings, sources);
  output.err << Styled(output.colour_err, Style::kBad, "fault") << "[" << FaultCodeName(fault.code)
             << "]: " << Safe(fault.message) << '\n';
  return 1;
}

int Deliver(Output& output, int code) {
  output.out.flush();
  if (output.out.good()) return code;
  output.err << Styled(output.colour_err, Style::kBad, "fault") << "["
             << FaultCodeName(FaultCode::kUnavailable) << "]: stdout cannot be written\n";
  return 1;
}

}  // namespace rune::cli
