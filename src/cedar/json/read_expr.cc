// Expressions in JSON: an object with one key, the operator.
#include <map>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/json/json_reader.h"
#include "cedar/json/policy_json.h"
#include "text/suggest.h"
#include "value/escape.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;
using value::Json;

constexpr BinaryOp kLastBinary = BinaryOp::kHasTag;
constexpr ExtensionFunction kLastExtension = ExtensionFunction::kToDays;

template <typename Enum>
Enum Next(Enum value) {
  return static_cast<Enum>(static_cast<int>(value) + 1);
}

std::optional<BinaryOp> FindBinary(std::string_view name) {
  for (auto op = BinaryOp::kOr; op <= kLastBinary; op = Next(op)) {
    if (OperatorName(op) == name) return op;
  }
  return std::nullopt;
}

std::vector<std::string> OperatorNames() {
  std::vector<std::string> names = {"Value", "Var",  "Slot", "!",   "neg",          "isEmpty", ".",
                                    "has",   "like", "is",   "Set", "if-then-else", "Record"};
  for (auto op = BinaryOp::kOr; op <= kLastBinary; op = Next(op)) {
    names.emplace_back(OperatorName(op));
  }
  for (auto f = ExtensionFunction::kDecimal; f <= kLastExtension; f = Next(f)) {
    names.emplace_back(ExtensionName(f));
  }
  return names;
}

std::string Quoted(std::string_view name) { return Format("`{}`", value::Escape(name)); }

}  // namespace

ExprId JsonReader::Expression(const Json& json) {
  if (!Kind(json, Json::Kind::kObject, "an expression")) return kNone;
  if (json.object.size() != 1) {
    diagnostics_
        .Add(Code::kPolicyJsonOperator, json.span,
             json.object.empty()
                 ? std::string("this expression has no operator")
                 : Format("an expression has one operator, not {}", json.object.size()))
        .Help("an expression is an object with one key, such as {\"Var\": \"principal\"}");
    return kNone;
  }
  const Json::Member& member = json.object[0];
  return Operator(member.first, member.second, json.span);
}

ExprId JsonReader::Operator(std::string_view name, const Json& body, text::Span span) {
  if (name == "Value") return Literal(body);
  if (name == "!") return UnaryNode(UnaryOp::kNot, body, span);
  if (name == "neg") return UnaryNode(UnaryOp::kNegate, body, span);
  if (name == "isEmpty") return UnaryNode(UnaryOp::kIsEmpty, body, span);
  if (const auto op = FindBinary(name)) return BinaryNode(*op, body, span);
  if (const auto function = FunctionOf(name)) return Call(*function, body, span);
  return NamedOperator(name, body, span);
}

std::optional<ExtensionFunction> JsonReader::FunctionOf(std::string_view name) const {
  constexpr ExtensionFunction kUnknown = ExtensionFunction::kUnknown;
  if (unknowns_ == Unknowns::kAllowed && name == ExtensionName(kUnknown)) return kUnknown;
  return FindExtension(name);
}

ExprId JsonReader::NamedOperator(std::string_view name, const Json& body, text::Span span) {
  if (name == "Var") return VariableNode(body, span);
  if (name == ".") return GetAttr(body, span);
  if (name == "has") return Has(body, span);
  if (name == "like") return Like(body, span);
  if (name == "is") return Is(body, span);
  if (name == "if-then-else") return If(body, span);
  if (name == "Set") return Set(body, span);
  if (name == "Record") return Record(body, span);
  if (name == "Slot") {
    diagnostics_.Add(Code::kPolicySlot, span, "slots stand in scopes, not in conditions")
        .Help("test the variable instead: the scope binds `principal` and `resource`");
    return kNone;
  }
  auto report = diagnostics_.Add(Code::kPolicyJsonOperator, body.key,
                                 Format("there is no operator {}", Quoted(name)));
  if (const auto close = text::Suggest(name, OperatorNames())) {
    report.Help(Format("did you mean `{}`?", *close));
  }
  return kNone;
}

