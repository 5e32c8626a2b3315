#include "datalog/eval/body_info.h"

#include <algorithm>
#include <set>

#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using VariableSet = std::set<VariableId>;

bool IsDirect(const Term& term) {
  return term.kind == TermKind::kVariable || term.kind == TermKind::kConstant;
}

VariableSet VariablesOf(const Term& term) {
  VariableSet out;
  VisitVariables(term, [&](VariableId id) { out.insert(id); });
  return out;
}

std::vector<VariableId> ToVector(const VariableSet& set) { return {set.begin(), set.end()}; }

// The variables over keys of a path, which reading it binds; empty for other terms.
VariableSet KeyVariables(const Term& term) {
  VariableSet out;
  if (term.kind != TermKind::kDataPath) return out;
  for (const PathStep& step : term.steps) {
    if (step.kind == PathStep::Kind::kVariable) out.insert(step.variable);
  }
  return out;
}

// What a term takes when it is fitted (`takes`), and what must be bound before (`needs`).
void SplitFit(const Term& term, VariableSet& takes, VariableSet& needs) {
  if (term.kind == TermKind::kVariable) {
    takes.insert(term.variable);
  } else if (term.kind == TermKind::kPattern) {
    for (const PatternField& field : term.fields) SplitFit(field.value, takes, needs);
  } else if (term.kind == TermKind::kList) {
    for (const Term& operand : term.operands) SplitFit(operand, takes, needs);
  } else {
    needs.merge(VariablesOf(term));
  }
}

SideInfo AnalyseSide(const Term& term) {
  SideInfo side;
  side.has_value = true;
  VisitTerms(term, [&](const Term& part) {
    if (part.kind == TermKind::kPattern) side.has_value = false;
  });
  VariableSet needs = VariablesOf(term);
  for (const VariableId key : KeyVariables(term)) needs.erase(key);
  // A key that is used inside a computed step of the same path must be bound all the same.
  if (term.kind == TermKind::kDataPath) {
    for (const PathStep& step : term.steps) {
      for (const Term& part : step.parts) needs.merge(VariablesOf(part));
    }
  }
  side.to_evaluate = ToVector(needs);
  side.can_fit = term.kind == TermKind::kVariable || term.kind == TermKind::kPattern ||
                 term.kind == TermKind::kList;
  VariableSet takes;
  VariableSet to_fit;
  SplitFit(term, takes, to_fit);
  side.to_fit = ToVector(to_fit);
  return side;
}

// What a positive literal binds once what it needs is bound.
VariableSet Binds(const Literal& literal) {
  VariableSet out;
  VariableSet ignored;
  switch (literal.kind) {
    case LiteralKind::kAtom:
      for (const Term& argument : literal.arguments) {
        if (argument.kind == TermKind::kVariable) out.insert(argument.variable);
      }
      break;
    case LiteralKind::kUnify:
      for (const Term& side : literal.arguments) {
        SplitFit(side, out, ignored);
        out.merge(KeyVariables(side));
      }
      break;
    case LiteralKind::kIn:
      SplitFit(literal.arguments[0], out, ignored);
      if (literal.arguments.size() > 1) out.merge(KeyVariables(literal.arguments[1]));
      break;
    case LiteralKind::kAggregate: SplitFit(literal.arguments[0], out, ignored); break;
    default: break;
  }
  return out;
}

// Whether the literal may run, where `bound` says which variables are.
template <typename IsBound>
bool ReadyWhere(const LiteralInfo& info, const Literal& literal, const IsBound& bound) {
  const auto all = [&](const std::vector<VariableId>& variables) {
    return std::ranges::all_of(variables, bound);
  };
  const auto evaluates = [&](const SideInfo& side) {
    return side.has_value && all(side.to_evaluate);
  };
  const auto takes = [&](const SideInfo& side) {
    return evaluates(side) || (side.can_fit && all(side.to_fit));
  };
  if (!all(info.needs)) return false;
  if (literal.negated) return true;
  if (literal.kind == LiteralKind::kIn && literal.relation.empty()) {
    return evaluates(info.right) && takes(info.left);
  }
  if (literal.kind != LiteralKind::kUnify) return true;
  return (evaluates(info.left) && takes(info.right)) || (evaluates(info.right) && takes(info.left));
}

// The variables of an aggregate that mean something outside it.
VariableSet OuterVariables(const Body& body, const std::vector<VariableId>& head) {
  VariableSet outer(head.begin(), head.end());
  for (const Literal& literal : body) {
    if (literal.kind == LiteralKind::kAggregate) {
      outer.merge(VariablesOf(literal.arguments[0]));
    } else {
      VisitVariables(literal, [&](VariableId id) { outer.insert(id); });
    }
  }
  return outer;
}

VariableSet InnerVariables(const Literal& literal) {
  VariableSet inner = VariablesOf(literal.arguments[1]);
  for (const Body& body : literal.inner) {
    VisitVariables(body, [&](VariableId id) { inner.insert(id); });
  }
  return inner;
}

