#include "base/format.h"
#include "cli/explanation.h"
#include "cli/load.h"
#include "cli/run.h"
#include "engine/decision_json.h"
#include "value/print.h"

namespace rune::cli {

namespace {

std::string_view Verb(Outcome outcome) {
  return outcome == Outcome::kForbid ? "forbids it" : "permits it";
}

// A denial for want of a permission; nothing forbids it.
std::string_view WhyNotPermitted(const Decision& decision) {
  if (decision.cedar == Verdict::kPermit) return "the policies permit it, the rules do not";
  if (decision.datalog == Verdict::kPermit) return "the rules permit it, the policies do not";
  return "nothing permits it";
}

void ShowReasons(Output& output, const Decision& decision) {
  for (const Reason& reason : decision.reasons) {
    output.out << Format("  {} {} {}  {}\n", reason.engine == Engine::kCedar ? "policy" : "rule",
                         Styled(output.colour_out, Style::kStrong, Safe(reason.id)),
                         Verb(decision.outcome),
                         Styled(output.colour_out, Style::kFaint, PlaceText(reason.place)));
    for (const auto& [key, text] : reason.annotations) {
      if (key != "id") output.out << Format("    @{}: {}\n", Safe(key), Safe(text));
    }
  }
  if (decision.no_policy) {
    output.out << "  nothing is loaded that could permit: no rules and no policies\n";
  } else if (decision.outcome == Outcome::kDeny) {
    output.out << "  " << WhyNotPermitted(decision) << '\n';
  } else if (decision.outcome == Outcome::kForbid && decision.reasons.empty()) {
    output.out << "  an error in what would forbid it forbids it\n";
  }
  output.out << Format("  cedar: {}, datalog: {}\n", VerdictName(decision.cedar),
                       VerdictName(decision.datalog));
}

void ShowErrors(Output& output, const std::vector<EvaluationError>& errors) {
  for (const EvaluationError& error : errors) {
    output.out << Format(
        "  {} {} {}: {} ({})  {}\n", Styled(output.colour_out, Style::kBad, "error in"),
        error.engine == Engine::kCedar ? "policy" : "rule", Safe(error.id), Safe(error.message),
        error.kind, Styled(output.colour_out, Style::kFaint, PlaceText(error.place)));
  }
}

std::string RowText(const Tuple& row) {
  std::string out;
  for (const Value& v : row) {
    if (!out.empty()) out += ", ";
    out += value::ToText(v);
  }
  return "(" + out + ")";
}

void ShowAnswers(Output& output, const Decision& decision) {
  for (const auto& [goal, answer] : decision.answers) {
    output.out << Format("  query {}: {} row{}{}\n", Safe(goal), answer.rows.size(),
                         answer.rows.size() == 1 ? "" : "s",
                         answer.open ? " (open: a clause needs a value that nobody gave)" : "");
    for (const Tuple& row : answer.rows) output.out << "    " << Safe(RowText(row)) << '\n';
    ShowErrors(output, answer.errors);
  }
}

void ShowDecision(Output& output, const Request& request, const Decision& decision) {
  output.out << Styled(output.colour_out, decision.permitted() ? Style::kGood : Style::kBad,
                       OutcomeName(decision.outcome))
             << Format("  {} {} {}{}\n", Safe(value::ToText(request.principal)),
                       Safe(value::ToText(request.action)), Safe(value::ToText(request.resource)),
                       decision.observe ? "  (mode: observe)" : "");
  if (request.explain != ExplainLevel::kNone) ShowReasons(output, decision);
  ShowErrors(output, decision.errors);
  for (const Obligation& obligation : decision.obligations) {
    output.out << Format("  {} {} (from policy {})\n", obligation.advice ? "advice" : "obligation",
                         Safe(obligation.type), Safe(obligation.id));
    for (const auto& [key, text] : obligation.properties) {
      output.out << Format("    {}: {}\n", Safe(key), Safe(text));
    }
  }
  ShowAnswers(output, decision);
  if (decision.explanation) ShowExplanation(output, *decision.explanation);
}

void TellWarnings(Output& output, const Loading& loading, const std::string& path) {
  if (output.json) return;
  std::size_t warnings = 0;
  for (const Diagnostic& d : loading.findings) warnings += d.severity == Severity::kWarning;
  if (warnings == 0) return;
  output.err << Format("{} warning{}; see `rune validate {}`\n", warnings, warnings == 1 ? "" : "s",
                       path);
}

}  // namespace

int Run(const EvalCommand& command, Output& output) {
  auto path = command.configuration ? Result<std::string>(*command.configuration)
                                    : FindConfiguration(output);
  if (!path) return Fail(output, path.error(), nullptr);
  const auto input = ReadLoadOptions(command.load);
  if (!input) return Fail(output, input.error(), nullptr);
  const Loading loading = LoadSnapshot(*path, *input, output);
  if (loading.fault) return Fail(output, *loading.fault, loading.sources.get());
  TellWarnings(output, loading, *path);

  auto request = ReadRequest(command.request, *loading.snapshot->configuration, output);
  if (!request) return Fail(output, request.error(), nullptr);
  request->queries = command.queries;
  request->explain = command.explain;
  const auto decision = engine::Decide(*loading.snapshot, *request, {});
  if (!decision) return Fail(output, decision.error(), nullptr);
  if (output.json) {
    output.out << engine::DecisionJson(*decision) << '\n';
  } else {
    ShowDecision(output, *request, *decision);
  }
  return decision->permitted() ? 0 : 2;
}

}  // namespace rune::cli
