#include "base/format.h"
#include "base/json_writer.h"
#include "cli/load.h"
#include "cli/run.h"
#include "engine/decision_json.h"
#include "text/render.h"

namespace rune::cli {

namespace {

std::string Plural(std::size_t n, std::string_view noun) {
  return Format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

struct Tally {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::vector<Diagnostic> all;
  std::optional<Fault> fault;  // the first that was more than findings

  void Count(const std::vector<Diagnostic>& findings) {
    for (const Diagnostic& d : findings) {
      errors += d.severity == Severity::kError;
      warnings += d.severity == Severity::kWarning;
      all.push_back(d);
    }
  }
};

void ValidateOne(const std::string& path, const config::LoadInput& input, Output& output,
                 Tally& tally) {
  const Loading loading = LoadSnapshot(path, input, output);
  tally.Count(loading.findings);
  ShowFindings(output, loading.findings, loading.sources.get());
  if (loading.fault && loading.fault->code != FaultCode::kInvalidConfig) {
    if (!tally.fault) tally.fault = Fault{loading.fault->code, loading.fault->message, {}};
    if (!output.json) Fail(output, {loading.fault->code, loading.fault->message, {}}, nullptr);
  } else if (!output.json && loading.snapshot) {
    output.out << Format("{}: ok\n", path);
  }
}

std::string TallyJson(const Tally& tally) {
  JsonWriter w;
  w.BeginObject();
  w.Key("valid");
  w.Bool(true);
  w.Key("warnings");
  w.Integer(tally.warnings);
  w.Key("diagnostics");
  w.BeginArray();
  for (const Diagnostic& d : tally.all) w.Raw(text::RenderJson(d));
  w.End();
  w.End();
  return w.Take();
}

}  // namespace

int Run(const ValidateCommand& command, Output& output) {
  const auto input = ReadLoadOptions(command.load);
  if (!input) return Fail(output, input.error(), nullptr);
  Tally tally;
  for (const std::string& path : command.paths) ValidateOne(path, *input, output, tally);
  const bool failed =
      tally.fault || tally.errors > 0 || (command.deny_warnings && tally.warnings > 0);
  const std::string summary =
      Plural(tally.errors, "error") + ", " + Plural(tally.warnings, "warning");
  if (!output.json) {
    output.out << summary << '\n';
  } else if (!failed) {
    output.out << TallyJson(tally) << '\n';
  } else {
    Fault fault = tally.fault.value_or(Fault{FaultCode::kInvalidConfig, summary, {}});
    fault.diagnostics = tally.all;
    output.out << engine::FaultJson(fault) << '\n';
  }
  return failed ? 1 : 0;
}

}  // namespace rune::cli
