// Policies as JSON, keys in Cedar's order, no blanks.
//
// A list of work in hand takes the place of recursion, so that chains of any length are written.
#include <algorithm>
#include <variant>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/json/policy_json.h"
#include "cedar/json/quote.h"
#include "value/escape.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;

class JsonPrinter {
 public:
  JsonPrinter(const ExprPool& pool, text::Diagnostics& diagnostics)
      : pool_(pool), diagnostics_(diagnostics) {}

  // Appends the JSON of an expression; false when some part of it has none.
  bool Write(ExprId root, std::string& out) {
    work_.emplace_back(root);
    while (!work_.empty()) {
      const Piece piece = std::move(work_.back());
      work_.pop_back();
      if (const std::string* text = std::get_if<std::string>(&piece)) {
        out += *text;
      } else {
        Expand(pool_[std::get<ExprId>(piece)]);
      }
    }
    return good_;
  }

 private:
  using Piece = std::variant<std::string, ExprId>;

  // Puts pieces on the list so that they are taken in their order.
  void Push(std::vector<Piece> pieces) {
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      work_.push_back(std::move(*piece));
    }
  }

  void NoForm(const Expr& node, std::string_view what) {
    good_ = false;
    diagnostics_.Add(Code::kPolicyExtension, node.span, Format("{} has no JSON form", what))
        .Help("Cedar's JSON holds what Cedar itself knows");
  }

  void Expand(const Expr& node);
  void Literal(const Expr& node);
  void Binary(std::string_view name, const Expr& node) {
    Push({Format(R"({{"{}":{{"left":)", name), node.children()[0], R"(,"right":)",
          node.children()[1], "}}"});
  }
  void Unary(const Expr& node);
  void Is(const Expr& node);
  void List(std::string head, const Expr& node, std::string tail);
  void Record(const Expr& node);
  static std::string Names(NameList names);
  static std::string Pattern(const std::vector<char32_t>& pattern);

  const ExprPool& pool_;
  text::Diagnostics& diagnostics_;
  std::vector<Piece> work_;
  bool good_ = true;
};

void JsonPrinter::Literal(const Expr& node) {
  if (node.wild() != nullptr) return NoForm(node, "a pattern behind `in`");
  const Value& literal = node.literal();
  const std::string json = literal.is(ValueKind::kString) ? JsonString(literal.as_string())
                           : literal.is(ValueKind::kEntity)
                               ? R"({"__entity":)" + JsonTypeAndId(literal.as_entity()) + "}"
                               : value::ToJson(literal);
  Push({Format(R"({{"Value":{}}})", json)});
}

void JsonPrinter::Unary(const Expr& node) {
  const std::string_view name = node.unary == UnaryOp::kNot      ? "!"
                                : node.unary == UnaryOp::kNegate ? "neg"
                                                                 : "isEmpty";
  Push({Format(R"({{"{}":{{"arg":)", name), node.children()[0], "}}"});
}

void JsonPrinter::Is(const Expr& node) {
  const std::string type = Format(R"(,"entity_type":{})", JsonString(node.names()[0]));
  if (node.children().size() < 2) {
    Push({R"({"is":{"left":)", node.children()[0], type + "}}"});
  } else {
    Push({R"({"is":{"left":)", node.children()[0], type + R"(,"in":)", node.children()[1], "}}"});
  }
}

void JsonPrinter::List(std::string head, const Expr& node, std::string tail) {
  std::vector<Piece> pieces = {std::move(head)};
  for (std::size_t i = 0; i < node.children().size(); ++i) {
    if (i > 0) pieces.emplace_back(",");
    pieces.emplace_back(node.children()[i]);
  }
  pieces.emplace_back(std::move(tail));
  Push(std::move(pieces));
}

void JsonPrinter::Record(const Expr& node) {
  std::vector<std::size_t> order(node.children().size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {},
                    [&](std::size_t i) -> const std::string& { return node.names()[i]; });
  std::vector<Piece> pieces = {R"({"Record":{)"};
  for (const std::size_t i : order) {
    pieces.emplace_back((pieces.size() > 1 ? "," : "") + JsonString(node.names()[i]) + ":");
    pieces.emplace_back(node.children()[i]);
  }
  pieces.emplace_back("}}");
  Push(std::move(pieces));
}

std::string JsonPrinter::Names(NameList names) {
  if (names.size() == 1) return JsonString(names[0]);
  std::string out = "[";
  for (const std::string& name : names) out += (out.size() > 1 ? "," : "") + JsonString(name);
  return out + "]";
}

std::string JsonPrinter::Pattern(const std::vector<char32_t>& pattern) {
  std::string out = "[";
  for (const char32_t c : pattern) {
    if (out.size() > 1) out += ',';
    if (c == value::kPatternWildcard) {
      out += R"("Wildcard")";
      continue;
    }
    std::string letter;
    AppendUtf8(letter, c);
    out += Format(R"({{"Literal":{}}})", JsonString(letter));
  }
  return out + "]";
}

