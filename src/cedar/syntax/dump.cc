// The readable dump of a tree; print.h declares it.
#include <algorithm>

#include "base/format.h"
#include "cedar/syntax/print.h"
#include "value/escape.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

// Deeper lines stand no further to the right, so that a dump stays linear in its tree.
constexpr std::size_t kMostIndent = 400;

struct Line {
  ExprId id;
  std::size_t indent;
};

template <typename Names>
std::string Quoted(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += " " + value::Quote(name);
  return out;
}

std::string EntityLine(const EntityUid& uid, const WildText* wild) {
  if (wild == nullptr) return value::ToText(uid);
  return Format("pattern {}::\"{}\"", uid.type, value::EscapePattern(wild->pattern));
}

std::string NodeLine(const Expr& node) {
  switch (node.kind) {
    case ExprKind::kLiteral:
      if (node.literal().is(ValueKind::kEntity)) {
        return EntityLine(node.literal().as_entity(), node.wild());
      }
      return value::ToText(node.literal());
    case ExprKind::kVariable: return std::string(VariableName(node.variable));
    case ExprKind::kUnary:
      return node.unary == UnaryOp::kNot ? "!" : node.unary == UnaryOp::kNegate ? "-" : "isEmpty";
    case ExprKind::kBinary: return std::string(OperatorName(node.binary));
    case ExprKind::kIf: return "if";
    case ExprKind::kGetAttr: return "get";
    case ExprKind::kHas: return "has" + Quoted(node.names());
    case ExprKind::kLike: return Format("like \"{}\"", value::EscapePattern(node.wild()->pattern));
    case ExprKind::kIs: return "is " + node.names()[0];
    case ExprKind::kSet: return "set";
    case ExprKind::kRecord: return "record" + Quoted(node.names());
    case ExprKind::kExtension: return std::string(ExtensionName(node.extension));
    case ExprKind::kPredicateIn:
      return Format(
          "rules {} at {}", node.names()[0],
          node.names()[1].empty() ? "its first parameter" : value::Quote(node.names()[1]));
    case ExprKind::kPredicateCall: return Format("rules {}", node.names()[0]);
  }
  return "";
}

bool Continues(const Expr& upper, const Expr& lower) {
  if (upper.kind != lower.kind) return false;
  if (upper.kind == ExprKind::kGetAttr) return true;
  return upper.kind == ExprKind::kBinary && upper.binary == lower.binary && !IsMethod(upper.binary);
}

// The operands of a chain, or the children of any other node; `line` grows by the names of a chain
// of attributes.
std::vector<ExprId> Operands(const ExprPool& pool, ExprId id, std::string& line) {
  std::vector<ExprId> operands(pool[id].children().rbegin(), pool[id].children().rend());
  std::vector<std::string> names;
  if (pool[id].kind == ExprKind::kGetAttr)
    names.assign(pool[id].names().begin(), pool[id].names().end());
  while (!operands.empty() && Continues(pool[id], pool[operands.back()])) {
    id = operands.back();
    operands.pop_back();
    operands.insert(operands.end(), pool[id].children().rbegin(), pool[id].children().rend());
    if (pool[id].kind == ExprKind::kGetAttr) names.push_back(pool[id].names()[0]);
  }
  std::ranges::reverse(names);
  line += Quoted(names);
  return operands;
}

void DumpInto(const ExprPool& pool, ExprId root, std::size_t indent, std::string& out) {
  std::vector<Line> open = {{root, indent}};
  while (!open.empty()) {
    const Line current = open.back();
    open.pop_back();
    std::string line = NodeLine(pool[current.id]);
    for (const ExprId operand : Operands(pool, current.id, line)) {
      open.push_back({operand, current.indent + 2});
    }
    out += std::string(std::min(current.indent, kMostIndent), ' ') + line + "\n";
  }
}

std::string ScopeLine(const Scope& scope, Variable variable) {
  constexpr std::string_view kKinds[] = {"any", "==", "in", "is", "is"};
  std::string out =
      Format("  {} {}", VariableName(variable), kKinds[static_cast<std::size_t>(scope.kind)]);
  if (!scope.type->empty()) out += " " + *scope.type;
  if (scope.kind == ScopeKind::kIsIn) out += " in";
  if (scope.list) out += " any of";
  for (const ScopeEntity& entity : scope.entities) {
    out += " " + (entity.slot ? "slot" : EntityLine(entity.uid(), entity.wild));
  }
  return out + "\n";
}

}  // namespace

std::string DumpExpr(const ExprPool& pool, ExprId root) {
  std::string out;
  DumpInto(pool, root, 0, out);
  return out;
}

std::string DumpPolicy(const Policy& policy) {
  std::string out =
      Format("{} {}\n", policy.effect == Effect::kPermit ? "permit" : "forbid", policy.id);
  for (const Annotation& annotation : policy.annotations) {
    out += "  @" + annotation.key;
    if (annotation.value) out += " " + value::Quote(*annotation.value);
    out += '\n';
  }
  out += ScopeLine(policy.principal, Variable::kPrincipal);
  out += ScopeLine(policy.action, Variable::kAction);
  out += ScopeLine(policy.resource, Variable::kResource);
  for (const Condition& condition : policy.conditions) {
    out += condition.when ? "  when\n" : "  unless\n";
    if (condition.body) DumpInto(policy.pool, *condition.body, 4, out);
  }
  return out;
}

}  // namespace rune::cedar
