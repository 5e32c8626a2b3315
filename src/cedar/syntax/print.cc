#include "cedar/syntax/print.h"

#include <algorithm>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/syntax/core_form.h"
#include "value/escape.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

// Each character as if it stood alone, so that every mark that joins the one before it is escaped.
std::string QuotedPattern(const std::vector<char32_t>& pattern) {
  std::string out = "\"";
  for (const char32_t c : pattern) out += value::EscapeApostrophes(value::EscapePattern({c}));
  return out + '"';
}

// An entity in a place where a bare star would be a wildcard.
std::string StarEscaped(const EntityUid& uid) {
  std::vector<char32_t> id;
  for (std::size_t pos = 0; pos < uid.id.size();) id.push_back(DecodeUtf8(uid.id, pos));
  return uid.type + "::" + QuotedPattern(id);
}

std::string EntityText(const EntityUid& uid, const WildText* wild, bool stars_match) {
  if (wild != nullptr) return uid.type + "::" + QuotedPattern(wild->pattern);
  return stars_match ? StarEscaped(uid) : uid.type + "::" + value::CedarQuote(uid.id);
}

bool IsPlainName(const std::string& name) {
  return value::IsIdentifier(name) && !value::IsReserved(name);
}

bool IsChain(const Expr& node) {
  if (node.kind != ExprKind::kBinary) return false;
  switch (node.binary) {
    case BinaryOp::kAnd:
    case BinaryOp::kOr:
    case BinaryOp::kAdd:
    case BinaryOp::kSub:
    case BinaryOp::kMul: return true;
    default: return false;
  }
}

bool SameLevel(BinaryOp a, BinaryOp b) {
  const auto adds = [](BinaryOp op) { return op == BinaryOp::kAdd || op == BinaryOp::kSub; };
  return a == b || (adds(a) && adds(b));
}

// Written behind its first child: `.a`, `.contains(..)`.
bool IsPostfix(const Expr& node) {
  switch (node.kind) {
    case ExprKind::kGetAttr: return true;
    case ExprKind::kBinary: return IsMethod(node.binary);
    case ExprKind::kUnary: return node.unary == UnaryOp::kIsEmpty;
    case ExprKind::kExtension: return !IsConstructor(node.extension) && !node.children().empty();
    default: return false;
  }
}

// Stands as an operand without parentheses.
bool IsBare(const Expr& node) {
  switch (node.kind) {
    case ExprKind::kLiteral:
    case ExprKind::kVariable:
    case ExprKind::kSet:
    case ExprKind::kRecord:
    case ExprKind::kExtension:
    case ExprKind::kPredicateCall: return true;
    default: return IsPostfix(node);
  }
}

// Whether `name(..)` is read as a question to the rules.
bool IsPredicateName(const std::string& name) {
  return IsPlainName(name) && !FindVariable(name) && !FindExtension(name) && !FindMethod(name) &&
         name != "isEmpty" && name != "unknown";
}

class Printer {
 public:
  Printer(const ExprPool& pool, bool extended) : pool_(pool), extended_(extended) {}

  void Print(ExprId id);
  std::string Take() { return std::move(out_); }

 private:
  void Operand(ExprId id);
  void Literal(const Expr& node, bool stars_match);
  void Chain(ExprId id);
  void Members(ExprId id);
  void Accessor(const Expr& node);
  void Attribute(const std::string& name);
  void List(const std::vector<ExprId>& items, std::size_t first = 0, bool stars_match = false);
  void Unary(const Expr& node);
  void Comparison(const Expr& node);
  void InOperand(ExprId id);
  void Has(const Expr& node);
  void Is(const Expr& node);
  void If(const Expr& node);
  void Record(const Expr& node);
  void PredicateCall(const Expr& node);

  const ExprPool& pool_;
  bool extended_;
  std::string out_;
};

void Printer::Print(ExprId id) {
  const Expr& node = pool_[id];
  if (IsPostfix(node)) return Members(id);
  if (IsChain(node)) return Chain(id);
  switch (node.kind) {
    case ExprKind::kLiteral: return Literal(node, false);
    case ExprKind::kVariable: out_ += VariableName(node.variable); return;
    case ExprKind::kUnary: return Unary(node);
    case ExprKind::kIf: return If(node);
    case ExprKind::kHas: return Has(node);
    case ExprKind::kLike:
      Operand(node.children()[0]);
      out_ += " like " + QuotedPattern(node.wild()->pattern);
      return;
    case ExprKind::kIs: return Is(node);
    case ExprKind::kSet:
      out_ += '[';
      List(node.children());
      out_ += ']';
      return;
    case ExprKind::kRecord: return Record(node);
    case ExprKind::kExtension:
      out_ += ExtensionName(node.extension);
      out_ += '(';
      List(node.children());
      out_ += ')';
      return;
    case ExprKind::kPredicateIn:
      Operand(node.children()[0]);
      out_ += " in ";
      out_ += node.names()[0];
      return;
    case ExprKind::kPredicateCall: return PredicateCall(node);
    case ExprKind::kBinary: return Comparison(node);
    case ExprKind::kGetAttr: return;  // a postfix
  }
}

