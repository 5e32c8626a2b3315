// Patterns of `matches` that are written out must be patterns.
#include <re2/re2.h>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using text::Code;

void CheckPattern(CheckContext& context, const Term& term) {
  if (term.kind != TermKind::kConstant || !term.constant.is(ValueKind::kString)) return;
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 pattern(term.constant.as_string(), options);
  if (pattern.ok()) return;
  context.diagnostics
      .Add(Code::kRulePattern, term.span, Format("this is no pattern: {}", pattern.error()))
      .Help(
          "patterns are RE2's: `[a-z]+`, `.*`, `(a|b)`; a sign that means itself is written "
          "`\\\\.`");
}

}  // namespace

void CheckPatterns(CheckContext& context) {
  const auto visit = [&](const Literal& literal, bool) {
    if (literal.kind == LiteralKind::kTest && literal.function == Function::kMatches) {
      CheckPattern(context, literal.arguments[1]);
    }
  };
  for (const Clause& clause : context.program.rules.clauses) VisitLiterals(clause.bodies, visit);
  for (const Check& check : context.program.rules.checks) VisitLiterals(check.bodies, visit);
}

}  // namespace rune::datalog
