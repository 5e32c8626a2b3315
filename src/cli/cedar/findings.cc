#include "cli/cedar/findings.h"

#include <vector>

#include "base/format.h"
#include "cedar/validate/marked_span.h"

namespace rune::cli {

namespace {

Report ToReport(const cedar::Finding& finding, const SharedSources& sources) {
  Report report{.message = Format("for policy `{}`, {}", finding.policy_id, finding.message),
                .severity = IsWarning(finding.kind) ? Severity::kWarning : Severity::kError};
  report.kind = cedar::FindingName(finding.kind);
  report.help = finding.help;
  report.sources = sources;
  const text::Span marked = sources == nullptr ? text::Span() : MarkedSpan(finding, *sources);
  if (marked.end > 0) report.labels.push_back({sources->Resolve(marked), ""});
  return report;
}

}  // namespace

Report ToReport(const cedar::Validation& validation, const SharedSources& sources) {
  std::vector<Report> reports;
  for (const bool warnings : {false, true}) {
    for (const cedar::Finding& finding : validation.findings) {
      if (IsWarning(finding.kind) == warnings) reports.push_back(ToReport(finding, sources));
    }
  }
  if (reports.empty()) return {.message = "no errors or warnings", .severity = Severity::kNote};
  Report first = std::move(reports.front());
  first.related.assign(std::make_move_iterator(reports.begin() + 1),
                       std::make_move_iterator(reports.end()));
  return first;
}

}  // namespace rune::cli
