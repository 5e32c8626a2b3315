// Walks over trees of rules.
#pragma once

#include <functional>

#include "datalog/syntax/ast.h"

namespace rune::datalog {

using VariableVisitor = std::function<void(VariableId)>;

// Calls `visit` for each occurrence of a variable, in the order of the text; aggregates with all
// they hold.
void VisitVariables(const Term& term, const VariableVisitor& visit);
void VisitVariables(const Literal& literal, const VariableVisitor& visit);
void VisitVariables(const Body& body, const VariableVisitor& visit);

using TermVisitor = std::function<void(const Term&)>;
// Calls `visit` for the term and each term inside it, outer ones first.
void VisitTerms(const Term& term, const TermVisitor& visit);
// For each term of the literal, inner bodies of aggregates included.
void VisitTerms(const Literal& literal, const TermVisitor& visit);

}  // namespace rune::datalog
