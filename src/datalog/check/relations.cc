// Which relations there are and what defines them; names that the language keeps for itself.
#include <algorithm>
#include <array>
#include <utility>

#include "base/format.h"
#include "datalog/check/checker.h"

namespace rune::datalog {
namespace {

using text::Code;

struct BuiltinName {
  std::string_view name;
  std::size_t arity;
  BuiltinRelation relation;
};

constexpr std::array<BuiltinName, 21> kBuiltins = {{
    {"principal", 1, BuiltinRelation::kPrincipal},
    {"principal_type", 1, BuiltinRelation::kPrincipalType},
    {"principal_uid", 1, BuiltinRelation::kPrincipalUid},
    {"principal_attr", 3, BuiltinRelation::kPrincipalAttr},
    {"principal_parent", 2, BuiltinRelation::kPrincipalParent},
    {"resource", 1, BuiltinRelation::kResource},
    {"resource_type", 1, BuiltinRelation::kResourceType},
    {"resource_uid", 1, BuiltinRelation::kResourceUid},
    {"resource_attr", 3, BuiltinRelation::kResourceAttr},
    {"resource_parent", 2, BuiltinRelation::kResourceParent},
    {"action", 1, BuiltinRelation::kAction},
    {"action_param", 3, BuiltinRelation::kActionParam},
    {"context", 2, BuiltinRelation::kContext},
    {"path", 1, BuiltinRelation::kPath},
    {"command", 1, BuiltinRelation::kCommand},
    {"api", 1, BuiltinRelation::kApi},
    {"entity_is", 1, BuiltinRelation::kEntityIs},
    {"entity_parent", 2, BuiltinRelation::kEntityParent},
    {"entity_ancestor", 2, BuiltinRelation::kEntityAncestor},
    {"entity_attr", 3, BuiltinRelation::kEntityAttr},
    {"current_usage", 2, BuiltinRelation::kCurrentUsage},
}};

// Functions of policies, of rules, and aggregates.
constexpr std::array<std::string_view, 40> kTakenNames = {
    "contains",
    "containsAll",
    "containsAny",
    "isEmpty",
    "getTag",
    "hasTag",
    "decimal",
    "lessThan",
    "lessThanOrEqual",
    "greaterThan",
    "greaterThanOrEqual",
    "ip",
    "isIpv4",
    "isIpv6",
    "isLoopback",
    "isMulticast",
    "isInRange",
    "datetime",
    "duration",
    "offset",
    "durationSince",
    "toDate",
    "toTime",
    "toMilliseconds",
    "toSeconds",
    "toMinutes",
    "toHours",
    "toDays",
    "starts_with",
    "ends_with",
    "matches",
    "within",
    "has",
    "len",
    "lower",
    "upper",
    "split",
    "substr",
    "to_number",
    "to_string",
};
constexpr std::array<std::string_view, 5> kAggregateNames = {"count", "sum", "min", "max", "mean"};

class Collector {
 public:
  explicit Collector(CheckContext& context) : context_(context) {}

  void Run() {
    const Rules& rules = context_.program.rules;
    if (context_.input.facts != nullptr) {
      for (const auto& [name, rows] : context_.input.facts->relations) AddFacts(name);
    }
    for (std::size_t d = 0; d < rules.declarations.size(); ++d) AddDeclaration(d);
    for (std::size_t c = 0; c < rules.clauses.size(); ++c) AddClause(c);
    for (const Check& check : rules.checks) AddBodies(check.bodies);
    for (const auto& [name, span] : context_.input.used_by_policies) {
      if (FindBuiltin(name) || IsDefined(name)) Get(name);
    }
    NameParameters();
    for (const auto& [name, relation] : context_.program.relations) {
      context_.program.by_name[name.name].push_back(name);
    }
  }

 private:
  Relation& Get(const RelationName& name) {
    const auto [it, added] = context_.program.relations.try_emplace(name);
    Relation& relation = it->second;
    if (added) {
      relation.name = name;
      relation.parameters.resize(name.arity);
      relation.builtin = FindBuiltin(name).value_or(BuiltinRelation::kNone);
      relation.defined = relation.builtin != BuiltinRelation::kNone;
    }
    return relation;
  }

  bool IsDefined(const RelationName& name) const {
    return context_.program.relations.contains(name);
  }

  void AddFacts(const RelationName& name) { Get(name).defined = true; }

