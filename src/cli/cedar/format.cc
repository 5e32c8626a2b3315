#include "cedar/format/format.h"

#include "base/format.h"
#include "cli/cedar/input.h"
#include "cli/cedar/run.h"
#include "cli/write_file.h"

namespace rune::cli {

namespace {

// Whether the text was in form already.
Reported<bool> Formatted(const CedarFormat& command, const CedarRun& run) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(command.file, "policy set"));
  cedar::FormatOptions options;
  options.line_width = command.line_width;
  options.indent_width = command.indent_width;
  const auto text = cedar::FormatPolicies(document.slice(), options, document.diagnostics());
  if (!text) {
    return std::unexpected(document.failed()
                               ? Wrap(document.Findings(), "failed to parse policy set")
                               : ToReport(text.error(), nullptr));
  }
  if (command.write) {
    if (const auto written = WriteFile(*command.file, *text); !written) {
      return std::unexpected(ToReport(written.error(), nullptr));
    }
  } else {
    run.out << *text;
  }
  return document.slice().text == *text;
}

}  // namespace

int RunCedar(const CedarFormat& command, const CedarRun& run) {
  const auto same = Formatted(command, run);
  if (!same) return run.Fail(same.error());
  return command.check && !*same ? kCedarFailure : kCedarSuccess;
}

}  // namespace rune::cli
