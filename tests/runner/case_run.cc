#include "case_run.h"

#include <algorithm>
#include <functional>

#include "base/format.h"
#include "config/request_text.h"
#include "engine/engine.h"
#include "engine/test_run.h"
#include "value/print.h"

namespace rune::tests {

namespace {

using LoadFunction = std::function<Result<std::unique_ptr<config::Configuration>>(
    const config::LoadInput&, std::shared_ptr<text::SourceMap>, text::Diagnostics&)>;

std::string_view SeverityName(Severity severity) {
  return severity == Severity::kError     ? "error"
         : severity == Severity::kWarning ? "warning"
                                          : "note";
}

std::string FindingText(const Diagnostic& d) {
  std::string out = Format("{} {} {}:{}:{} {}\n", SeverityName(d.severity), d.code, d.place.file,
                           d.place.line, d.place.column, d.message);
  for (const DiagnosticLabel& other : d.others) {
    out += Format("  at {}:{}:{} {}\n", other.place.file, other.place.line, other.place.column,
                  other.message);
  }
  for (const std::string& note : d.notes) out += "  note: " + note + "\n";
  if (!d.help.empty()) out += "  help: " + d.help + "\n";
  return out;
}

std::string FindingTexts(const std::vector<Diagnostic>& findings) {
  std::string out;
  for (const Diagnostic& d : findings) out += FindingText(d);
  return out;
}

struct Loaded {
  std::shared_ptr<text::SourceMap> sources = std::make_shared<text::SourceMap>();
  std::vector<Diagnostic> findings;
  std::unique_ptr<engine::Snapshot> snapshot;
  std::optional<Fault> fault;
};

Loaded LoadWith(const LoadFunction& load, const config::LoadInput& input) {
  Loaded out;
  text::Diagnostics diagnostics(*out.sources);
  auto configuration = load(input, out.sources, diagnostics);
  if (!configuration) {
    out.fault = configuration.error();
  } else if (*configuration) {
    auto snapshot = engine::MakeSnapshot(*std::move(configuration), diagnostics);
    if (snapshot) {
      out.snapshot = *std::move(snapshot);
    } else {
      out.fault = snapshot.error();
    }
  }
  out.findings = diagnostics.Sorted();
  return out;
}

std::string IdList(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "" : ", ") + id;
  return "[" + out + "]";
}

std::string DecisionText(const Decision& decision) {
  std::vector<std::string> reasons;
  std::vector<std::string> errors;
  for (const Reason& r : decision.reasons) reasons.push_back(r.id);
  for (const EvaluationError& e : decision.errors) {
    errors.push_back(Format("{} {}: {}", e.id, e.kind, e.message));
  }
  std::string out = Format("{} cedar={} datalog={} reasons={} errors={}\n",
                           OutcomeName(decision.outcome), VerdictName(decision.cedar),
                           VerdictName(decision.datalog), IdList(reasons), IdList(errors));
  for (const Obligation& o : decision.obligations) {
    out += Format("  {} {} from {}\n", o.advice ? "advice" : "obligation", o.type, o.id);
  }
  for (const auto& [goal, answer] : decision.answers) {
    out += Format("  {}{}\n", goal, answer.open ? " (open)" : "");
    for (const Tuple& row : answer.rows) {
      out += "    " + value::ToText(Value::List(row)) + "\n";
    }
    for (const EvaluationError& e : answer.errors) {
      out += Format("    error {}: {}\n", e.kind, e.message);
    }
  }
  return out;
}

// A case's expectations are checked besides, so that a golden can never be updated to a wrong
// answer unseen.
std::string RunOne(const config::TestCase& test, const LoadFunction& load) {
  const engine::SnapshotLoader loader =
      [&](const config::LoadInput& input) -> Result<std::unique_ptr<engine::Snapshot>> {
    Loaded loaded = LoadWith(load, input);
    if (loaded.fault) return std::unexpected(*loaded.fault);
    if (!loaded.snapshot) {
      return std::unexpected(Fault{FaultCode::kInvalidConfig, "does not load", loaded.findings});
    }
    return std::move(loaded.snapshot);
  };
  std::string out = test.name + ": ";
  const engine::CaseResult result = engine::RunTestCase(test, {}, loader);
  if (result.fault) {
    return out +
           Format("fault {}: {}\n", FaultCodeName(result.fault->code), result.fault->message) +
           FindingTexts(result.fault->diagnostics);
  }
  out += DecisionText(*result.decision);
  for (const engine::Mismatch& m : result.mismatches) {
    out += Format("  MISMATCH {}: expected {}, actual {}\n", m.what, m.expected, m.actual);
  }
  return out;
}

CaseOutput Run(const LoadFunction& load) {
  CaseOutput out;
  config::LoadInput finding;
  finding.variables_from_tests = true;
  const Loaded loaded = LoadWith(load, finding);
  out.findings = FindingTexts(loaded.findings);
  if (loaded.fault) {
    out.findings +=
        Format("fault {}: {}\n", FaultCodeName(loaded.fault->code), loaded.fault->message);
  }
  if (!loaded.snapshot) return out;
  for (const config::TestCase& test : loaded.snapshot->configuration->tests) {
    out.decisions += RunOne(test, load);
  }
  return out;
}

}  // namespace

CaseOutput RunCase(const std::string& name) {
  return Run([&](const config::LoadInput& input, std::shared_ptr<text::SourceMap> sources,
                 text::Diagnostics& diagnostics) {
    return config::Load(name, input, std::move(sources), diagnostics);
  });
}

CaseOutput RunCaseText(const std::string& name, const std::string& content) {
  return Run([&](const config::LoadInput& input, std::shared_ptr<text::SourceMap> sources,
                 text::Diagnostics& diagnostics) {
    return config::LoadText(name, content, input, std::move(sources), diagnostics);
  });
}

}  // namespace rune::tests
