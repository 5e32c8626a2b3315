#include "datalog/syntax/ast.h"

#include "base/format.h"

namespace rune::datalog {

std::string Clause::id() const { return Format("{}/{}#{}", relation, head.size(), number); }

}  // namespace rune::datalog
