#include "config/policy_rules.h"

#include <algorithm>
#include <cctype>

#include "base/format.h"
#include "text/suggest.h"

namespace rune::config {
namespace {

using cedar::BinaryOp;
using cedar::Expr;
using cedar::ExprKind;
using cedar::Policy;
using cedar::PredicateUse;
using cedar::Scope;
using cedar::ScopeKind;
using datalog::Parameter;
using datalog::Relation;
using store::RelationName;
using text::Code;

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

template <typename Visit>
void VisitUses(const cedar::PolicySet& policies, const Visit& visit) {
  for (const Policy& policy : policies.policies()) {
    for (const PredicateUse& use : cedar::PredicateUses(policy)) visit(use);
  }
}

// The relations of a name that hold something: by clause, declaration, data or fact.
std::set<std::size_t> Arities(const std::string& name, const Mentions& mentions,
                              const store::Facts& facts) {
  std::set<std::size_t> out;
  if (const auto it = mentions.defined.find(name); it != mentions.defined.end()) out = it->second;
  for (auto it = facts.relations.lower_bound({name, 0});
       it != facts.relations.end() && it->first.name == name; ++it) {
    out.insert(it->first.arity);
  }
  return out;
}

// Names are compared with all others for the first unknown ones alone: it takes its time.
constexpr std::size_t kMostSuggestions = 20;

void ReportUnknown(const PredicateUse& use, const std::vector<std::string>& names,
                   text::Diagnostics& diagnostics) {
  auto builder = diagnostics.Add(Code::kPolicyRelation, use.span,
                                 Format("nothing defines a relation `{}`", use.relation));
  if (const auto close = text::Suggest(use.relation, names)) {
    builder.Help(Format("did you mean `{}`?", *close));
  } else {
    builder.Help("write a clause for it in `[rules]`, declare it there, or give it data");
  }
}

std::vector<std::string> DefinedNames(const Mentions& mentions, const store::Facts& facts) {
  std::vector<std::string> names;
  for (const auto& [name, arities] : mentions.defined) names.push_back(name);
  for (const auto& [name, rows] : facts.relations) names.push_back(name.name);
  return names;
}

// Which parameter `E in P` tests.
std::size_t TestedParameter(const Relation& relation, const std::string& name) {
  for (std::size_t i = 0; i < relation.parameters.size(); ++i) {
    if (!name.empty() && Lower(relation.parameters[i].name) == Lower(name)) return i;
  }
  return 0;
}

bool MayBeOpen(const Parameter& parameter) {
  return parameter.input || parameter.name.starts_with('_') ||
         datalog::FindRequestPart(parameter.name).has_value();
}

void CheckUse(const PredicateUse& use, const Relation& relation, text::Diagnostics& diagnostics) {
  const std::size_t tested = TestedParameter(relation, use.parameter);
  for (std::size_t i = 0; i < relation.parameters.size(); ++i) {
    const Parameter& parameter = relation.parameters[i];
    if (i == tested || MayBeOpen(parameter)) continue;
    auto builder = diagnostics.Add(
        Code::kPolicyParameter, use.span,
        parameter.name.empty()
            ? Format("parameter {} of `{}` has no name, and this test leaves it open", i + 1,
                     use.relation)
            : Format("this test leaves `{}` of `{}` open", parameter.name, use.relation));
    builder.Help(parameter.name.empty()
                     ? Format("give all arguments: `{}(..)`", use.relation)
                     : Format("if any value will do, call it `_{}`; else give all arguments: "
                              "`{}(..)`",
                              parameter.name, use.relation));
    if (parameter.span.end != 0) builder.Other(parameter.span, "declared open here");
  }
}

// The entity type that an expression certainly has.
std::optional<std::string> TypeOf(const Policy& policy, const Expr& expr) {
  if (expr.kind == ExprKind::kLiteral && expr.literal().is(ValueKind::kEntity)) {
    return expr.literal().as_entity().type;
  }
  if (expr.kind != ExprKind::kVariable) return std::nullopt;
  const Scope* scope = expr.variable == cedar::Variable::kPrincipal  ? &policy.principal
                       : expr.variable == cedar::Variable::kResource ? &policy.resource
                       : expr.variable == cedar::Variable::kAction   ? &policy.action
                                                                     : nullptr;
  if (scope == nullptr) return std::nullopt;
  if (scope->kind == ScopeKind::kIs || scope->kind == ScopeKind::kIsIn) return *scope->type;
  if (scope->kind == ScopeKind::kEq && !scope->entities[0].slot) {
    return scope->entities[0].uid().type;
  }
  return std::nullopt;
}

// What each parameter of texts is asked with, over all policies.
class TextParameters {
 public:
  TextParameters(const datalog::Program& program, text::Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics) {}

