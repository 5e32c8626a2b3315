// Rules as text that parses back to the same tree (spans apart), and as a dump.
#pragma once

#include <string>

#include "datalog/syntax/ast.h"

namespace rune::datalog {

std::string PrintTerm(const Term& term, const std::vector<Variable>& variables);
std::string PrintLiteral(const Literal& literal, const std::vector<Variable>& variables);
std::string PrintClause(const Clause& clause);
std::string PrintRules(const Rules& rules);
// `p("a", 1)`: a fact of values, as rules write them.
std::string PrintFact(const std::string& relation, const Tuple& tuple);
bool SameTree(const Rules& a, const Rules& b);
std::string DumpRules(const Rules& rules);

}  // namespace rune::datalog
