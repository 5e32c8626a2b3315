#include "config/surprises.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "base/format.h"
#include "config/policy_rules.h"
#include "value/print.h"

namespace rune::config {
namespace {

using cedar::Expr;
using cedar::ExprKind;
using cedar::Policy;
using cedar::Scope;
using datalog::Relation;
using text::Code;

struct Lookalike {
  std::string_view begin;
  std::string_view help;
};
constexpr std::array kLookalikes = {
    Lookalike{"deny", "call it `deny` or `deny_..`"},
    Lookalike{"forbid", "call it `forbid` or `forbid_..`"},
    Lookalike{"allow", "call it `allow_<action>`, such as `allow_read`"},
    Lookalike{"permit", "call it `allow_<action>`, such as `allow_read`"},
};

// The words of a goal, the names of its relations among them.
void AddWords(std::string_view goal, std::set<std::string>& words) {
  const auto in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t i = 0; i < goal.size();) {
    std::size_t end = i;
    while (end < goal.size() && in_word(goal[end])) ++end;
    if (end > i) words.emplace(goal.substr(i, end - i));
    i = end + 1;
  }
}

std::set<std::string> ReadRelations(const Configuration& configuration, const Mentions& mentions) {
  std::set<std::string> read = mentions.read;
  read.merge(PolicyRelations(configuration.policies));
  for (const TestCase& test : configuration.tests) {
    for (const std::string& goal : test.request.queries) AddWords(goal, read);
    for (const auto& [goal, rows] : test.expect.answers) AddWords(goal, read);
  }
  return read;
}

// The first clause with a body; null if all are facts.
const datalog::Clause* FirstRule(const Relation& relation, const datalog::Rules& rules) {
  for (const std::size_t number : relation.clauses) {
    if (!rules.clauses[number].bodies.empty()) return &rules.clauses[number];
  }
  return nullptr;
}

void WarnStar(const EntityUid& uid, text::Span span, const Options& options, std::string help,
              text::Diagnostics& diagnostics) {
  if (!options.path_types.contains(uid.type) || uid.id.find('*') == std::string::npos) return;
  diagnostics
      .Add(Code::kPlainId, span,
           Format("`*` is a plain character in {}, which is one {}", value::ToText(uid), uid.type))
      .Help(std::move(help));
}

void WarnStrict(const Policy& policy, const Options& options, text::Diagnostics& diagnostics) {
  const std::string help =
      "strict Cedar has no patterns after `in`: match the path, `resource.path like \"/tmp/*\"`";
  for (const Scope* scope : {&policy.principal, &policy.resource}) {
    for (const cedar::ScopeEntity& entity : scope->entities) {
      if (!entity.slot) WarnStar(entity.uid(), entity.span, options, help, diagnostics);
    }
  }
  for (cedar::ExprId id = 0; id < policy.pool.size(); ++id) {
    const Expr& expr = policy.pool[id];
    if (expr.kind == ExprKind::kLiteral && expr.literal().is(ValueKind::kEntity)) {
      WarnStar(expr.literal().as_entity(), expr.span, options, help, diagnostics);
    }
  }
}

}  // namespace

void WarnLookalikes(const Configuration& configuration, const Mentions& mentions,
                    text::Diagnostics& diagnostics) {
  const std::set<std::string> read = ReadRelations(configuration, mentions);
  for (const auto& [name, relation] : configuration.program.relations) {
    if (relation.vote != datalog::VoteKind::kNone || read.contains(name.name)) continue;
    const auto looks = std::ranges::find_if(
        kLookalikes, [&](const Lookalike& like) { return name.name.starts_with(like.begin); });
    if (looks == kLookalikes.end()) continue;
    const datalog::Clause* rule = FirstRule(relation, configuration.program.rules);
    if (rule == nullptr) continue;
    diagnostics
        .Add(Code::kNoVote, rule->head_span,
             Format("`{}` does not vote, and nothing reads it", name.name))
        .Note(
            "relations that vote are `deny`, `forbid`, `deny_..`, `forbid_..` and "
            "`allow_<action>`")
        .Help(Format("{}; if it is asked from outside, ask it in a test case too", looks->help));
  }
}

void WarnUnlinked(const cedar::PolicySet& policies, text::Diagnostics& diagnostics) {
  std::set<std::string> linked;
  for (const cedar::Link& link : policies.links()) linked.insert(link.template_id);
  for (const Policy& policy : policies.policies()) {
    if (policy.effect != cedar::Effect::kForbid || !policies.IsTemplate(policy) ||
        linked.contains(policy.id)) {
      continue;
    }
    diagnostics
        .Add(Code::kValidationNeverApplies, policy.span,
             Format("the template `{}` has no link: it forbids nothing", policy.id))
        .Help(Format("link it: `[[links.link]]` with `template = {}`, an id and its slots",
                     value::JsonQuote(policy.id)));
  }
}

void WarnPlainStars(const cedar::PolicySet& policies, const Options& options,
                    text::Diagnostics& diagnostics) {
  for (const Policy& policy : policies.policies()) {
    if (!policy.extended) WarnStrict(policy, options, diagnostics);
  }
  for (const cedar::Link& link : policies.links()) {
    for (const std::optional<EntityUid>& value : {link.values.principal, link.values.resource}) {
      if (!value) continue;
      WarnStar(*value, link.span, options,
               "a link has no patterns: write a policy with `resource in File::\"/tmp/*\"`",
               diagnostics);
    }
  }
}

}  // namespace rune::config