void Printer::Operand(ExprId id) {
  if (IsBare(pool_[id])) return Print(id);
  out_ += '(';
  Print(id);
  out_ += ')';
}

void Printer::Literal(const Expr& node, bool stars_match) {
  if (node.literal().is(ValueKind::kEntity)) {
    out_ += EntityText(node.literal().as_entity(), node.wild(), stars_match && extended_);
  } else if (node.literal().is(ValueKind::kString)) {
    out_ += value::CedarQuote(node.literal().as_string());
  } else if (node.literal().is(ValueKind::kLong) && node.literal().as_long() < 0) {
    out_ += "(" + value::ToText(node.literal()) + ")";
  } else {
    out_ += value::ToText(node.literal());
  }
}

// Cedar's printer puts `a + b` into parentheses where `- c` follows. A long sum of both would then
// nest beyond what can be read again, so that it goes without them, which is the same tree.
void Printer::Chain(ExprId id) {
  constexpr std::size_t kMostChanges = 16;
  std::vector<ExprId> links;
  std::size_t changes = 0;
  for (const Expr* node = &pool_[id]; IsChain(*node); node = &pool_[id]) {
    if (!links.empty() && !SameLevel(pool_[links.back()].binary, node->binary)) break;
    if (!links.empty() && pool_[links.back()].binary != node->binary) ++changes;
    links.push_back(id);
    id = node->children()[0];
  }
  const bool parentheses = changes <= kMostChanges;
  if (parentheses) out_.append(changes, '(');
  Operand(id);
  for (std::size_t i = links.size(); i-- > 0;) {
    const Expr& node = pool_[links[i]];
    out_ += Format(" {} ", OperatorName(node.binary));
    Operand(node.children()[1]);
    if (parentheses && i > 0 && pool_[links[i - 1]].binary != node.binary) out_ += ')';
  }
}

void Printer::Members(ExprId id) {
  std::vector<ExprId> accessors;
  while (IsPostfix(pool_[id])) {
    accessors.push_back(id);
    id = pool_[id].children()[0];
  }
  Operand(id);
  for (auto accessor = accessors.rbegin(); accessor != accessors.rend(); ++accessor) {
    Accessor(pool_[*accessor]);
  }
}

void Printer::Accessor(const Expr& node) {
  if (node.kind == ExprKind::kGetAttr) return Attribute(node.names()[0]);
  out_ += '.';
  if (node.kind == ExprKind::kUnary) {
    out_ += "isEmpty";
  } else if (node.kind == ExprKind::kBinary) {
    out_ += OperatorName(node.binary);
  } else {
    out_ += ExtensionName(node.extension);
  }
  out_ += '(';
  List(node.children(), 1);
  out_ += ')';
}

void Printer::Attribute(const std::string& name) {
  out_ += IsPlainName(name) ? "." + name : "[" + value::CedarQuote(name) + "]";
}

void Printer::List(const std::vector<ExprId>& items, std::size_t first, bool stars_match) {
  for (std::size_t i = first; i < items.size(); ++i) {
    if (i > first) out_ += ", ";
    const Expr& item = pool_[items[i]];
    if (item.kind == ExprKind::kLiteral) {
      Literal(item, stars_match);
    } else {
      Print(items[i]);
    }
  }
}

// A negation has parentheses always: `-1` is a number, `-(1)` its negation.
void Printer::Unary(const Expr& node) {
  if (node.unary == UnaryOp::kNot) {
    out_ += '!';
    return Operand(node.children()[0]);
  }
  out_ += "-(";
  Print(node.children()[0]);
  out_ += ')';
}

void Printer::Comparison(const Expr& node) {
  Operand(node.children()[0]);
  out_ += Format(" {} ", OperatorName(node.binary));
  if (node.binary == BinaryOp::kIn) {
    InOperand(node.children()[1]);
  } else {
    Operand(node.children()[1]);
  }
}

void Printer::InOperand(ExprId id) {
  const Expr& node = pool_[id];
  if (node.kind == ExprKind::kLiteral && node.literal().is(ValueKind::kEntity)) {
    Literal(node, true);
  } else if (node.kind == ExprKind::kSet) {
    out_ += '[';
    List(node.children(), 0, true);
    out_ += ']';
  } else {
    Operand(id);
  }
}

void Printer::Has(const Expr& node) {
  Operand(node.children()[0]);
  out_ += " has ";
  for (std::size_t i = 0; i < node.names().size(); ++i) {
    if (i > 0) out_ += '.';
    out_ += IsPlainName(node.names()[i]) ? node.names()[i] : value::CedarQuote(node.names()[i]);
  }
}

