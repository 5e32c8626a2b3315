#include "datalog/syntax/walk.h"

namespace rune::datalog {

void VisitTerms(const Term& term, const TermVisitor& visit) {
  visit(term);
  for (const Term& operand : term.operands) VisitTerms(operand, visit);
  for (const PathStep& step : term.steps) {
    for (const Term& part : step.parts) VisitTerms(part, visit);
  }
  for (const PatternField& field : term.fields) VisitTerms(field.value, visit);
}

void VisitTerms(const Literal& literal, const TermVisitor& visit) {
  for (const Term& argument : literal.arguments) VisitTerms(argument, visit);
  for (const Body& body : literal.inner) {
    for (const Literal& inner : body) VisitTerms(inner, visit);
  }
}

void VisitVariables(const Term& term, const VariableVisitor& visit) {
  VisitTerms(term, [&](const Term& part) {
    if (part.kind == TermKind::kVariable) visit(part.variable);
    for (const PathStep& step : part.steps) {
      if (step.kind == PathStep::Kind::kVariable) visit(step.variable);
    }
  });
}

void VisitVariables(const Literal& literal, const VariableVisitor& visit) {
  for (const Term& argument : literal.arguments) VisitVariables(argument, visit);
  for (const Body& body : literal.inner) VisitVariables(body, visit);
}

void VisitVariables(const Body& body, const VariableVisitor& visit) {
  for (const Literal& literal : body) VisitVariables(literal, visit);
}

}  // namespace rune::datalog