ExprId JsonReader::VariableNode(const Json& body, text::Span span) {
  const auto variable =
      body.is(Json::Kind::kString) ? FindVariable(body.string) : std::optional<Variable>();
  if (!variable) {
    diagnostics_.Add(Code::kPolicyVariable, body.span, "there is no such variable")
        .Help("the variables are principal, action, resource and context");
    return kNone;
  }
  const ExprId id = pool_.Add(ExprKind::kVariable, span);
  pool_.at(id).variable = *variable;
  return id;
}

ExprId JsonReader::UnaryNode(UnaryOp op, const Json& body, text::Span span) {
  if (!Shape(body, "this operator", {"arg"})) return kNone;
  const ExprId arg = Expression(*body.Find("arg"));
  if (arg == kNone) return kNone;
  const ExprId id = pool_.Add(ExprKind::kUnary, span, {arg});
  pool_.at(id).unary = op;
  return id;
}

ExprId JsonReader::BinaryNode(BinaryOp op, const Json& body, text::Span span) {
  if (!Shape(body, Quoted(OperatorName(op)), {"left", "right"})) return kNone;
  const ExprId left = Expression(*body.Find("left"));
  const ExprId right = Expression(*body.Find("right"));
  if (left == kNone || right == kNone) return kNone;
  const ExprId id = pool_.Add(ExprKind::kBinary, span, {left, right});
  pool_.at(id).binary = op;
  return id;
}

ExprId JsonReader::GetAttr(const Json& body, text::Span span) {
  if (!Shape(body, "`.`", {"left", "attr"})) return kNone;
  const ExprId left = Expression(*body.Find("left"));
  const Json& name = *body.Find("attr");
  if (!Kind(name, Json::Kind::kString, "`attr`") || left == kNone) return kNone;
  return pool_.Add(ExprKind::kGetAttr, span, {left}, pool_.Names({name.string}));
}

// A name, or a list of names of which each is tested. Cedar does not look at other fields.
ExprId JsonReader::Has(const Json& body, text::Span span) {
  if (!Shape(body, "`has`", {"left", "attr"}, {}, true)) return kNone;
  const ExprId left = Expression(*body.Find("left"));
  const Json& attr = *body.Find("attr");
  std::vector<std::string> names;
  if (attr.is(Json::Kind::kString)) {
    names.push_back(attr.string);
  } else if (!Kind(attr, Json::Kind::kArray, "`attr`")) {
    return kNone;
  }
  for (const Json& name : attr.array) {
    if (!Kind(name, Json::Kind::kString, "the name of an attribute")) return kNone;
    names.push_back(name.string);
  }
  if (names.empty()) {
    diagnostics_.Add(Code::kPolicyAttribute, attr.span, "`has` tests at least one attribute")
        .Help("give the name of the attribute: \"attr\": \"name\"");
    return kNone;
  }
  return left == kNone ? kNone : pool_.Add(ExprKind::kHas, span, {left}, pool_.Names(names));
}

bool JsonReader::Pattern(const Json& json, std::vector<char32_t>& pattern) {
  const bool wildcard_object = json.is(Json::Kind::kObject) && json.object.size() == 1 &&
                               json.object[0].first == "Wildcard" &&
                               json.object[0].second.is(Json::Kind::kNull);
  if (wildcard_object || (json.is(Json::Kind::kString) && json.string == "Wildcard")) {
    pattern.push_back(value::kPatternWildcard);
    return true;
  }
  const Json* literal = json.object.size() == 1 ? json.Find("Literal") : nullptr;
  if (literal == nullptr || !literal->is(Json::Kind::kString)) {
    diagnostics_.Add(Code::kPolicyPattern, json.span, "this is no part of a pattern")
        .Help("a pattern is a list of \"Wildcard\" and {\"Literal\": \"text\"}");
    return false;
  }
  const std::string& text = literal->string;
  for (std::size_t pos = 0; pos < text.size();) pattern.push_back(DecodeUtf8(text, pos));
  return true;
}

