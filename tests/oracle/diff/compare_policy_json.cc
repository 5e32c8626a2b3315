#include "compare_policy_json.h"

#include "cedar/json/policy_json.h"
#include "cedar/syntax/core_form.h"
#include "cedar/syntax/print.h"

namespace rune::diff {
namespace {

const value::Json* Theirs(const value::Json& result, const cedar::Policy& policy) {
  const value::Json* list = result.Find(policy.is_template() ? "templates" : "policies");
  return list == nullptr ? nullptr : list->Find(policy.id);
}

std::string Problem(const text::Diagnostics& diagnostics) {
  return diagnostics.all().empty() ? "?" : "refused: " + diagnostics.all()[0].message;
}

std::optional<Difference> JudgePolicy(const cedar::Policy& policy, const value::Json& theirs,
                                      const text::SourceMap& sources) {
  const std::string their_text = JsonText(theirs);
  text::Diagnostics diagnostics(sources);
  const std::optional<std::string> written = cedar::WritePolicyJson(policy, diagnostics);
  const std::string our_text = written ? JsonText(ParseJsonText(*written)) : Problem(diagnostics);
  if (our_text != their_text) {
    return Difference{"policy_json.written", std::nullopt, our_text, their_text};
  }
  const std::optional<cedar::Policy> read =
      cedar::ReadPolicyJson(theirs, policy.id, {}, diagnostics);
  if (!read) return Difference{"policy_json.read", std::nullopt, Problem(diagnostics), their_text};
  // The keys of records and annotations come sorted from the reference; so does the core form.
  if (!cedar::SameTree(cedar::CoreForm(*read), cedar::CoreForm(policy))) {
    return Difference{"policy_json.tree", std::nullopt, cedar::PrintPolicy(*read), their_text};
  }
  return std::nullopt;
}

}  // namespace

std::string AskPolicyJson(const Setup& /*setup*/) { return R"({"op":"parse_policies"})"; }

std::optional<Difference> JudgePolicyJson(const Setup& /*setup*/, const Ours& ours,
                                          const value::Json& result, Counts& counts) {
  if (!Stage(result).empty() || !ours.policies_good || !ours.links_good) return std::nullopt;
  for (const cedar::Policy& policy : ours.set.policies()) {
    const value::Json* theirs = Theirs(result, policy);
    if (theirs == nullptr) {
      return Difference{"policy_json.there", std::nullopt, policy.id, JsonText(result)};
    }
    if (auto difference = JudgePolicy(policy, *theirs, ours.sources())) return difference;
    ++counts.other;
  }
  return std::nullopt;
}

}  // namespace rune::diff