  void Look(const Policy& policy, const Expr& expr) {
    const auto named = program_.by_name.find(expr.names()[0]);
    if (named == program_.by_name.end()) return;
    const bool call = expr.kind == ExprKind::kPredicateCall;
    for (const RelationName& name : named->second) {
      const Relation* relation = program_.Find(name);
      if (relation == nullptr || name.arity == 0) continue;
      if (call ? name.arity != expr.children().size() : named->second.size() != 1) continue;
      if (!call) {
        Ask(*relation, TestedParameter(*relation, expr.names()[1]), policy,
            policy.pool[expr.children()[0]]);
        continue;
      }
      for (std::size_t i = 0; i < name.arity; ++i) {
        Ask(*relation, i, policy, policy.pool[expr.children()[i]]);
      }
    }
  }

 private:
  struct First {
    std::string type;
    text::Span span;
    bool reported = false;
  };

  void Ask(const Relation& relation, std::size_t position, const Policy& policy,
           const Expr& argument) {
    if (relation.parameters[position].type == datalog::ColumnType::kEntity) return;
    const auto type = TypeOf(policy, argument);
    if (!type) return;
    const auto [it, added] =
        first_.try_emplace({relation.name, position}, First{*type, argument.span, false});
    First& first = it->second;
    if (added || first.type == *type || first.reported) return;
    first.reported = true;
    diagnostics_
        .Add(Code::kTextsOfTwoTypes, argument.span,
             Format("`{}` takes ids as texts, and is asked with entities of two types: {} and {}",
                    relation.name.name, first.type, *type))
        .Other(first.span, Format("asked with {} here", first.type))
        .Note("two entities of one id and different types are one text")
        .Help("ask a relation for each type, or fill this one with entities: `Type::\"id\"`");
  }