ExprId JsonReader::Like(const Json& body, text::Span span) {
  if (!Shape(body, "`like`", {"left", "pattern"})) return kNone;
  const ExprId left = Expression(*body.Find("left"));
  const Json& parts = *body.Find("pattern");
  if (!Kind(parts, Json::Kind::kArray, "`pattern`")) return kNone;
  std::vector<char32_t> pattern;
  bool good = left != kNone;
  for (const Json& part : parts.array) good &= Pattern(part, pattern);
  if (!good) return kNone;
  const ExprId id = pool_.Add(ExprKind::kLike, span, {left});
  pool_.at(id).SetWild(pool_.memory().Keep(WildText{std::move(pattern), {}}));
  return id;
}

ExprId JsonReader::Is(const Json& body, text::Span span) {
  if (!Shape(body, "`is`", {"left", "entity_type"}, {"in"})) return kNone;
  const ExprId left = Expression(*body.Find("left"));
  auto type = TypeName(*body.Find("entity_type"));
  std::vector<ExprId> children = {left};
  const Json* in = body.Find("in");
  if (in != nullptr && !in->is(Json::Kind::kNull)) {
    children.push_back(Expression(*in));
    if (children[1] == kNone) return kNone;
  }
  if (left == kNone || !type) return kNone;
  return pool_.Add(ExprKind::kIs, span, children, pool_.Names({*type}));
}

ExprId JsonReader::If(const Json& body, text::Span span) {
  if (!Shape(body, "`if-then-else`", {"if", "then", "else"})) return kNone;
  const ExprId condition = Expression(*body.Find("if"));
  const ExprId then = Expression(*body.Find("then"));
  const ExprId otherwise = Expression(*body.Find("else"));
  if (condition == kNone || then == kNone || otherwise == kNone) return kNone;
  return pool_.Add(ExprKind::kIf, span, {condition, then, otherwise});
}

bool JsonReader::Each(const std::vector<Json>& items, std::vector<ExprId>& nodes) {
  bool good = true;
  for (const Json& item : items) {
    nodes.push_back(Expression(item));
    good = good && nodes.back() != kNone;
  }
  return good;
}

ExprId JsonReader::Set(const Json& body, text::Span span) {
  std::vector<ExprId> items;
  if (!Kind(body, Json::Kind::kArray, "`Set`") || !Each(body.array, items)) return kNone;
  return pool_.Add(ExprKind::kSet, span, items);
}

ExprId JsonReader::Record(const Json& body, text::Span span) {
  if (!Kind(body, Json::Kind::kObject, "`Record`")) return kNone;
  std::vector<ExprId> children;
  std::vector<std::string> names;
  bool good = true;
  for (const Json::Member& member : body.object) {
    children.push_back(Expression(member.second));
    names.push_back(member.first);
    good = good && children.back() != kNone;
  }
  return good ? pool_.Add(ExprKind::kRecord, span, children, pool_.Names(names)) : kNone;
}

ExprId JsonReader::Call(ExtensionFunction function, const Json& body, text::Span span) {
  std::vector<ExprId> arguments;
  const std::string what = Format("the arguments of `{}`", ExtensionName(function));
  if (!Kind(body, Json::Kind::kArray, what) || !Each(body.array, arguments)) return kNone;
  const ExprId id = pool_.Add(ExprKind::kExtension, span, arguments);
  pool_.at(id).extension = function;
  return id;
}

namespace {

std::optional<ParsedExpr> Taken(JsonReader& reader, ExprId root) {
  if (root == JsonReader::kNone) return std::nullopt;
  return ParsedExpr{reader.TakePool(), root};
}

}  // namespace

std::optional<ParsedExpr> ReadExprJson(const Json& json, text::Diagnostics& diagnostics,
                                       Unknowns unknowns) {
  JsonReader reader(diagnostics, unknowns);
  return Taken(reader, reader.Expression(json));
}

std::optional<ParsedExpr> ReadValueJson(const Json& json, text::Diagnostics& diagnostics,
                                        Unknowns unknowns) {
  JsonReader reader(diagnostics, unknowns);
  return Taken(reader, reader.Literal(json));
}

}  // namespace rune::cedar
