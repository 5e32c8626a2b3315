// Relations, arities and data that nothing defines (4.1).
//
// What is missing is an error where a vote, a policy or a check depends on it, for there an empty
// relation could permit or fail to forbid; elsewhere it is a warning, or an error with the option
// `undefined = "error"`.
#include <deque>
#include <set>
#include <utility>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/walk.h"
#include "text/suggest.h"

namespace rune::datalog {
namespace {

using text::Code;

bool IsVoteName(std::string_view name) {
  return name == "deny" || name == "forbid" || name.starts_with("deny_") ||
         name.starts_with("forbid_") || name.starts_with("allow_");
}

// Relations that a vote, a policy or a check reads, at any distance.
std::set<RelationName> FindCritical(const Program& program, const CheckInput& input) {
  std::set<RelationName> critical;
  std::deque<RelationName> queue;
  const auto reach = [&](const RelationName& name) {
    if (critical.insert(name).second) queue.push_back(name);
  };
  for (const auto& [name, relation] : program.relations) {
    if (!relation.clauses.empty() && IsVoteName(name.name)) reach(name);
  }
  for (const auto& [name, span] : input.used_by_policies) reach(name);
  for (const Check& check : program.rules.checks) {
    VisitLiterals(check.bodies, [&](const Literal& literal, bool) {
      if (const auto name = RelationOf(literal)) reach(*name);
    });
  }
  while (!queue.empty()) {
    const Relation* relation = program.Find(queue.front());
    queue.pop_front();
    if (relation == nullptr) continue;
    for (const std::size_t c : relation->clauses) {
      VisitLiterals(program.rules.clauses[c].bodies, [&](const Literal& literal, bool) {
        if (const auto name = RelationOf(literal)) reach(*name);
      });
    }
  }
  return critical;
}

class NameCheck {
 public:
  explicit NameCheck(CheckContext& context)
      : context_(context),
        critical_(FindCritical(context.program, context.input)),
        roots_(context.input.data_roots) {
    for (const auto& [path, type] : context.input.declared_paths)
      roots_.insert(path.substr(0, path.find('.')));
    if (context.input.facts != nullptr) {
      for (const auto& [key, value] : context.input.facts->tree.fields()) roots_.insert(key);
    }
  }

  void Run() {
    const Rules& rules = context_.program.rules;
    for (const Clause& clause : rules.clauses) {
      CheckBodies(clause.bodies, critical_.contains(clause.relation_name()));
    }
    for (const Check& check : rules.checks) CheckBodies(check.bodies, true);
    for (const auto& [name, span] : context_.input.used_by_policies)
      CheckRelation(name, span, true);
  }

 private:
  void CheckBodies(const std::vector<Body>& bodies, bool critical) {
    VisitLiterals(bodies, [&](const Literal& literal, bool) {
      if (const auto name = RelationOf(literal))
        CheckRelation(*name, literal.relation_span, critical);
      for (const Term& argument : literal.arguments) {
        VisitTerms(argument, [&](const Term& term) {
          if (term.kind == TermKind::kDataPath) CheckRoot(term, critical);
        });
      }
    });
  }

  void CheckRelation(const RelationName& name, text::Span span, bool critical) {
    const Relation* relation = context_.program.Find(name);
    if (relation != nullptr && relation->defined) return;
    const std::vector<std::size_t> others = OtherArities(name);
    if (!others.empty()) {
      if (!context_.program.rules.complete) return;
      std::string known;
      for (const std::size_t arity : others)
        known += Format("{}`{}/{}`", known.empty() ? "" : ", ", name.name, arity);
      context_.diagnostics
          .Add(Code::kRuleArity, span,
               Format("`{}` has no form with {} argument{}", name.name, name.arity,
                      name.arity == 1 ? "" : "s"))
          .Help(Format("there is {}", known));
      return;
    }
    if (!reported_.insert({name.name, critical}).second || !context_.program.rules.complete) return;
    auto builder = context_.diagnostics.Add(
        Code::kRuleUndefined, span,
        Format("nothing defines the relation `{}`{}", Show(name),
               critical ? ", and a decision depends on it" : "; it is empty"));
    Grade(builder, critical);
    const auto close = MaySuggest() ? text::Suggest(name.name, DefinedNames()) : std::nullopt;
    if (close) {
      builder.Help(Format("did you mean `{}`?", *close));
    } else {
      builder.Help(
          Format("declare it (`.decl {}(..)`), or give it facts, or empty data (`{} = []`)",
                 name.name, name.name));
    }
  }

  void CheckRoot(const Term& path, bool critical) {
    const PathStep& root = path.steps[0];
    if (root.kind != PathStep::Kind::kKey || roots_.contains(root.key)) return;
    if (!reported_.insert({"[data] " + root.key, critical}).second) return;
    auto builder = context_.diagnostics.Add(
        Code::kRuleUndefinedPath, path.span,
        Format("there is no data `{}`{}", root.key,
               critical ? ", and a decision depends on it" : "; what reads it is false"));
    Grade(builder, critical);
    const auto close =
        MaySuggest()
            ? text::Suggest(root.key, std::vector<std::string>(roots_.begin(), roots_.end()))
            : std::nullopt;
    if (close) {
      builder.Help(Format("did you mean `{}`?", *close));
    } else {
      builder.Help(
          Format("add it to `[data]`, if only as `{} = {{}}`, or declare it (`{}.key: Type`)",
                 root.key, root.key));
    }
  }

  // A name is compared with all others for the first unknown ones alone: it takes its time.
  bool MaySuggest() {
    constexpr std::size_t kMostSuggestions = 20;
    return suggestions_++ < kMostSuggestions;
  }

  void Grade(text::Diagnostics::Builder& builder, bool critical) const {
    builder.As(critical || context_.input.undefined_is_error ? Severity::kError
                                                             : Severity::kWarning);
  }

  std::vector<std::size_t> OtherArities(const RelationName& name) const {
    std::vector<std::size_t> arities;
    for (std::size_t arity = 0; arity <= 3; ++arity) {
      if (arity != name.arity && FindBuiltin({name.name, arity})) arities.push_back(arity);
    }
    const auto it = context_.program.by_name.find(name.name);
    if (it == context_.program.by_name.end()) return arities;
    for (const RelationName& other : it->second) {
      const Relation& relation = *context_.program.Find(other);
      if (relation.defined && relation.builtin == BuiltinRelation::kNone)
        arities.push_back(other.arity);
    }
    return arities;
  }

  std::vector<std::string> DefinedNames() const {
    std::vector<std::string> names;
    for (const auto& [name, relation] : context_.program.relations) {
      if (relation.defined && (names.empty() || names.back() != name.name))
        names.push_back(name.name);
    }
    return names;
  }

  CheckContext& context_;
  std::set<RelationName> critical_;
  std::set<std::string> roots_;
  std::size_t suggestions_ = 0;
  std::set<std::pair<std::string, bool>> reported_;
};

}  // namespace

void CheckNames(CheckContext& context) { NameCheck(context).Run(); }

}  // namespace rune::datalog
