// Every variable has a value where one is needed (4.7), and aggregates name their parts well (4.5).
#include <algorithm>
#include <set>

#include "base/format.h"
#include "datalog/check/binding.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/print.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using text::Code;

// One clause or check.
class SafetyCheck {
 public:
  SafetyCheck(CheckContext& context, const std::vector<Variable>& variables, std::string owner)
      : context_(context), variables_(variables), owner_(std::move(owner)) {}

  void CheckBody(const Body& body, const VariableSet& head, const VariableSet& inputs) {
    const BodyBinding binding(context_.program, variables_, body, head);
    const VariableSet bound = binding.Close(inputs);
    for (const Literal& literal : body) {
      CheckLiteral(literal, bound, nullptr);
      if (literal.kind == LiteralKind::kAggregate) CheckAggregate(literal, binding, bound);
    }
  }

  // Of a group of an aggregate that nothing binds.
  void CheckHead(const Clause& clause, const Body& body, const VariableSet& head,
                 const VariableSet& inputs) {
    const BodyBinding binding(context_.program, variables_, body, head);
    const VariableSet bound = binding.Close(inputs);
    for (const Term& term : clause.head) {
      if (term.kind == TermKind::kVariable && !bound[term.variable])
        Report(term.variable, term.span, nullptr);
    }
  }

 private:
  void CheckLiteral(const Literal& literal, const VariableSet& bound, const Literal* aggregate) {
    const auto name = RelationOf(literal);
    if (name && (literal.negated || aggregate != nullptr || IsUsage(*name)))
      CheckInputs(literal, *name, bound);
    const bool positive_atom = name && !literal.negated;
    const std::size_t before = reported_.size();
    for (const VariableId id : NeedsOf(context_.program, variables_, literal)) {
      if (bound[id]) continue;
      // The name of the parameter decides where a positive atom gives an input no value.
      if (positive_atom && IsDirectArgument(literal, id)) continue;
      Report(id, literal.span, aggregate);
    }
    // What lacks a value only because another variable does is not told besides.
    if (literal.kind == LiteralKind::kUnify && reported_.size() == before)
      CheckUnification(literal, bound, aggregate);
  }

  bool IsUsage(const RelationName& name) const {
    const Relation* relation = context_.program.Find(name);
    return relation != nullptr && relation->builtin == BuiltinRelation::kCurrentUsage;
  }

  static bool IsDirectArgument(const Literal& literal, VariableId id) {
    return std::ranges::any_of(literal.arguments, [&](const Term& term) {
      return term.kind == TermKind::kVariable && term.variable == id;
    });
  }

  // `X = Y` where neither has a value: a unification that can take place binds all its variables.
  void CheckUnification(const Literal& literal, const VariableSet& bound,
                        const Literal* aggregate) {
    if (literal.negated) return;
    bool reported = false;
    VisitVariables(literal, [&](VariableId id) {
      if (bound[id] || reported) return;
      reported = true;
      Report(id, literal.span, aggregate);
    });
  }

  // Under negation, in an aggregate, and for usage, what the relation wants must be given.
  void CheckInputs(const Literal& literal, const RelationName& name, const VariableSet& bound) {
    for (std::size_t i = 0; i < literal.arguments.size(); ++i) {
      const Term& argument = literal.arguments[i];
      if (argument.kind != TermKind::kVariable || bound[argument.variable]) continue;
      if (!IsInputPosition(context_.program, name, i) ||
          !reported_.insert(argument.variable).second)
        continue;
      const std::string& variable = variables_[argument.variable].name;
      const std::string where = IsUsage(name)     ? "reads usage under a key"
                                : literal.negated ? "stands under negation"
                                                  : "stands in an aggregate";
      context_.diagnostics
          .Add(Code::kRuleOpen, argument.span,
               Format("`{}` needs a value for its parameter {} from whoever asks it, and `{}` has "
                      "none in {}",
                      Show(name), i + 1, variable, owner_))
          .Label("no positive literal binds this")
          .Note(Format("the literal {}, where nothing else can give the value", where))
          .Help(Format("bind it before: a literal such as `known({})`",
                       variables_[argument.variable].anonymous ? "X" : variable));
    }
  }