  bool CheckName(const RelationName& name, text::Span span) {
    if (IsTakenName(name.name)) {
      context_.diagnostics
          .Add(Code::kRuleNameTaken, span,
               Format("`{}` is the name of a function and cannot be a relation", name.name))
          .Help("choose another name");
      return false;
    }
    if (!FindBuiltin(name)) return true;
    context_.diagnostics
        .Add(Code::kRuleNameTaken, span,
             Format("`{}` is filled by the request and cannot be defined here", Show(name)))
        .Help("choose another name, or another number of columns");
    return false;
  }

  void AddDeclaration(std::size_t number) {
    const Declaration& declaration = context_.program.rules.declarations[number];
    const RelationName name{declaration.relation, declaration.columns.size()};
    CheckName(name, declaration.span);
    Relation& relation = Get(name);
    if (relation.declaration) {
      const Declaration& first = context_.program.rules.declarations[*relation.declaration];
      context_.diagnostics
          .Add(Code::kRuleDeclaredTwice, declaration.span,
               Format("`{}` is declared a second time", Show(name)))
          .Other(first.span, "the first declaration")
          .Help("keep one of them");
      return;
    }
    relation.defined = true;
    relation.declaration = number;
    relation.eqrel = declaration.representation == Representation::kEqrel;
  }

  void AddClause(std::size_t number) {
    const Clause& clause = context_.program.rules.clauses[number];
    const RelationName name = clause.relation_name();
    // One finding for a relation, at its first clause.
    if (!IsDefined(name) || Get(name).clauses.empty()) CheckName(name, clause.head_span);
    Relation& relation = Get(name);
    relation.defined = true;
    relation.clauses.push_back(number);
    AddBodies(clause.bodies);
  }

  void AddBodies(const std::vector<Body>& bodies) {
    VisitLiterals(bodies, [&](const Literal& literal, bool) {
      if (const auto name = RelationOf(literal)) Get(*name);
    });
  }

  void NameParameters() {
    for (auto& [name, relation] : context_.program.relations) {
      for (std::size_t i = 0; i < name.arity; ++i) NameParameter(relation, i);
    }
  }

  void NameParameter(Relation& relation, std::size_t position) {
    Parameter& parameter = relation.parameters[position];
    const Rules& rules = context_.program.rules;
    bool named = false;
    for (const std::size_t c : relation.clauses) {
      const Clause& clause = rules.clauses[c];
      const Term& term = clause.head[position];
      if (!named) parameter.span = term.span;
      if (term.kind != TermKind::kVariable || clause.variables[term.variable].anonymous) continue;
      const std::string& name = clause.variables[term.variable].name;
      if (!named) {
        parameter.name = name;
        named = true;
      } else if (!SameIgnoringCase(name, parameter.name)) {
        parameter.name.clear();
        return;
      }
    }
    if (relation.clauses.empty() && relation.declaration) {
      const Declaration& declaration = rules.declarations[*relation.declaration];
      parameter.name = declaration.columns[position].first;
      parameter.span = declaration.span;
    }
  }

  static bool SameIgnoringCase(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
  }

  CheckContext& context_;
};

}  // namespace

std::optional<BuiltinRelation> FindBuiltin(const RelationName& name) {
  for (const BuiltinName& builtin : kBuiltins) {
    if (builtin.name == name.name && builtin.arity == name.arity) return builtin.relation;
  }
  return std::nullopt;
}

bool ReadsRequest(BuiltinRelation relation) { return relation != BuiltinRelation::kNone; }

bool IsTakenName(std::string_view name) {
  return std::ranges::find(kTakenNames, name) != kTakenNames.end() ||
         std::ranges::find(kAggregateNames, name) != kAggregateNames.end();
}

std::string Show(const RelationName& name) { return Format("{}/{}", name.name, name.arity); }

std::optional<RelationName> RelationOf(const Literal& literal) {
  if (literal.kind == LiteralKind::kAtom)
    return RelationName{literal.relation, literal.arguments.size()};
  if (literal.kind == LiteralKind::kIn && !literal.relation.empty())
    return RelationName{literal.relation, 1};
  return std::nullopt;
}

void VisitLiterals(const std::vector<Body>& bodies, const LiteralVisitor& visit) {
  for (const Body& body : bodies) {
    for (const Literal& literal : body) {
      visit(literal, literal.negated);
      for (const Body& inner : literal.inner) {
        for (const Literal& part : inner) visit(part, true);
      }
    }
  }
}

void CollectRelations(CheckContext& context) { Collector(context).Run(); }

}  // namespace rune::datalog
