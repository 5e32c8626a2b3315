// What a subcommand of `rune cedar` has to tell, in the shape that Cedar's own command gives it: a
// message, the chain of its causes, help, places in a text, and further reports beside it.
//
// Shown in one of three forms: for people (a frame around the marked line), plain sentences for a
// screen reader, or one line of JSON:
//
//   {"message", "code"?, "kind"?, "severity", "causes": [..], "help"?, "filename"?,
//    "labels": [{"label"?, "span": {"offset", "length"}}], "related": [..]}
//
// `code` and `kind` are ours: RUNE's code of a finding, and its kind by Cedar's name. Offsets and
// lengths are bytes. What came from a text is escaped for a terminal in the first two forms.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cedar/command.h"
#include "rune/fault.h"
#include "text/source.h"

namespace rune::cli {

using SharedSources = std::shared_ptr<const text::SourceMap>;

struct ReportLabel {
  Place place;
  std::string text;  // may be empty
};

struct Report {
  std::string message;
  std::vector<std::string> causes = {};  // outermost first
  Severity severity = Severity::kError;
  std::string code = {};
  std::string kind = {};
  std::string help = {};
  SharedSources sources = {};  // of the labels; null: nothing is shown of them
  std::vector<ReportLabel> labels = {};
  std::vector<Report> related = {};
};

// One finding, without what is beside it.
Report ToReport(const Diagnostic& diagnostic, const SharedSources& sources);
// The first as the report, the others as related to it. Requires: not empty.
Report ToReport(const std::vector<Diagnostic>& diagnostics, const SharedSources& sources);
// A fault's findings, where it has any, become related to it.
Report ToReport(const Fault& fault, const SharedSources& sources);

// The same report with a message around it: what it said becomes the first cause.
Report Wrap(Report inner, std::string message);

// Ends with a line end, and for people with an empty line behind it.
std::string Render(const Report& report, CedarErrorFormat format);

}  // namespace rune::cli
