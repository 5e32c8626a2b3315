#include "cedar/validate/validate.h"

#include <algorithm>

#include "base/bounds.h"
#include "cedar/validate/checker.h"
#include "cedar/validate/levels.h"
#include "cedar/validate/policy_names.h"
#include "cedar/validate/policy_texts.h"
#include "cedar/validate/type_text.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

// How many nodes have parts.
std::uint64_t Operators(const ExprPool& pool) {
  std::uint64_t count = 0;
  for (ExprId id = 0; id < pool.size(); ++id) count += pool[id].children().empty() ? 0 : 1;
  return count;
}

// Returns: false when the work was too much.
bool CheckTypes(const Policy& policy, const SchemaIndex& index, const ValidateOptions& options,
                WorkMeter& work, Findings& findings) {
  Checker checker(policy, index, options.mode, findings);
  const std::uint64_t operators = Operators(policy.pool);
  bool impossible = true;
  for (std::size_t action = 0; action < index.actions().size(); ++action) {
    const SchemaIndex::ActionInfo& info = index.actions()[action];
    for (const EntityTypeId principal : info.principals) {
      for (const EntityTypeId resource : info.resources) {
        const Answer answer = checker.Check({principal, action, resource});
        const bool never = answer.type->is(StaticKind::kFalse);
        impossible = impossible && never;
        if (options.level && (answer.ok || never)) CheckLevels(checker, *options.level, findings);
        const bool let_through = checker.conditions_seen() > 0;
        if (!work.Charge(1 + (let_through ? operators : 0))) return false;
      }
    }
  }
  if (!impossible) return true;
  findings.Add(
      FindingKind::kImpossiblePolicy, policy.span,
      "no request that fits the schema ever satisfies this policy",
      "look for a scope that names no action's types, or a condition that is always false");
  return true;
}

// Nothing when the work was too much.
std::optional<std::vector<Finding>> CheckPolicy(const Policy& policy, const SchemaIndex& index,
                                                const ValidateOptions& options, WorkMeter& work) {
  Findings findings(policy.id);
  CheckNames(policy, index, findings);
  CheckActionApplies(policy, {}, policy.span, index, findings);
  if (!CheckTypes(policy, index, options, work, findings)) return std::nullopt;
  CheckTexts(policy, findings);
  return std::move(findings).Take();
}

// The one finding of each policy if the schema says of something that it is defined elsewhere.
std::vector<Finding> Incomplete(const PolicySet& policies, const Schema& schema) {
  std::vector<std::string> names;
  std::vector<std::string> actions;
  for (const auto& [name, type] : schema.entity_types) {
    if (type.external) names.push_back(name);
  }
  for (const auto& [uid, action] : schema.actions) {
    if (action.external) names.push_back(value::ToText(uid));
  }
  const std::string message = "the schema declares " + Listed(names, "and") +
                              " as external and does not define " +
                              (names.size() == 1 ? "it" : "them");
  std::vector<Finding> findings;
  for (const Policy& policy : policies.policies()) {
    findings.push_back({FindingKind::kIncompleteSchema, policy.id, policy.span, message,
                        "link the schema with those that define them"});
  }
  return findings;
}

void Append(std::vector<Finding>& to, std::vector<Finding> from) {
  std::ranges::move(from, std::back_inserter(to));
}

}  // namespace

bool Validation::passed() const {
  return given_up == nullptr && std::ranges::all_of(findings, [](const Finding& finding) {
           return IsWarning(finding.kind);
         });
}

Validation Validate(const PolicySet& policies, const SchemaIndex& index,
                    const ValidateOptions& options) {
  if (!index.schema().complete()) return {Incomplete(policies, index.schema()), nullptr};
  Validation validation;
  WorkMeter work(options.steps, 0);
  for (const Policy& policy : policies.policies()) {
    auto found = CheckPolicy(policy, index, options, work);
    if (!found) {
      validation.given_up = &policy;
      return validation;
    }
    Append(validation.findings, *std::move(found));
  }
  for (const Link& link : policies.links()) {
    const Policy* policy = policies.Find(link.template_id);
    if (policy == nullptr) continue;
    Findings findings(link.id);
    CheckSlotNames(link, index, findings);
    CheckActionApplies(*policy, link.values, link.span, index, findings);
    Append(validation.findings, std::move(findings).Take());
  }
  return validation;
}

Validation Validate(const PolicySet& policies, const Schema& schema,
                    const ValidateOptions& options) {
  return Validate(policies, SchemaIndex(schema), options);
}

}  // namespace rune::cedar
