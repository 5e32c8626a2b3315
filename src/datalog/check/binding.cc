#include "datalog/check/binding.h"

#include <algorithm>
#include <set>
#include <utility>

#include "datalog/check/checker.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using Ids = std::vector<VariableId>;

Ids VariablesOf(const Term& term) {
  Ids ids;
  VisitVariables(term, [&](VariableId id) { ids.push_back(id); });
  return ids;
}

void Append(Ids& to, const Ids& from) { to.insert(to.end(), from.begin(), from.end()); }

bool IsDirect(const Term& term) {
  return term.kind == TermKind::kVariable || term.kind == TermKind::kConstant;
}

// Which variables a side of `=` takes from a value, and which must be bound before.
void SplitFit(const Term& term, Ids& takes, Ids& needs) {
  switch (term.kind) {
    case TermKind::kVariable: takes.push_back(term.variable); break;
    case TermKind::kPattern:
      for (const PatternField& field : term.fields) SplitFit(field.value, takes, needs);
      break;
    case TermKind::kList:
      for (const Term& operand : term.operands) SplitFit(operand, takes, needs);
      break;
    default: Append(needs, VariablesOf(term)); break;
  }
}

// The variables over keys of a data path, which reading it binds.
Ids KeysOf(const Term& term) {
  Ids ids;
  if (term.kind != TermKind::kDataPath) return ids;
  for (const PathStep& step : term.steps) {
    if (step.kind == PathStep::Kind::kVariable) ids.push_back(step.variable);
  }
  return ids;
}

// What must be bound before the term has a value; keys of a path need not be.
Ids ValueNeeds(const Term& term) {
  if (term.kind != TermKind::kDataPath) return VariablesOf(term);
  Ids ids;
  for (const PathStep& step : term.steps) {
    for (const Term& part : step.parts) Append(ids, VariablesOf(part));
  }
  return ids;
}

bool HasPattern(const Term& term) {
  bool found = false;
  VisitTerms(term, [&](const Term& part) { found |= part.kind == TermKind::kPattern; });
  return found;
}

bool CanFit(const Term& term) {
  return term.kind == TermKind::kVariable || term.kind == TermKind::kPattern ||
         term.kind == TermKind::kList;
}

}  // namespace

bool IsInputPosition(const Program& program, const RelationName& name, std::size_t position) {
  const Relation* relation = program.Find(name);
  if (relation == nullptr) return false;
  if (relation->builtin == BuiltinRelation::kCurrentUsage) return position == 0;
  return position < relation->parameters.size() && relation->parameters[position].input;
}

BodyBinding::BodyBinding(const Program& program, const std::vector<Variable>& variables,
                         const Body& body, const VariableSet& outside)
    : program_(program),
      variables_(variables),
      occurrences_(variables.size()),
      computed_(variables.size()),
      groups_(variables.size()) {
  for (std::size_t i = 0; i < variables.size(); ++i) occurrences_[i] = outside[i] ? 1 : 0;
  const bool aggregates = std::ranges::any_of(
      body, [](const Literal& literal) { return literal.kind == LiteralKind::kAggregate; });
  if (aggregates) {
    for (const Literal& literal : body) {
      std::set<VariableId> here;
      VisitVariables(literal, [&](VariableId id) { here.insert(id); });
      for (const VariableId id : here) ++occurrences_[id];
    }
  }
  for (const Literal& literal : body) Add(literal);
}

void BodyBinding::AddRule(BindingRule rule) {
  if (!rule.needs.empty()) {
    for (const VariableId id : rule.binds) computed_[id] = true;
  }
  if (!rule.binds.empty()) rules_.push_back(std::move(rule));
}

void BodyBinding::Add(const Literal& literal) {
  if (literal.negated) return;
  switch (literal.kind) {
    case LiteralKind::kAtom: AddAtom(literal); break;
    case LiteralKind::kUnify: AddUnification(literal); break;
    case LiteralKind::kIn: AddMembership(literal); break;
    case LiteralKind::kAggregate: AddAggregate(literal); break;
    case LiteralKind::kCompare:
    case LiteralKind::kTest: break;
  }
}

void BodyBinding::AddAtom(const Literal& literal) {
  const RelationName name{literal.relation, literal.arguments.size()};
  BindingRule rule;
  for (std::size_t i = 0; i < literal.arguments.size(); ++i) {
    const Term& argument = literal.arguments[i];
    if (!IsDirect(argument)) {
      Append(rule.needs, VariablesOf(argument));
    } else if (argument.kind == TermKind::kVariable && !IsInputPosition(program_, name, i)) {
      rule.binds.push_back(argument.variable);
    }
  }
  AddRule(std::move(rule));
}

void BodyBinding::AddUnification(const Literal& literal) {
  const Term& left = literal.arguments[0];
  const Term& right = literal.arguments[1];
  const auto one_way = [&](const Term& value, const Term& taker) {
    if (HasPattern(value)) return;
    BindingRule rule;
    rule.needs = ValueNeeds(value);
    rule.binds = KeysOf(value);
    Ids needs;
    if (CanFit(taker)) {
      SplitFit(taker, rule.binds, needs);
    } else {
      needs = ValueNeeds(taker);
      Append(rule.binds, KeysOf(taker));
    }
    Append(rule.needs, needs);
    AddRule(std::move(rule));
  };
  one_way(left, right);
  one_way(right, left);
}

