#include "base/format.h"
#include "base/json_writer.h"
#include "cli/load.h"
#include "cli/run.h"
#include "engine/decision_json.h"
#include "engine/test_run.h"

namespace rune::cli {

namespace {

struct Report {
  std::size_t passed = 0;
  std::size_t failed = 0;
  JsonWriter cases;
};

void WriteCase(JsonWriter& w, const std::string& path, const engine::CaseResult& result) {
  w.BeginObject();
  w.Member("file", path);
  w.Member("name", result.name);
  w.Key("passed");
  w.Bool(result.passed());
  w.Key("mismatches");
  w.BeginArray();
  for (const engine::Mismatch& m : result.mismatches) {
    w.BeginObject();
    w.Member("what", m.what);
    w.Member("expected", m.expected);
    w.Member("actual", m.actual);
    w.End();
  }
  w.End();
  w.Key("fault");
  result.fault ? w.Raw(engine::FaultJson(*result.fault)) : w.Null();
  w.End();
}

void ShowCase(Output& output, const std::string& path, const engine::CaseResult& result,
              const text::SourceMap& sources) {
  if (result.passed()) {
    output.out << Format("{}  {}: {}\n", Styled(output.colour_out, Style::kGood, "ok  "), path,
                         Safe(result.name));
    return;
  }
  const Place place = sources.Resolve(result.span);
  output.out << Format("{}  {}:{}: {}\n", Styled(output.colour_out, Style::kBad, "FAIL"), path,
                       place.line, Safe(result.name));
  for (const engine::Mismatch& m : result.mismatches) {
    output.out << Format("      {}\n        expected {}\n        actual   {}\n", m.what,
                         Safe(m.expected), Safe(m.actual));
  }
  if (result.fault) {
    output.out << Format("      {}: {}\n", FaultCodeName(result.fault->code),
                         Safe(result.fault->message));
    for (const Diagnostic& d : result.fault->diagnostics) {
      if (d.severity != Severity::kError) continue;
      output.out << Format("        {} {}:{}: {}\n", d.code, Safe(d.place.file), d.place.line,
                           Safe(d.message));
    }
  }
}

engine::SnapshotLoader LoaderFor(const std::string& path, Output& output) {
  return
      [path, &output](const config::LoadInput& input) -> Result<std::unique_ptr<engine::Snapshot>> {
        Loading loading = LoadSnapshot(path, input, output);
        if (loading.fault) return std::unexpected(std::move(*loading.fault));
        return std::move(loading.snapshot);
      };
}

}  // namespace

int Run(const TestCommand& command, Output& output) {
  const auto input = ReadLoadOptions(command.load);
  if (!input) return Fail(output, input.error(), nullptr);
  Report report;
  report.cases.BeginArray();
  for (const std::string& path : command.paths) {
    config::LoadInput finding = *input;
    finding.variables_from_tests = true;
    const Loading loading = LoadSnapshot(path, finding, output);
    if (loading.fault) return Fail(output, *loading.fault, loading.sources.get());
    const config::Configuration& configuration = *loading.snapshot->configuration;
    const engine::SnapshotLoader load = engine::Remember(LoaderFor(path, output), *input);
    for (const config::TestCase& test : configuration.tests) {
      const engine::CaseResult result = engine::RunTestCase(test, *input, load);
      ++(result.passed() ? report.passed : report.failed);
      WriteCase(report.cases, path, result);
      if (!output.json) ShowCase(output, path, result, *configuration.sources);
    }
  }
  report.cases.End();
  if (report.passed + report.failed == 0) {
    return Fail(output, {FaultCode::kNotFound, "no [tests] in what was given", {}}, nullptr);
  }
  if (output.json) {
    JsonWriter w;
    w.BeginObject();
    w.Key("passed");
    w.Integer(report.passed);
    w.Key("failed");
    w.Integer(report.failed);
    w.Key("cases");
    w.Raw(report.cases.Take());
    w.End();
    output.out << w.Take() << '\n';
  } else {
    output.out << Format("{} passed, {} failed\n", report.passed, report.failed);
  }
  return report.failed == 0 ? 0 : 1;
}

}  // namespace rune::cli
