#include "config/mentions.h"

#include "datalog/syntax/walk.h"

namespace rune::config {
namespace {

using datalog::Literal;
using datalog::LiteralKind;
using datalog::Term;
using datalog::TermKind;

void AddLiteral(const Literal& literal, Mentions& out) {
  if (literal.kind == LiteralKind::kAtom) {
    out.relations[literal.relation].insert(literal.arguments.size());
    out.read.insert(literal.relation);
    if (literal.relation == "action" && literal.arguments.size() == 1) {
      const Term& id = literal.arguments[0];
      if (id.kind == TermKind::kConstant && id.constant.is(ValueKind::kString)) {
        out.actions.emplace(id.constant.as_string(), id.span);
      }
    }
  } else if (literal.kind == LiteralKind::kIn && !literal.relation.empty()) {
    out.relations[literal.relation].insert(1);
    out.read.insert(literal.relation);
  }
  for (const Term& argument : literal.arguments) {
    datalog::VisitTerms(argument, [&](const Term& term) {
      if (term.kind == TermKind::kDataPath && !term.steps.empty() &&
          term.steps[0].kind == datalog::PathStep::Kind::kKey) {
        out.data_roots.insert(term.steps[0].key);
      }
    });
  }
}

}  // namespace

Mentions CollectMentions(const datalog::Rules& rules) {
  Mentions out;
  const auto visit = [&](const Literal& literal) { AddLiteral(literal, out); };
  for (const datalog::Clause& clause : rules.clauses) {
    out.relations[clause.relation].insert(clause.head.size());
    out.defined[clause.relation].insert(clause.head.size());
    VisitLiterals(clause.bodies, visit);
  }
  for (const datalog::Check& check : rules.checks) VisitLiterals(check.bodies, visit);
  for (const datalog::Declaration& declaration : rules.declarations) {
    out.relations[declaration.relation].insert(declaration.columns.size());
    out.defined[declaration.relation].insert(declaration.columns.size());
  }
  return out;
}

}  // namespace rune::config
