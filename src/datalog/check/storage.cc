// Which relations are evaluated at load (4.6): closed, not virtual, and reading nothing of a
// request, directly or through others. Checks (4.1) may read only those.
#include <deque>
#include <set>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using text::Code;

bool ReadsContext(const Literal& literal) {
  bool found = false;
  VisitTerms(literal, [&](const Term& term) { found |= term.kind == TermKind::kContextPath; });
  return found;
}

void CheckConstraint(CheckContext& context, const Check& check) {
  VisitLiterals(check.bodies, [&](const Literal& literal, bool) {
    const auto name = RelationOf(literal);
    if (name && !context.At(*name).stored) {
      context.diagnostics
          .Add(Code::kRuleCheckNotStored, literal.span,
               Format("the check `{}` reads `{}`, which has no rows of its own before a request",
                      check.name, Show(*name)))
          .Help("a check reads what is known at load: data, facts, and rules over them");
    } else if (ReadsContext(literal)) {
      context.diagnostics
          .Add(Code::kRuleCheckNotStored, literal.span,
               Format("the check `{}` reads the context of a request", check.name))
          .Help("a check reads what is known at load: data, facts, and rules over them");
    }
  });
}

}  // namespace

void FindStored(CheckContext& context) {
  Program& program = context.program;
  std::map<RelationName, std::set<RelationName>> readers;
  std::set<RelationName> not_stored;
  for (const Clause& clause : program.rules.clauses) {
    const RelationName head = clause.relation_name();
    VisitLiterals(clause.bodies, [&](const Literal& literal, bool) {
      if (const auto name = RelationOf(literal)) readers[*name].insert(head);
      if (ReadsContext(literal)) not_stored.insert(head);
    });
  }
  for (const auto& [name, relation] : program.relations) {
    const bool declared_virtual =
        relation.declaration &&
        program.rules.declarations[*relation.declaration].storage == Storage::kVirtual;
    if (relation.builtin != BuiltinRelation::kNone || relation.open || declared_virtual)
      not_stored.insert(name);
  }
  std::deque<RelationName> queue(not_stored.begin(), not_stored.end());
  while (!queue.empty()) {
    const auto it = readers.find(queue.front());
    queue.pop_front();
    if (it == readers.end()) continue;
    for (const RelationName& reader : it->second) {
      if (not_stored.insert(reader).second) queue.push_back(reader);
    }
  }
  for (auto& [name, relation] : program.relations) relation.stored = !not_stored.contains(name);
  for (const Check& check : program.rules.checks) CheckConstraint(context, check);
}

}  // namespace rune::datalog