void AnalyseNeeds(const Literal& literal, const std::vector<Variable>& variables,
                  LiteralInfo& info) {
  VariableSet needs;
  const auto need_named = [&](VariableId id) {
    if (!variables[id].anonymous) needs.insert(id);
  };
  if (literal.negated || literal.kind == LiteralKind::kCompare ||
      literal.kind == LiteralKind::kTest) {
    VisitVariables(literal, need_named);
  } else if (info.relation != nullptr || literal.kind == LiteralKind::kAtom) {
    for (std::size_t i = 0; i < literal.arguments.size(); ++i) {
      const Term& argument = literal.arguments[i];
      if (!IsDirect(argument) || (info.relation != nullptr && IsInput(*info.relation, i))) {
        needs.merge(VariablesOf(argument));
      }
    }
  }
  info.needs = ToVector(needs);
  VariableSet outside;
  const auto share_named = [&](VariableId id) {
    if (!variables[id].anonymous) outside.insert(id);
  };
  if (literal.kind == LiteralKind::kAggregate) {
    VisitVariables(literal.arguments[0], share_named);  // its groups are added later
  } else {
    VisitVariables(literal, share_named);
  }
  info.outside = ToVector(outside);
  if (literal.kind == LiteralKind::kUnify || literal.kind == LiteralKind::kIn) {
    info.left = AnalyseSide(literal.arguments[0]);
    if (literal.arguments.size() > 1) info.right = AnalyseSide(literal.arguments[1]);
  }
}

// Everything that the positive literals bind, one after another, starting from `bound`.
void CloseOver(const Body& body, const std::vector<LiteralInfo>& infos, VariableSet& bound) {
  const auto is_bound = [&](VariableId id) { return bound.contains(id); };
  std::vector<bool> used(body.size());
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
      if (used[i] || body[i].negated || !ReadyWhere(infos[i], body[i], is_bound)) continue;
      used[i] = more = true;
      bound.merge(Binds(body[i]));
    }
  }
}

std::vector<LiteralInfo> AnalyseLiterals(const Program& program, const Body& body,
                                         const std::vector<Variable>& variables) {
  std::vector<LiteralInfo> infos(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (!body[i].relation.empty()) {
      infos[i].relation = FindRelation(program, {body[i].relation, body[i].arguments.size()});
    }
    AnalyseNeeds(body[i], variables, infos[i]);
  }
  return infos;
}

// Which groups of each aggregate the rest of the body binds. A group that the inner body cannot
// bind itself is waited for.
void AnalyseGroups(const Program& program, const Body& body, const std::vector<Variable>& variables,
                   const std::vector<VariableId>& head, const std::vector<VariableId>& inputs,
                   BodyInfo& info) {
  const VariableSet outer = OuterVariables(body, head);
  VariableSet bound(inputs.begin(), inputs.end());
  CloseOver(body, info.literals, bound);
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i].kind != LiteralKind::kAggregate) continue;
    LiteralInfo& literal = info.literals[i];
    const VariableSet inner = InnerVariables(body[i]);
    literal.inner = ToVector(inner);
    VariableSet inside = bound;
    for (const Body& part : body[i].inner) {
      CloseOver(part, AnalyseLiterals(program, part, variables), inside);
    }
    for (const VariableId group : inner) {
      if (!outer.contains(group)) continue;
      literal.outside.push_back(group);
      const bool waits = bound.contains(group) || !inside.contains(group);
      (waits ? literal.needs : literal.free_groups).push_back(group);
    }
  }
}

}  // namespace

bool IsInput(const Relation& relation, std::size_t position) {
  if (relation.builtin == BuiltinRelation::kCurrentUsage) return position == 0;
  return position < relation.parameters.size() && relation.parameters[position].input;
}

bool LiteralInfo::Ready(const Literal& literal, const Environment& environment) const {
  return ReadyWhere(*this, literal, [&](VariableId id) { return environment.bound(id); });
}

bool SideInfo::Evaluates(const Environment& environment) const {
  return has_value &&
         std::ranges::all_of(to_evaluate, [&](VariableId id) { return environment.bound(id); });
}

const Relation* FindRelation(const Program& program, const RelationName& name) {
  if (const Relation* relation = program.Find(name)) return relation;
  static const Relation usage = [] {
    Relation relation;
    relation.name = {"current_usage", 2};
    relation.builtin = BuiltinRelation::kCurrentUsage;
    return relation;
  }();
  return name == usage.name ? &usage : nullptr;
}

BodyInfo AnalyseBody(const Program& program, const Body& body,
                     const std::vector<Variable>& variables, const std::vector<VariableId>& head,
                     const std::vector<VariableId>& inputs, std::optional<std::size_t> component) {
  BodyInfo info;
  info.literals = AnalyseLiterals(program, body, variables);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const Relation* relation = info.literals[i].relation;
    if (!body[i].negated && component && relation != nullptr &&
        relation->builtin == BuiltinRelation::kNone && relation->component == *component) {
      info.recursive.push_back(i);
    }
  }
  const bool aggregates = std::ranges::any_of(
      body, [](const Literal& literal) { return literal.kind == LiteralKind::kAggregate; });
  if (aggregates) AnalyseGroups(program, body, variables, head, inputs, info);
  return info;
}

}  // namespace rune::datalog
