#include "datalog/syntax/print.h"

#include <utility>

#include "base/format.h"
#include "value/decimal.h"
#include "value/escape.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

using Variables = std::vector<Variable>;

// How tightly the place of a term binds: a looser term there stands in brackets.
enum class Level : std::uint8_t { kSum, kProduct, kSigned };

constexpr char kArithmeticSigns[] = {'+', '-', '*', '/', '%'};

void Print(const Term& term, const Variables& variables, Level level, std::string& out);

bool IsWord(std::string_view text) {
  return value::IsIdentifier(text) && text[0] >= 'a' && text[0] <= 'z';
}

std::string VariableName(VariableId id, const Variables& variables) {
  return id < variables.size() ? variables[id].name : "_";
}

std::string ValueText(const Value& value) {
  return value.is(ValueKind::kDecimal) ? value::DecimalText(value.as_decimal())
                                       : value::ToText(value);
}

void PrintAll(const std::vector<Term>& terms, const Variables& variables, std::string& out,
              std::size_t from = 0) {
  for (std::size_t i = from; i < terms.size(); ++i) {
    if (i > from) out += ", ";
    Print(terms[i], variables, Level::kSum, out);
  }
}

void PrintChain(const Term& term, const Variables& variables, Level level, std::string& out) {
  const bool sum =
      term.operators[0] == ArithmeticOp::kAdd || term.operators[0] == ArithmeticOp::kSub;
  const bool brackets = level == Level::kSigned || (level == Level::kProduct && sum);
  if (brackets) out += '(';
  for (std::size_t i = 0; i < term.operands.size(); ++i) {
    if (i > 0) out += Format(" {} ", kArithmeticSigns[static_cast<int>(term.operators[i - 1])]);
    Print(term.operands[i], variables, sum ? Level::kProduct : Level::kSigned, out);
  }
  if (brackets) out += ')';
}

void PrintCall(Function function, const std::vector<Term>& operands, const Variables& variables,
               std::string& out) {
  const bool method =
      function != Function::kHas && !operands.empty() && operands[0].kind == TermKind::kVariable;
  if (method) {
    out += Format("{}.{}(", VariableName(operands[0].variable, variables), FunctionName(function));
  } else {
    out += Format("{}(", FunctionName(function));
  }
  PrintAll(operands, variables, out, method ? 1 : 0);
  out += ')';
}

void PrintPath(const Term& term, const Variables& variables, std::string& out) {
  const bool context = term.kind == TermKind::kContextPath;
  if (context) out += "context";
  for (std::size_t i = 0; i < term.steps.size(); ++i) {
    const PathStep& step = term.steps[i];
    const bool first = i == 0 && !context;
    switch (step.kind) {
      case PathStep::Kind::kKey:
        if (IsWord(step.key)) {
          out += first ? step.key : "." + step.key;
        } else {
          out += "[" + value::Quote(step.key) + "]";
        }
        break;
      case PathStep::Kind::kVariable: out += "." + VariableName(step.variable, variables); break;
      case PathStep::Kind::kComputed:
        out += '[';
        for (std::size_t part = 0; part < step.parts.size(); ++part) {
          if (part > 0) out += " + ";
          Print(step.parts[part], variables, Level::kProduct, out);
        }
        out += ']';
        break;
    }
  }
}

void PrintPattern(const Term& term, const Variables& variables, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < term.fields.size(); ++i) {
    if (i > 0) out += ", ";
    const std::string& key = term.fields[i].key;
    out += IsWord(key) ? key : value::Quote(key);
    out += ": ";
    Print(term.fields[i].value, variables, Level::kSum, out);
  }
  out += '}';
}

void Print(const Term& term, const Variables& variables, Level level, std::string& out) {
  switch (term.kind) {
    case TermKind::kVariable: out += VariableName(term.variable, variables); break;
    case TermKind::kConstant: out += ValueText(term.constant); break;
    case TermKind::kArithmetic: PrintChain(term, variables, level, out); break;
    case TermKind::kCall: PrintCall(term.function, term.operands, variables, out); break;
    case TermKind::kDataPath:
    case TermKind::kContextPath: PrintPath(term, variables, out); break;
    case TermKind::kList:
      out += '[';
      PrintAll(term.operands, variables, out);
      out += ']';
      break;
    case TermKind::kPattern: PrintPattern(term, variables, out); break;
  }
}

std::string_view CompareSign(CompareOp op) {
  switch (op) {
    case CompareOp::kEq: return "==";
    case CompareOp::kNotEq: return "!=";
    case CompareOp::kLess: return "<";
    case CompareOp::kLessEq: return "<=";
    case CompareOp::kGreater: return ">";
    case CompareOp::kGreaterEq: return ">=";
  }
  return "==";
}

void Print(const Body& body, const Variables& variables, std::string& out) {
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (i > 0) out += ", ";
    out += PrintLiteral(body[i], variables);
  }
}

void PrintPair(const Literal& literal, std::string_view sign, const Variables& variables,
               std::string& out) {
  Print(literal.arguments[0], variables, Level::kSum, out);
  out += Format(" {} ", sign);
  Print(literal.arguments[1], variables, Level::kSum, out);
}

