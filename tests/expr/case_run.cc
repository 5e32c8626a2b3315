#include "case_run.h"

#include "cedar/authorize.h"
#include "cedar/policy_set.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"
#include "value/print.h"

namespace rune::cases {
namespace {

constexpr std::uint64_t kSteps = 1'000'000;

cedar::ParseOptions Options(bool extended) {
  cedar::ParseOptions options;
  options.extended = extended;
  if (extended) options.path_types = {"File"};
  return options;
}

// Empty when nothing is wrong.
std::string Rejection(const text::Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics.Sorted()) {
    if (diagnostic.severity == Severity::kError) return "reject " + diagnostic.code;
  }
  return {};
}

// A text and what a parser made of it.
struct Source {
  explicit Source(const std::string& text) : diagnostics(map) { file = map.Add("case", text); }

  text::SourceMap map;
  text::Diagnostics diagnostics;
  std::uint32_t file = 0;
};

std::string RunExpression(const std::string& text, bool extended, Mode mode, const World& world) {
  Source source(text);
  auto parsed =
      cedar::ParseExpression(source.map.Whole(source.file), Options(extended), source.diagnostics);
  if (std::string rejection = Rejection(source.diagnostics); !rejection.empty()) return rejection;
  if (!parsed) return "nothing was read, and nothing was said";
  if (mode == Mode::kPrinted) {
    const std::string printed = cedar::PrintExpr(parsed->pool, parsed->root, extended);
    Source again(printed);
    auto reparsed =
        cedar::ParseExpression(again.map.Whole(again.file), Options(extended), again.diagnostics);
    if (!reparsed) return "does not parse when printed: " + printed;
    if (!cedar::SameTree(parsed->pool, parsed->root, reparsed->pool, reparsed->root)) {
      return "another tree when printed: " + printed;
    }
    parsed = std::move(reparsed);
  }
  WorkMeter meter(kSteps, kSteps);
  const cedar::EvalResult result =
      cedar::Evaluate(parsed->pool, parsed->root, extended, world.Environment(meter));
  if (!result) return "error " + std::string(cedar::EvalErrorName(result.error().kind));
  return value::ToText(*result);
}

std::string PrintAll(const std::vector<cedar::Policy>& policies) {
  std::string text;
  for (const cedar::Policy& policy : policies) text += cedar::PrintPolicy(policy) + "\n";
  return text;
}

std::string Outcome(std::vector<cedar::Policy> policies, Source& source, const World& world) {
  cedar::PolicySet set;
  for (cedar::Policy& policy : policies) set.Add(std::move(policy), source.diagnostics);
  if (std::string rejection = Rejection(source.diagnostics); !rejection.empty()) return rejection;
  WorkMeter meter(kSteps, kSteps);
  const auto evaluation = cedar::EvaluatePolicies(set.Instances(), world.Environment(meter));
  if (!evaluation) return "fault " + evaluation.error().message;
  const cedar::Authorization authorization = cedar::Authorize(*evaluation);
  std::string outcome = authorization.allow ? "allow" : "deny";
  for (const std::string& id : authorization.reasons) outcome += " " + id;
  if (!authorization.errors.empty()) outcome += " !";
  for (const std::string& id : authorization.errors) outcome += " " + id;
  return outcome;
}

std::string RunPolicies(const std::string& text, bool extended, Mode mode, const World& world) {
  Source source(text);
  auto policies =
      cedar::ParsePolicies(source.map.Whole(source.file), Options(extended), source.diagnostics);
  if (std::string rejection = Rejection(source.diagnostics); !rejection.empty()) return rejection;
  if (mode == Mode::kPlain) return Outcome(std::move(policies), source, world);

  const std::string printed = PrintAll(policies);
  Source again(printed);
  auto reparsed =
      cedar::ParsePolicies(again.map.Whole(again.file), Options(extended), again.diagnostics);
  if (again.diagnostics.has_errors()) return "does not parse when printed: " + printed;
  bool same = policies.size() == reparsed.size();
  for (std::size_t i = 0; same && i < policies.size(); ++i) {
    same = cedar::SameTree(policies[i], reparsed[i]) && policies[i].id == reparsed[i].id;
  }
  if (!same) return "another tree when printed: " + printed;
  return Outcome(std::move(reparsed), again, world);
}

}  // namespace

std::string RunCase(const std::string& text, bool extended, Mode mode, const World& world) {
  for (const std::string_view word : {"permit(", "forbid(", "allow("}) {
    if (text.find(word) != std::string::npos) return RunPolicies(text, extended, mode, world);
  }
  return RunExpression(text, extended, mode, world);
}

}  // namespace rune::cases