  const datalog::Program& program_;
  text::Diagnostics& diagnostics_;
  std::map<std::pair<RelationName, std::size_t>, First> first_;
};

// The relations that vote on an action which a permit could apply to. Nothing: all of them.
std::optional<std::set<RelationName>> CoveredVotes(const Configuration& configuration,
                                                   const KnownActions& actions) {
  std::set<RelationName> covered;
  const auto cover = [&](const std::string& id) {
    for (RelationName& name : configuration.program.AllowRelations(id)) {
      covered.insert(std::move(name));
    }
  };
  std::set<EntityUid> groups;
  for (const Policy& policy : configuration.policies.policies()) {
    if (policy.effect != cedar::Effect::kPermit) continue;
    const Scope& scope = policy.action;
    if (scope.kind == ScopeKind::kAny || scope.kind == ScopeKind::kIs) return std::nullopt;
    for (const cedar::ScopeEntity& entity : scope.entities) {
      if (entity.wild != nullptr) return std::nullopt;
      cover(entity.uid().id);
      if (scope.kind != ScopeKind::kEq) groups.insert(entity.uid());
    }
  }
  for (const auto& [id, span] : actions) {
    const store::EntitySet above = configuration.entities.Ancestors({"Action", id});
    if (std::ranges::any_of(above, [&](const EntityUid& uid) { return groups.contains(uid); })) {
      cover(id);
    }
  }
  return covered;
}

// The action that a relation votes on, by the known actions.
std::map<RelationName, std::string> VotedActions(const Configuration& configuration,
                                                 const KnownActions& actions) {
  std::map<RelationName, std::string> voted;
  for (const auto& [id, span] : actions) {
    for (const RelationName& name : configuration.program.AllowRelations(id)) voted[name] = id;
  }
  return voted;
}

void NoteForm(text::Span span, std::string what, text::Diagnostics& diagnostics) {
  diagnostics.Add(Code::kExtendedForm, span, std::move(what) + " is RUNE's, not Cedar's");
}

void NoteScope(const Scope& scope, text::Diagnostics& diagnostics) {
  for (const cedar::ScopeEntity& entity : scope.entities) {
    if (entity.wild != nullptr) NoteForm(entity.span, "a pattern after `in`", diagnostics);
  }
}

// Cedar's `in` has an entity on its left; a literal of another kind makes it RUNE's.
bool IsPlainLiteral(const Expr& expr) {
  return expr.kind == ExprKind::kLiteral && !expr.literal().is(ValueKind::kEntity);
}

void NotePolicy(const Policy& policy, text::Diagnostics& diagnostics) {
  NoteScope(policy.principal, diagnostics);
  NoteScope(policy.action, diagnostics);
  NoteScope(policy.resource, diagnostics);
  for (cedar::ExprId id = 0; id < policy.pool.size(); ++id) {
    const Expr& expr = policy.pool[id];
    if (expr.kind == ExprKind::kPredicateIn) {
      NoteForm(expr.span, "a test of a relation", diagnostics);
    } else if (expr.kind == ExprKind::kPredicateCall) {
      NoteForm(expr.span, "a call of a relation", diagnostics);
    } else if (expr.kind == ExprKind::kLiteral && expr.wild() != nullptr) {
      NoteForm(expr.span, "a pattern after `in`", diagnostics);
    } else if (expr.kind == ExprKind::kBinary && expr.binary == BinaryOp::kIn &&
               IsPlainLiteral(policy.pool[expr.children()[0]])) {
      NoteForm(expr.span, "`in` on a set of values", diagnostics);
    }
  }
}

}  // namespace

std::set<std::string> PolicyRelations(const cedar::PolicySet& policies) {
  std::set<std::string> out;
  VisitUses(policies, [&](const PredicateUse& use) { out.insert(use.relation); });
  return out;
}

std::vector<std::pair<RelationName, text::Span>> ResolveUses(const cedar::PolicySet& policies,
                                                             const Mentions& mentions,
                                                             const store::Facts& facts,
                                                             bool complete,
                                                             text::Diagnostics& diagnostics) {
  std::vector<std::pair<RelationName, text::Span>> out;
  std::size_t unknown = 0;
  VisitUses(policies, [&](const PredicateUse& use) {
    const std::set<std::size_t> arities = Arities(use.relation, mentions, facts);
    if (arities.empty()) {
      if (!complete) return;
      const bool suggest = unknown++ < kMostSuggestions;
      ReportUnknown(use, suggest ? DefinedNames(mentions, facts) : std::vector<std::string>{},
                    diagnostics);
    } else if (use.arity && !arities.contains(*use.arity)) {
      diagnostics.Add(
          Code::kPolicyArguments, use.span,
          Format("`{}` has {} parameters, not {}", use.relation, *arities.begin(), *use.arity));
    } else if (!use.arity && arities.size() > 1) {
      diagnostics
          .Add(Code::kPolicyArguments, use.span,
               Format("`{}` is there with {} and with {} parameters", use.relation,
                      *arities.begin(), *arities.rbegin()))
          .Help(Format("say which: `{}(..)` with all arguments", use.relation));
    } else if (!use.arity && *arities.begin() == 0) {
      diagnostics
          .Add(Code::kPolicyArguments, use.span,
               Format("`{}` has no parameter to test", use.relation))
          .Help(Format("write `{}()`", use.relation));
    } else {
      out.push_back({{use.relation, use.arity.value_or(*arities.begin())}, use.span});
    }
  });
  return out;
}

void CheckParameters(const cedar::PolicySet& policies, const datalog::Program& program,
                     text::Diagnostics& diagnostics) {
  VisitUses(policies, [&](const PredicateUse& use) {
    if (use.arity) return;
    const auto named = program.by_name.find(use.relation);
    if (named == program.by_name.end() || named->second.size() != 1) return;
    if (const Relation* relation = program.Find(named->second[0])) {
      CheckUse(use, *relation, diagnostics);
    }
  });
}

void WarnTextsOfTwoTypes(const cedar::PolicySet& policies, const datalog::Program& program,
                         text::Diagnostics& diagnostics) {
  TextParameters parameters(program, diagnostics);
  for (const Policy& policy : policies.policies()) {
    for (cedar::ExprId id = 0; id < policy.pool.size(); ++id) {
      const Expr& expr = policy.pool[id];
      if (expr.kind == ExprKind::kPredicateIn || expr.kind == ExprKind::kPredicateCall) {
        parameters.Look(policy, expr);
      }
    }
  }
}

void AddPolicyActions(const cedar::PolicySet& policies, KnownActions& actions) {
  for (const Policy& policy : policies.policies()) {
    for (const auto& [uid, span] : cedar::ActionLiterals(policy)) actions.emplace(uid.id, span);
  }
}

void WarnVotes(const Configuration& configuration, const KnownActions& actions,
               text::Diagnostics& diagnostics) {
  if (configuration.policies.inert()) return;
  const auto covered = CoveredVotes(configuration, actions);
  if (!covered) return;
  const std::map<RelationName, std::string> voted = VotedActions(configuration, actions);
  for (const auto& [name, relation] : configuration.program.relations) {
    if (relation.vote != datalog::VoteKind::kAllow || relation.clauses.empty() ||
        covered->contains(name)) {
      continue;
    }
    const auto known = voted.find(name);
    const std::string action = known == voted.end() ? "the action" : Format("`{}`", known->second);
    const datalog::Clause& clause = configuration.program.rules.clauses[relation.clauses[0]];
    diagnostics
        .Add(Code::kVoteWithoutPermit, clause.head_span,
             Format("no policy permits {} on which `{}` votes", action, name.name))
        .Note(
            "names of actions compare literally; with policies loaded, a vote alone permits "
            "nothing")
        .Help(
            "permit this action in a policy, or name the relation after the action that the "
            "policies permit");
  }
}

void NoteForms(const cedar::PolicySet& policies, text::Diagnostics& diagnostics) {
  for (const Policy& policy : policies.policies()) NotePolicy(policy, diagnostics);
}

}  // namespace rune::config