void Printer::Is(const Expr& node) {
  Operand(node.children()[0]);
  out_ += " is " + node.names()[0];
  if (node.children().size() < 2) return;
  out_ += " in ";
  InOperand(node.children()[1]);
}

void Printer::If(const Expr& node) {
  out_ += "if ";
  Print(node.children()[0]);
  out_ += " then ";
  Print(node.children()[1]);
  out_ += " else ";
  Print(node.children()[2]);
}

void Printer::Record(const Expr& node) {
  out_ += '{';
  for (std::size_t i = 0; i < node.children().size(); ++i) {
    if (i > 0) out_ += ", ";
    const std::string& key = node.names()[i];
    out_ += (IsPlainName(key) ? key : value::CedarQuote(key)) + ": ";
    Print(node.children()[i]);
  }
  out_ += '}';
}

void Printer::PredicateCall(const Expr& node) {
  const bool named = IsPredicateName(node.names()[0]);
  if (named) {
    out_ += node.names()[0] + "(";
  } else {
    out_ += "context.datalog";
    Attribute(node.names()[0]);
    out_ += ".contains([";
  }
  List(node.children());
  out_ += named ? ")" : "])";
}

// How lists of actions look: as written, `in [a,b]` always, or without brackets around one.
enum class Lists : std::uint8_t { kAsWritten, kCore, kShort };

std::string ScopeText(const Scope& scope, Variable variable, bool extended,
                      Lists lists = Lists::kAsWritten, const EntityUid* filler = nullptr) {
  std::string out(VariableName(variable));
  if (scope.kind == ScopeKind::kAny) return out;
  if (scope.kind == ScopeKind::kIs || scope.kind == ScopeKind::kIsIn) out += " is " + *scope.type;
  if (scope.kind == ScopeKind::kIs) return out;
  const bool in = scope.kind != ScopeKind::kEq;
  out += in ? " in " : " == ";
  std::string entities;
  for (const ScopeEntity& entity : scope.entities) {
    if (!entities.empty()) entities += lists == Lists::kCore ? "," : ", ";
    entities += !entity.slot        ? EntityText(entity.uid(), entity.wild, in && extended)
                : filler != nullptr ? filler->type + "::" + value::CedarQuote(filler->id)
                                    : Format("?{}", VariableName(variable));
  }
  const bool brackets = scope.list && (lists != Lists::kShort || scope.entities.size() != 1);
  return out + (brackets ? "[" + entities + "]" : entities);
}

std::string AnnotationLines(const Policy& policy) {
  std::string out;
  for (const Annotation& annotation : policy.annotations) {
    out += "@" + annotation.key;
    if (annotation.value) out += "(" + value::CedarQuote(*annotation.value) + ")";
    out += '\n';
  }
  return out;
}

std::string Printed(const Policy& policy, Lists lists) {
  std::string out = AnnotationLines(policy);
  out +=
      Format("{}(\n  {},\n  {},\n  {}\n)", policy.effect == Effect::kPermit ? "permit" : "forbid",
             ScopeText(policy.principal, Variable::kPrincipal, policy.extended),
             ScopeText(policy.action, Variable::kAction, policy.extended, lists),
             ScopeText(policy.resource, Variable::kResource, policy.extended));
  for (const Condition& condition : policy.conditions) {
    out += condition.when ? " when {" : " unless {";
    if (condition.body) {
      out += "\n  " + PrintExpr(policy.pool, *condition.body, policy.extended) + "\n";
    } else {
      out += ' ';
    }
    out += '}';
  }
  return out + ";";
}

}  // namespace

std::string PrintExpr(const ExprPool& pool, ExprId root, bool extended) {
  Printer printer(pool, extended);
  printer.Print(root);
  return printer.Take();
}

std::string PrintPolicy(const Policy& policy) { return Printed(policy, Lists::kAsWritten); }

std::string PrintCorePolicy(const Policy& policy) {
  return Printed(CoreForm(policy), Lists::kCore);
}

std::string PrintPolicyLine(const Policy& policy, const EntityUid* principal,
                            const EntityUid* resource) {
  std::string out = AnnotationLines(policy);
  out += Format(
      "{}({}, {}, {})", policy.effect == Effect::kPermit ? "permit" : "forbid",
      ScopeText(policy.principal, Variable::kPrincipal, policy.extended, Lists::kShort, principal),
      ScopeText(policy.action, Variable::kAction, policy.extended, Lists::kShort),
      ScopeText(policy.resource, Variable::kResource, policy.extended, Lists::kShort, resource));
  for (const Condition& condition : policy.conditions) {
    out += condition.when ? " when { " : " unless { ";
    if (condition.body) out += PrintExpr(policy.pool, *condition.body, policy.extended) + " ";
    out += '}';
  }
  return out + ";";
}

}  // namespace rune::cedar