  void CheckAggregate(const Literal& literal, const BodyBinding& binding,
                      const VariableSet& bound) {
    const Body& body = literal.inner[0];
    std::set<VariableId> inside;
    VisitVariables(body, [&](VariableId id) { inside.insert(id); });
    VisitVariables(literal.arguments[1], [&](VariableId id) { inside.insert(id); });
    const Term& result = literal.arguments[0];
    if (result.kind == TermKind::kVariable && inside.contains(result.variable)) {
      if (!reported_.insert(result.variable).second) return;
      context_.diagnostics
          .Add(Code::kRuleAggregate, literal.span,
               Format("`{}` is the result of this aggregate and stands inside it too",
                      variables_[result.variable].name))
          .Help("give the result a name of its own");
      return;
    }
    const VariableSet outside = binding.OutsideOf(literal);
    VariableSet given(variables_.size());
    for (std::size_t i = 0; i < given.size(); ++i) given[i] = outside[i] && bound[i];
    const VariableSet all = BodyBinding(context_.program, variables_, body, outside).Close(given);
    for (const Literal& inner : body) CheckLiteral(inner, all, &literal);
    VisitVariables(literal.arguments[1], [&](VariableId id) {
      if (!all[id]) Report(id, literal.arguments[1].span, &literal);
    });
  }

  void Report(VariableId id, text::Span span, const Literal* aggregate) {
    if (!reported_.insert(id).second) return;
    const Variable& variable = variables_[id];
    if (variable.anonymous) {
      context_.diagnostics
          .Add(Code::kRuleUnsafe, variable.span, Format("`_` has no value here, in {}", owner_))
          .Help("name it, and let a positive literal bind it");
      return;
    }
    auto builder = context_.diagnostics.Add(
        Code::kRuleUnsafe, span,
        Format("nothing binds the variable `{}` in {}", variable.name, owner_));
    builder.Label(Format("`{}` needs a value here", variable.name));
    if (aggregate != nullptr) {
      builder.Help("bind it by a positive literal, inside the aggregate or beside it");
    } else {
      builder.Help(
          Format("let a positive literal bind it: a relation, `{} = ..`, `{} in ..`; or make it a "
                 "parameter of the head",
                 variable.name, variable.name));
    }
  }

  CheckContext& context_;
  const std::vector<Variable>& variables_;
  std::string owner_;
  std::set<VariableId> reported_;
};

}  // namespace

void CheckSafety(CheckContext& context) {
  const Program& program = context.program;
  for (std::size_t c = 0; c < program.rules.clauses.size(); ++c) {
    const Clause& clause = program.rules.clauses[c];
    if (clause.variables.empty()) continue;
    VariableSet head(clause.variables.size());
    VariableSet inputs(clause.variables.size());
    for (std::size_t i = 0; i < clause.head.size(); ++i) {
      if (clause.head[i].kind != TermKind::kVariable) continue;
      head[clause.head[i].variable] = true;
      if (program.clause_info[c].inputs[i]) inputs[clause.head[i].variable] = true;
    }
    SafetyCheck check(context, clause.variables, Format("`{}`", clause.id()));
    for (const Body& body : clause.bodies) {
      check.CheckBody(body, head, inputs);
      check.CheckHead(clause, body, head, inputs);
    }
  }
  for (const Check& constraint : program.rules.checks) {
    if (constraint.variables.empty()) continue;
    const VariableSet none(constraint.variables.size());
    SafetyCheck check(context, constraint.variables, Format("the check `{}`", constraint.name));
    for (const Body& body : constraint.bodies) check.CheckBody(body, none, none);
  }
}

}  // namespace rune::datalog