void JsonPrinter::Expand(const Expr& node) {
  switch (node.kind) {
    case ExprKind::kLiteral: return Literal(node);
    case ExprKind::kVariable:
      return Push({Format(R"({{"Var":"{}"}})", VariableName(node.variable))});
    case ExprKind::kUnary: return Unary(node);
    case ExprKind::kBinary: return Binary(OperatorName(node.binary), node);
    case ExprKind::kIf:
      return Push({R"({"if-then-else":{"if":)", node.children()[0], R"(,"then":)",
                   node.children()[1], R"(,"else":)", node.children()[2], "}}"});
    case ExprKind::kGetAttr:
      return Push({R"({".":{"left":)", node.children()[0],
                   Format(R"(,"attr":{}}}}})", JsonString(node.names()[0]))});
    case ExprKind::kHas:
      return Push({R"({"has":{"left":)", node.children()[0],
                   Format(R"(,"attr":{}}}}})", Names(node.names()))});
    case ExprKind::kLike:
      return Push({R"({"like":{"left":)", node.children()[0],
                   Format(R"(,"pattern":{}}}}})", Pattern(node.wild()->pattern))});
    case ExprKind::kIs: return Is(node);
    case ExprKind::kSet: return List(R"({"Set":[)", node, "]}");
    case ExprKind::kRecord: return Record(node);
    case ExprKind::kExtension:
      return List(Format(R"({{"{}":[)", ExtensionName(node.extension)), node, "]}");
    case ExprKind::kPredicateCall:
      // What partial evaluation writes for a part that is in error (tpe/residual.h).
      if (node.names()[0] == "error" && node.children().empty()) {
        return Push({R"({"error":[]})"});
      }
      return NoForm(node, "a question to the rules");
    case ExprKind::kPredicateIn: return NoForm(node, "a question to the rules");
  }
}

// --- policies

bool ScopeHasForm(const Scope& scope, text::Diagnostics& diagnostics) {
  const auto pattern =
      std::ranges::find_if(scope.entities, [](const ScopeEntity& e) { return e.wild != nullptr; });
  if (pattern == scope.entities.end()) return true;
  diagnostics.Add(Code::kPolicyExtension, pattern->span, "a pattern behind `in` has no JSON form")
      .Help("Cedar's JSON holds what Cedar itself knows");
  return false;
}

std::string ScopeOperand(const Scope& scope, Variable variable) {
  if (variable == Variable::kAction && scope.kind == ScopeKind::kIn && scope.entities.size() != 1) {
    std::string list;
    for (const ScopeEntity& entity : scope.entities) {
      list += (list.empty() ? "" : ",") + JsonTypeAndId(entity.uid());
    }
    return Format(R"("entities":[{}])", list);
  }
  const ScopeEntity& entity = scope.entities[0];
  if (entity.slot) return Format(R"("slot":"?{}")", VariableName(variable));
  return Format(R"("entity":{})", JsonTypeAndId(entity.uid()));
}

std::string ScopeJson(const Scope& scope, Variable variable) {
  switch (scope.kind) {
    case ScopeKind::kAny: return R"({"op":"All"})";
    case ScopeKind::kEq: return Format(R"({{"op":"==",{}}})", ScopeOperand(scope, variable));
    case ScopeKind::kIn: return Format(R"({{"op":"in",{}}})", ScopeOperand(scope, variable));
    case ScopeKind::kIs:
      return Format(R"({{"op":"is","entity_type":{}}})", JsonString(*scope.type));
    case ScopeKind::kIsIn:
      return Format(R"({{"op":"is","entity_type":{},"in":{{{}}}}})", JsonString(*scope.type),
                    ScopeOperand(scope, variable));
  }
  return "";
}

std::string AnnotationsJson(const Policy& policy) {
  if (policy.annotations.empty()) return "";
  std::vector<const Annotation*> sorted;
  for (const Annotation& annotation : policy.annotations) sorted.push_back(&annotation);
  std::ranges::sort(sorted, {}, [](const Annotation* a) -> const std::string& { return a->key; });
  std::string out = R"(,"annotations":{)";
  for (const Annotation* annotation : sorted) {
    if (annotation != sorted[0]) out += ',';
    out += JsonString(annotation->key) + ":";
    out += annotation->value ? JsonString(*annotation->value) : "null";
  }
  return out + "}";
}

bool AppendCondition(const Policy& policy, const Condition& condition,
                     text::Diagnostics& diagnostics, std::string& out) {
  if (!condition.body) {
    diagnostics.Add(Code::kPolicyExtension, condition.span, "an empty `when` has no JSON form")
        .Help("say `when { true }` or `when { false }`");
    return false;
  }
  out += Format(R"({{"kind":"{}","body":)", condition.when ? "when" : "unless");
  const bool good = JsonPrinter(policy.pool, diagnostics).Write(*condition.body, out);
  out += '}';
  return good;
}

}  // namespace

std::optional<std::string> WriteExprJson(const ExprPool& pool, ExprId root,
                                         text::Diagnostics& diagnostics) {
  std::string out;
  if (!JsonPrinter(pool, diagnostics).Write(root, out)) return std::nullopt;
  return out;
}

std::optional<std::string> WritePolicyJson(const Policy& policy, text::Diagnostics& diagnostics) {
  bool good = true;
  for (const Scope* scope : {&policy.principal, &policy.action, &policy.resource}) {
    good = ScopeHasForm(*scope, diagnostics) && good;
  }
  std::string out = Format(R"({{"effect":"{}","principal":{},"action":{},"resource":{},)",
                           policy.effect == Effect::kPermit ? "permit" : "forbid",
                           ScopeJson(policy.principal, Variable::kPrincipal),
                           ScopeJson(policy.action, Variable::kAction),
                           ScopeJson(policy.resource, Variable::kResource));
  out += R"("conditions":[)";
  for (std::size_t i = 0; i < policy.conditions.size(); ++i) {
    if (i > 0) out += ',';
    good = AppendCondition(policy, policy.conditions[i], diagnostics, out) && good;
  }
  out += "]" + AnnotationsJson(policy) + "}";
  if (!good) return std::nullopt;
  return out;
}

}  // namespace rune::cedar
