// Relations that vote, and what may go wrong with their parameters (6.1).
#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using text::Code;

VoteKind VoteOf(std::string_view name) {
  if (name == "deny" || name.starts_with("deny_")) return VoteKind::kDeny;
  if (name == "forbid" || name.starts_with("forbid_")) return VoteKind::kForbid;
  if (name.starts_with("allow_")) return VoteKind::kAllow;
  return VoteKind::kNone;
}

// The entity store is no part of the request.
bool IsOfRequest(BuiltinRelation relation) {
  return relation != BuiltinRelation::kNone && relation != BuiltinRelation::kEntityIs &&
         relation != BuiltinRelation::kEntityParent &&
         relation != BuiltinRelation::kEntityAncestor && relation != BuiltinRelation::kEntityAttr;
}

class VoteCheck {
 public:
  explicit VoteCheck(CheckContext& context) : context_(context) {}

  void Run() {
    const std::set<RelationName> looking = FindLooking();
    for (auto& [name, relation] : context_.program.relations) {
      if (relation.clauses.empty() || relation.builtin != BuiltinRelation::kNone) continue;
      relation.vote = VoteOf(name.name);
      if (relation.vote == VoteKind::kNone) continue;
      if (relation.vote == VoteKind::kAllow) {
        for (std::size_t i = 0; i < name.arity; ++i) CheckParameter(relation, i);
      } else if (!looking.contains(name)) {
        ReportBlind(relation);
      }
    }
    CheckActions();
  }

 private:
  const Clause& ClauseAt(std::size_t number) const {
    return context_.program.rules.clauses[number];
  }

  // Relations that look at some part of the request, themselves or through others.
  std::set<RelationName> FindLooking() {
    std::map<RelationName, std::set<RelationName>> readers;
    std::set<RelationName> looking;
    for (const Clause& clause : context_.program.rules.clauses) {
      const RelationName head = clause.relation_name();
      VisitLiterals(clause.bodies, [&](const Literal& literal, bool) {
        if (const auto name = RelationOf(literal)) readers[*name].insert(head);
        VisitTerms(literal, [&](const Term& term) {
          if (term.kind == TermKind::kContextPath) looking.insert(head);
        });
      });
    }
    for (const auto& [name, relation] : context_.program.relations) {
      const bool bound = std::ranges::any_of(relation.parameters, [](const Parameter& parameter) {
        return parameter.input || FindRequestPart(parameter.name);
      });
      const bool votes = !relation.clauses.empty() && VoteOf(name.name) != VoteKind::kNone;
      if (IsOfRequest(relation.builtin) || relation.open || (votes && bound)) looking.insert(name);
    }
    std::deque<RelationName> queue(looking.begin(), looking.end());
    while (!queue.empty()) {
      const auto it = readers.find(queue.front());
      queue.pop_front();
      if (it == readers.end()) continue;
      for (const RelationName& reader : it->second) {
        if (looking.insert(reader).second) queue.push_back(reader);
      }
    }
    return looking;
  }

  void ReportBlind(const Relation& relation) {
    context_.diagnostics
        .Add(Code::kRuleBlindVote, ClauseAt(relation.clauses[0]).head_span,
             Format("`{}` votes, and looks at nothing of the request: while it holds, every "
                    "request is forbidden",
                    Show(relation.name)))
        .Help(
            "name a part of the request (`action(\"..\")`, a parameter `Path`), or rename the "
            "relation if it is not meant to vote");
  }

  void CheckParameter(const Relation& relation, std::size_t position) {
    const Parameter& parameter = relation.parameters[position];
    if (parameter.name.empty()) {
      if (position == 0) return;  // takes the id of the resource
      ReportUnnamed(relation, position);
      return;
    }
    if (FindRequestPart(parameter.name) || parameter.name.starts_with('_')) return;
    for (const std::size_t c : relation.clauses) {
      const Clause& clause = ClauseAt(c);
      const Term& term = clause.head[position];
      if (context_.program.clause_info[c].inputs[position] || term.kind != TermKind::kVariable)
        continue;
      context_.diagnostics
          .Add(Code::kRuleVoteParameter, term.span,
               Format("`{}` would be permitted for any `{}`: this parameter takes nothing from the "
                      "request",
                      Show(relation.name), parameter.name))
          .Help(Format("if any value will do, name it `_{}`; else name a part of the request "
                       "(Principal, Action, Resource, Path, Directory, Command, Api)",
                       parameter.name));
      return;
    }
  }

  // Constants alone, or names that disagree.
  void ReportUnnamed(const Relation& relation, std::size_t position) {
    const Term* first = nullptr;
    const Clause* first_clause = nullptr;
    bool blank = false;
    for (const std::size_t c : relation.clauses) {
      const Clause& clause = ClauseAt(c);
      const Term& term = clause.head[position];
      if (term.kind != TermKind::kVariable) continue;
      if (clause.variables[term.variable].anonymous) {
        blank = true;
        continue;
      }
      if (first == nullptr) {
        first = &term;
        first_clause = &clause;
        continue;
      }
      const std::string& name = clause.variables[term.variable].name;
      const std::string& first_name = first_clause->variables[first->variable].name;
      if (SnakeCase(name) == SnakeCase(first_name)) continue;
      context_.diagnostics
          .Add(Code::kRuleVoteNames, term.span,
               Format("the clauses of `{}` disagree on the name of parameter {}: `{}` and `{}`",
                      Show(relation.name), position + 1, first_name, name))
          .Other(first->span, "the other name")
          .Help("a parameter of a vote gets its value by its name, so give it one name everywhere");
      return;
    }
    if (blank) return;
    const Term& term = ClauseAt(relation.clauses[0]).head[position];
    context_.diagnostics
        .Add(
            Code::kRuleVoteParameter, term.span,
            Format(
                "parameter {} of `{}` is a constant everywhere, and takes nothing from the request",
                position + 1, Show(relation.name)))
        .Help("leave it out, or name a part of the request there");
  }

  void CheckActions() {
    std::map<std::string, std::pair<std::string, text::Span>> seen;
    std::set<std::string> reported;
    for (const auto& [action, span] : context_.input.actions) {
      const auto name = AllowName(action);
      if (!name) continue;
      const auto [it, added] = seen.try_emplace(*name, action, span);
      if (added || it->second.first == action || !reported.insert(*name).second) continue;
      context_.diagnostics
          .Add(Code::kRuleActionClash, span,
               Format("the actions `{}` and `{}` both ask `{}`", it->second.first, action, *name))
          .Other(it->second.second, "the other action")
          .Help("rename one of them: `.` and `_` are the same here");
    }
  }

  CheckContext& context_;
};

}  // namespace

std::optional<std::string> AllowName(std::string_view action_id) {
  std::string name = "allow_";
  for (const char c : action_id) {
    const bool word =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word && c != '.') return std::nullopt;
    name += c == '.' ? '_' : c;
  }
  return name;
}

void CheckVotes(CheckContext& context) { VoteCheck(context).Run(); }

}  // namespace rune::datalog