void PrintBodies(const std::vector<Body>& bodies, const Variables& variables, std::string& out) {
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    out += i == 0 ? " :- " : "; ";
    Print(bodies[i], variables, out);
  }
}

std::string_view TypeName(ColumnType type) {
  switch (type) {
    case ColumnType::kUnknown:
    case ColumnType::kAny: return "Any";
    case ColumnType::kBool: return "Bool";
    case ColumnType::kLong: return "Long";
    case ColumnType::kDecimal: return "Decimal";
    case ColumnType::kString: return "String";
    case ColumnType::kEntity: return "Entity";
    case ColumnType::kDatetime: return "Datetime";
    case ColumnType::kDuration: return "Duration";
    case ColumnType::kIp: return "Ip";
  }
  return "Any";
}

std::string PrintDeclaration(const Declaration& declaration) {
  std::string out = ".decl " + declaration.relation + "(";
  for (std::size_t i = 0; i < declaration.columns.size(); ++i) {
    const auto& [name, type] = declaration.columns[i];
    const bool named = type == ColumnType::kEntity && !declaration.entity_types[i].empty();
    out += Format("{}{}: {}", i > 0 ? ", " : "", name,
                  named ? declaration.entity_types[i] : TypeName(type));
  }
  out += ')';
  constexpr std::string_view kRepresentations[] = {"", " btree", " hash", " trie", " eqrel"};
  constexpr std::string_view kStorages[] = {"", " materialized", " virtual"};
  out += kRepresentations[static_cast<int>(declaration.representation)];
  out += kStorages[static_cast<int>(declaration.storage)];
  return out + ".\n";
}

}  // namespace

std::string PrintTerm(const Term& term, const Variables& variables) {
  std::string out;
  Print(term, variables, Level::kSum, out);
  return out;
}

std::string PrintLiteral(const Literal& literal, const Variables& variables) {
  std::string out = literal.negated ? "not " : "";
  switch (literal.kind) {
    case LiteralKind::kAtom: {
      out += literal.relation;
      // These would read as something else without their brackets.
      const bool brackets =
          literal.relation == "context" || literal.relation.find('.') != std::string::npos;
      if (literal.arguments.empty() && !brackets) break;
      out += '(';
      PrintAll(literal.arguments, variables, out);
      out += ')';
      break;
    }
    case LiteralKind::kCompare:
      PrintPair(literal, CompareSign(literal.compare), variables, out);
      break;
    case LiteralKind::kUnify: PrintPair(literal, "=", variables, out); break;
    case LiteralKind::kTest: PrintCall(literal.function, literal.arguments, variables, out); break;
    case LiteralKind::kIn:
      if (literal.relation.empty()) {
        PrintPair(literal, "in", variables, out);
      } else {
        Print(literal.arguments[0], variables, Level::kSum, out);
        out += " in " + literal.relation;
      }
      break;
    case LiteralKind::kAggregate:
      Print(literal.arguments[0], variables, Level::kSum, out);
      out += Format(" = {}(", AggregateName(literal.aggregate));
      Print(literal.arguments[1], variables, Level::kSum, out);
      out += " : ";
      Print(literal.inner[0], variables, out);
      out += ')';
      break;
  }
  return out;
}

std::string PrintClause(const Clause& clause) {
  std::string out = clause.relation;
  if (!clause.head.empty()) {
    out += '(';
    PrintAll(clause.head, clause.variables, out);
    out += ')';
  }
  PrintBodies(clause.bodies, clause.variables, out);
  return out + ".";
}

std::string PrintRules(const Rules& rules) {
  std::string out;
  for (const Declaration& declaration : rules.declarations) out += PrintDeclaration(declaration);
  for (const Clause& clause : rules.clauses) out += PrintClause(clause) + "\n";
  for (const Check& check : rules.checks) {
    out += ".check " + check.name;
    PrintBodies(check.bodies, check.variables, out);
    out += ".\n";
  }
  return out;
}

std::string PrintFact(const std::string& relation, const Tuple& tuple) {
  std::string out = relation;
  if (tuple.empty()) return out;
  for (std::size_t i = 0; i < tuple.size(); ++i) out += (i == 0 ? "(" : ", ") + ValueText(tuple[i]);
  return out + ")";
}

std::string DumpRules(const Rules& rules) {
  constexpr std::string_view kKinds[] = {"atom", "compare", "unify", "test", "in", "aggregate"};
  std::string out;
  const auto dump = [&](const std::vector<Body>& bodies, const Variables& variables) {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      out += Format("  body {}\n", i + 1);
      for (const Literal& literal : bodies[i]) {
        out += Format("    {} {}\n", kKinds[static_cast<int>(literal.kind)],
                      PrintLiteral(literal, variables));
      }
    }
  };
  for (const Declaration& declaration : rules.declarations)
    out += PrintDeclaration(declaration).substr(1);
  for (const Clause& clause : rules.clauses) {
    Clause head = clause;
    head.bodies.clear();
    out += Format("clause {}\n  head {}\n", clause.id(), PrintClause(head));
    dump(clause.bodies, clause.variables);
  }
  for (const Check& check : rules.checks) {
    out += Format("check {}\n", check.name);
    dump(check.bodies, check.variables);
  }
  return out;
}

}  // namespace rune::datalog
