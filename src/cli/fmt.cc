// `rune fmt`: files in one layout.
#include "base/format.h"
#include "base/json_writer.h"
#include "cli/format_file.h"
#include "cli/run.h"
#include "cli/write_file.h"
#include "config/file.h"

namespace rune::cli {

namespace {

struct Formatted {
  std::string path;
  std::string before;
  std::string after;

  bool changed() const { return before != after; }
};

Result<Formatted> FormatOne(const std::string& path, const cedar::FormatOptions& options,
                            text::SourceMap& sources) {
  RUNE_ASSIGN_OR_RETURN(std::string content, config::ReadFile(path, options.bounds.file_bytes));
  const text::Slice text = sources.Whole(sources.Add(path, content));
  text::Diagnostics diagnostics(sources);
  auto after = FormatFile(path, text, options, diagnostics);
  if (!after) {
    Fault fault = std::move(after).error();
    if (fault.code != FaultCode::kUsage) fault.message = path + ": " + fault.message;
    fault.diagnostics = diagnostics.Sorted();
    return std::unexpected(std::move(fault));
  }
  return Formatted{path, std::move(content), *std::move(after)};
}

std::string ReportJson(const std::vector<Formatted>& files, bool with_text) {
  JsonWriter w;
  w.BeginObject();
  w.Key("files");
  w.BeginArray();
  for (const Formatted& file : files) {
    w.BeginObject();
    w.Member("file", file.path);
    w.Key("changed");
    w.Bool(file.changed());
    if (with_text) w.Member("text", file.after);
    w.End();
  }
  w.End();
  w.End();
  return w.Take();
}

}  // namespace

int Run(const FmtCommand& command, Output& output) {
  cedar::FormatOptions options;
  options.line_width = command.line_width;
  options.indent_width = command.indent_width;
  text::SourceMap sources;
  std::vector<Formatted> files;
  // All are read before any is written: a file with errors leaves all of them as they are.
  for (const std::string& path : command.paths) {
    auto file = FormatOne(path, options, sources);
    if (!file) return Fail(output, file.error(), &sources);
    files.push_back(*std::move(file));
  }
  bool changed = false;
  for (const Formatted& file : files) {
    changed = changed || file.changed();
    if (!file.changed() || !command.write) continue;
    if (auto written = WriteFile(file.path, file.after); !written) {
      return Fail(output, written.error(), &sources);
    }
  }
  const bool print = !command.check && !command.write;
  if (output.json) {
    output.out << ReportJson(files, print) << '\n';
  } else {
    for (const Formatted& file : files) {
      if (print) {
        output.out << file.after;
      } else if (file.changed()) {
        output.out << Format("{}: {}\n", Safe(file.path),
                             command.write ? "formatted" : "would change");
      }
    }
  }
  return command.check && changed ? 1 : 0;
}

}  // namespace rune::cli
