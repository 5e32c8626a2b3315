#include "cli/cedar/report.h"

#include <algorithm>

#include "base/format.h"
#include "base/json_text.h"
#include "cli/output.h"
#include "text/render.h"

namespace rune::cli {

namespace {

std::string_view SeverityWord(Severity severity) {
  switch (severity) {
    case Severity::kError: return "error";
    case Severity::kWarning: return "warning";
    case Severity::kNote: return "advice";
  }
  return "error";
}

// --- JSON

// Blanks stand where the reference's command has them, for scripts that look for words in a line.
void AddMember(std::string& out, std::string_view key, std::string_view text) {
  out += Format("\"{}\": ", key);
  AppendJsonString(out, text);
  out += ',';
}

void AddLabels(std::string& out, const std::vector<ReportLabel>& labels) {
  out += "\"labels\": [";
  std::string_view separator;
  for (const ReportLabel& label : labels) {
    out += separator;
    out += '{';
    if (!label.text.empty()) AddMember(out, "label", label.text);
    out += Format("\"span\": {{\"offset\": {},\"length\": {}}}}}", label.place.offset,
                  label.place.length);
    separator = ",";
  }
  out += "],";
}

void AddCauses(std::string& out, const std::vector<std::string>& causes) {
  out += "\"causes\": [";
  std::string_view separator;
  for (const std::string& cause : causes) {
    out += separator;
    AppendJsonString(out, cause);
    separator = ",";
  }
  out += "],";
}

void AddJson(std::string& out, const Report& report) {
  out += '{';
  AddMember(out, "message", report.message);
  if (!report.code.empty()) AddMember(out, "code", report.code);
  if (!report.kind.empty()) AddMember(out, "kind", report.kind);
  AddMember(out, "severity", SeverityWord(report.severity));
  AddCauses(out, report.causes);
  if (!report.help.empty()) AddMember(out, "help", report.help);
  if (report.sources != nullptr) {
    AddMember(out, "filename", report.labels.empty() ? "" : report.labels.front().place.file);
  }
  AddLabels(out, report.labels);
  out += "\"related\": [";
  std::string_view separator;
  for (const Report& other : report.related) {
    out += separator;
    AddJson(out, other);
    separator = ",";
  }
  out += "]}";
}

// --- for people

// The places of a report as text::RenderTerminal shows those of a finding, without its first line.
std::string Snippets(const Report& report, std::string_view indent) {
  if (report.labels.empty()) return {};
  Diagnostic shown;
  shown.place = report.labels.front().place;
  shown.label = report.labels.front().text;
  for (std::size_t i = 1; i < report.labels.size(); ++i) {
    shown.others.push_back({report.labels[i].place, report.labels[i].text});
  }
  const std::string text = text::RenderTerminal(shown, report.sources.get(), {});
  std::string out;
  std::size_t at = text.find('\n') + 1;
  while (at < text.size()) {
    const std::size_t end = text.find('\n', at);
    out += indent;
    out.append(text, at, end - at + 1);
    at = end + 1;
  }
  return out;
}

std::string_view Mark(Severity severity) {
  switch (severity) {
    case Severity::kError: return "×";
    case Severity::kWarning: return "⚠";
    case Severity::kNote: return "☞";
  }
  return "×";
}

void ShowHuman(std::string& out, const Report& report) {
  out += Format("  {} {}\n", Mark(report.severity), Safe(report.message));
  for (std::size_t i = 0; i < report.causes.size(); ++i) {
    const bool last = i + 1 == report.causes.size();
    out += Format("  {}─▶ {}\n", last ? "╰" : "├", Safe(report.causes[i]));
  }
  out += Snippets(report, "   ");
  if (!report.help.empty()) out += Format("  help: {}\n", Safe(report.help));
  for (const Report& other : report.related) {
    out += "\n";
    ShowHuman(out, other);
  }
}

// --- plain

void ShowPlainPlace(std::string& out, const Report& report, const ReportLabel& label) {
  const Place& place = label.place;
  const auto file = report.sources == nullptr ? std::nullopt : report.sources->FindFile(place.file);
  if (!file || place.line == 0) return;
  constexpr std::size_t kMostShown = 400;
  out += Format("Begin snippet for {} starting at line {}, column {}\n\n", Safe(place.file),
                place.line, place.column);
  std::string_view line = report.sources->Line(*file, place.line);
  out += Format("snippet line {}: {}\n", place.line, Safe(line.substr(0, kMostShown)));
  if (place.end_line != place.line) {
    out += Format("    label starting at line {}, column {}", place.line, place.column);
  } else if (place.length == 0) {
    out += Format("    label at line {}, column {}", place.line, place.column);
  } else {
    out += Format("    label at line {}, columns {} to {}", place.line, place.column,
                  place.end_column - 1);
  }
  out += label.text.empty() ? "\n" : Format(": {}\n", Safe(label.text));
}

void ShowPlain(std::string& out, const Report& report) {
  out += Format("{}\n    Diagnostic severity: {}\n", Safe(report.message),
                SeverityWord(report.severity));
  for (const std::string& cause : report.causes) out += Format("    Caused by: {}\n", Safe(cause));
  for (const ReportLabel& label : report.labels) ShowPlainPlace(out, report, label);
  if (!report.help.empty()) out += Format("diagnostic help: {}\n", Safe(report.help));
  const std::string& code = report.kind.empty() ? report.code : report.kind;
  if (!code.empty()) out += Format("diagnostic code: {}\n", Safe(code));
  if (report.related.empty()) return;
  out += "\n";
  for (const Report& other : report.related) {
    std::string word(SeverityWord(other.severity));
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
    out += Format("{}: ", word);
    ShowPlain(out, other);
  }
}

}  // namespace

Report ToReport(const Diagnostic& diagnostic, const SharedSources& sources) {
  Report report{.message = diagnostic.message, .severity = diagnostic.severity};
  report.code = diagnostic.code;
  report.sources = sources;
  report.help = diagnostic.help;
  for (const std::string& note : diagnostic.notes) {
    report.help += report.help.empty() ? note : "; " + note;
  }
  if (diagnostic.place.line > 0) {
    report.labels.push_back({diagnostic.place, diagnostic.label});
    for (const DiagnosticLabel& other : diagnostic.others) {
      report.labels.push_back({other.place, other.message});
    }
  }
  return report;
}

Report ToReport(const std::vector<Diagnostic>& diagnostics, const SharedSources& sources) {
  const auto first = std::ranges::find(diagnostics, Severity::kError, &Diagnostic::severity);
  const Diagnostic& head = first == diagnostics.end() ? diagnostics.front() : *first;
  Report report = ToReport(head, sources);
  for (const Diagnostic& other : diagnostics) {
    if (&other != &head) report.related.push_back(ToReport(other, sources));
  }
  return report;
}

Report ToReport(const Fault& fault, const SharedSources& sources) {
  Report report{.message = fault.message};
  for (const Diagnostic& finding : fault.diagnostics) {
    report.related.push_back(ToReport(finding, sources));
  }
  return report;
}

Report Wrap(Report inner, std::string message) {
  inner.causes.insert(inner.causes.begin(), std::move(inner.message));
  inner.message = std::move(message);
  return inner;
}

std::string Render(const Report& report, CedarErrorFormat format) {
  std::string out;
  switch (format) {
    case CedarErrorFormat::kJson: AddJson(out, report); break;
    case CedarErrorFormat::kHuman: ShowHuman(out, report); break;
    case CedarErrorFormat::kPlain: ShowPlain(out, report); break;
  }
  return out + "\n";
}

}  // namespace rune::cli