void BodyBinding::AddMembership(const Literal& literal) {
  const Term& left = literal.arguments[0];
  BindingRule rule;
  Ids needs;
  if (CanFit(left)) {
    SplitFit(left, rule.binds, needs);
  } else {
    needs = VariablesOf(left);
  }
  if (!literal.relation.empty()) {
    if (IsInputPosition(program_, {literal.relation, 1}, 0)) return;
  } else {
    Append(needs, ValueNeeds(literal.arguments[1]));
    Append(rule.binds, KeysOf(literal.arguments[1]));
  }
  rule.needs = std::move(needs);
  AddRule(std::move(rule));
}

VariableSet BodyBinding::OutsideOf(const Literal& aggregate) const {
  VariableSet outside(variables_.size());
  std::set<VariableId> inner;
  VisitVariables(aggregate.arguments[1], [&](VariableId id) { inner.insert(id); });
  VisitVariables(aggregate.inner[0], [&](VariableId id) { inner.insert(id); });
  for (const VariableId id : inner) {
    if (occurrences_[id] > 1) outside[id] = true;
  }
  return outside;
}

// An aggregate binds its result and those groups that its own body binds; it waits for the others.
void BodyBinding::AddAggregate(const Literal& literal) {
  const VariableSet outside = OutsideOf(literal);
  const BodyBinding inner(program_, variables_, literal.inner[0], outside);
  const VariableSet bound = inner.Close(VariableSet(variables_.size()));
  BindingRule rule;
  std::set<VariableId> needs;
  for (const Literal& part : literal.inner[0]) {
    for (const VariableId id : NeedsOf(program_, variables_, part)) needs.insert(id);
  }
  for (const VariableId id : needs) {
    if (outside[id] && !bound[id]) rule.needs.push_back(id);
  }
  for (VariableId id = 0; id < variables_.size(); ++id) {
    if (!outside[id]) continue;
    groups_[id] = true;
    if (bound[id]) rule.binds.push_back(id);
  }
  Ids result_needs;
  SplitFit(literal.arguments[0], rule.binds, result_needs);
  AddRule(std::move(rule));
}

VariableSet BodyBinding::Close(VariableSet bound) const {
  std::vector<std::size_t> missing(rules_.size());
  std::vector<std::vector<std::size_t>> waiting(bound.size());
  std::vector<std::size_t> ready;
  for (std::size_t r = 0; r < rules_.size(); ++r) {
    for (const VariableId id : rules_[r].needs) {
      if (bound[id]) continue;
      ++missing[r];
      waiting[id].push_back(r);
    }
    if (missing[r] == 0) ready.push_back(r);
  }
  while (!ready.empty()) {
    const BindingRule& rule = rules_[ready.back()];
    ready.pop_back();
    for (const VariableId id : rule.binds) {
      if (bound[id]) continue;
      bound[id] = true;
      for (const std::size_t r : waiting[id]) {
        if (--missing[r] == 0) ready.push_back(r);
      }
    }
  }
  return bound;
}

std::vector<VariableId> NeedsOf(const Program& program, const std::vector<Variable>& variables,
                                const Literal& literal) {
  Ids needs;
  const bool reads = literal.kind == LiteralKind::kAtom || !literal.relation.empty();
  if (literal.kind == LiteralKind::kCompare || literal.kind == LiteralKind::kTest) {
    VisitVariables(literal, [&](VariableId id) { needs.push_back(id); });
    return needs;
  }
  if (literal.negated) {
    // A blank under negation means "whatever": it needs a value only where the relation wants one.
    VisitVariables(literal, [&](VariableId id) {
      if (!variables[id].anonymous) needs.push_back(id);
    });
  }
  if (reads) {
    const RelationName name{literal.relation, literal.arguments.size()};
    for (std::size_t i = 0; i < literal.arguments.size(); ++i) {
      if (!IsDirect(literal.arguments[i]) || IsInputPosition(program, name, i)) {
        Append(needs, VariablesOf(literal.arguments[i]));
      }
    }
    return needs;
  }
  switch (literal.kind) {
    case LiteralKind::kUnify:
    case LiteralKind::kIn: {
      Ids takes;
      for (std::size_t side = 0; side < 2; ++side) {
        const Term& term = literal.arguments[side];
        const bool value = literal.kind == LiteralKind::kIn && side == 1;
        if (value || !CanFit(term)) {
          Append(needs, ValueNeeds(term));
        } else {
          SplitFit(term, takes, needs);
        }
      }
      break;
    }
    case LiteralKind::kAggregate: {
      Ids takes;
      SplitFit(literal.arguments[0], takes, needs);
      break;
    }
    default: break;
  }
  return needs;
}

}  // namespace rune::datalog
