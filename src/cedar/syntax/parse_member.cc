// What operators stand between: literals, names, calls, sets, records, and the accesses behind
// them.
#include <set>

#include "base/format.h"
#include "cedar/syntax/parser.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::string_view kIsEmpty = "isEmpty";

bool IsBuiltin(std::string_view name) { return name == kIsEmpty || FindMethod(name).has_value(); }

// Names of extension functions: those called as functions, or those called as methods.
std::vector<std::string> ExtensionNames(bool constructors) {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(ExtensionFunction::kToDays); ++i) {
    const auto f = static_cast<ExtensionFunction>(i);
    if (IsConstructor(f) == constructors) names.emplace_back(ExtensionName(f));
  }
  return names;
}

std::vector<std::string> MethodNames() {
  std::vector<std::string> names = ExtensionNames(false);
  for (auto op = BinaryOp::kContains; op <= BinaryOp::kHasTag;
       op = static_cast<BinaryOp>(static_cast<int>(op) + 1)) {
    names.emplace_back(OperatorName(op));
  }
  names.emplace_back(kIsEmpty);
  return names;
}

}  // namespace

ExprId Parser::Member() {
  const std::uint32_t begin = Peek().begin;
  ExprId result = Primary();
  for (std::size_t links = 0; result != kNone && IsAccess(Peek().kind); ++links) {
    if (links >= options_.bounds.chain) {
      result = ChainTooLong();
    } else {
      result = Access(result, begin);
    }
  }
  return result;
}

ExprId Parser::Access(ExprId receiver, std::uint32_t begin) {
  if (At(TokenKind::kLeftBracket)) return Index(receiver, begin);
  if (At(TokenKind::kLeftParen)) return NotCallable(begin);
  Take();
  const Token name = Peek();
  if (!IsWord(name.kind)) {
    Broken("the name of an attribute or method",
           "an attribute of another name is read by `[\"..\"]`");
    return kNone;
  }
  Take();
  if (!At(TokenKind::kLeftParen)) {
    return pool_.Add(ExprKind::kGetAttr, Since(begin), {receiver}, {AttributeName(name)});
  }
  std::vector<ExprId> arguments;
  if (!Arguments(arguments)) return kNone;
  return Method(name, receiver, std::move(arguments), begin);
}

ExprId Parser::NotCallable(std::uint32_t begin) {
  const text::Span span = Since(begin);
  Wrong(Code::kPolicyCall, span, "this is not a function")
      .Help("functions are called by their names, methods as `x.name(..)`");
  std::vector<ExprId> arguments;
  return Arguments(arguments) ? StandIn(span) : kNone;
}

ExprId Parser::Index(ExprId receiver, std::uint32_t begin) {
  const Token open = Take();
  const Token key = Peek();
  if (key.kind == TokenKind::kString && Peek(1).kind == TokenKind::kRightBracket) {
    std::string name = String().value;
    Take();
    return pool_.Add(ExprKind::kGetAttr, Since(begin), {receiver}, {std::move(name)});
  }
  if (key.kind == TokenKind::kBroken) {
    ReportBrokenToken(key);
    return kNone;
  }
  Wrong(Code::kPolicyAttribute, SpanOf(key), "an index is a string in double quotes")
      .Help("sets have no order and no index; test them with `contains`");
  const Nest nest(*this);
  if (DeepEnough() || At(TokenKind::kRightBracket) || Expression0() == kNone) return kNone;
  return Close(TokenKind::kRightBracket, open) ? StandIn(Since(begin)) : kNone;
}

ExprId Parser::Primary() {
  const Token token = Peek();
  switch (token.kind) {
    case TokenKind::kTrue:
    case TokenKind::kFalse:
      if (Peek(1).kind == TokenKind::kDoubleColon) return Named();
      Take();
      return pool_.AddLiteral(Value(token.kind == TokenKind::kTrue), SpanOf(token));
    case TokenKind::kNumber: return Number(Take());
    case TokenKind::kString: {
      Text text = String();
      return pool_.AddLiteral(Value(std::move(text.value)), text.span);
    }
    case TokenKind::kSlot: return SlotInCondition();
    case TokenKind::kLeftParen: return Parenthesis();
    case TokenKind::kLeftBracket: return SetLiteral();
    case TokenKind::kLeftBrace: return RecordLiteral();
    case TokenKind::kIdentifier:
    case TokenKind::kCedar: return Named();
    case TokenKind::kIf: return IfAsOperand();
    default: break;
  }
  if (IsWord(token.kind) && Peek(1).kind == TokenKind::kDoubleColon) return Named();
  Broken("a value");
  return kNone;
}

ExprId Parser::SlotInCondition() {
  const text::Span span = SpanOf(Take());
  Wrong(Code::kPolicySlot, span, "slots stand in scopes, not in conditions")
      .Help("test the variable instead: the scope binds `principal` and `resource`");
  return StandIn(span);
}

ExprId Parser::Parenthesis() {
  const Nest nest(*this);
  if (DeepEnough()) return kNone;
  const Token open = Take();
  const ExprId inner = Expression0();
  if (inner == kNone || !Close(TokenKind::kRightParen, open)) return kNone;
  return inner;
}

bool Parser::List(TokenKind close, std::vector<ExprId>& items) {
  const Token open = Take();
  while (!At(close)) {
    const ExprId item = Expression0();
    if (item == kNone) return false;
    items.push_back(item);
    if (!Accept(TokenKind::kComma)) break;
  }
  return Close(close, open);
}

bool Parser::Arguments(std::vector<ExprId>& arguments) {
  const Nest nest(*this);
  return !DeepEnough() && List(TokenKind::kRightParen, arguments);
}

ExprId Parser::SetLiteral() {
  const Nest nest(*this);
  if (DeepEnough()) return kNone;
  const std::uint32_t begin = Peek().begin;
  std::vector<ExprId> items;
  if (!List(TokenKind::kRightBracket, items)) return kNone;
  return pool_.Add(ExprKind::kSet, Since(begin), std::move(items), {});
}

ExprId Parser::RecordLiteral() {
  const Nest nest(*this);
  if (DeepEnough()) return kNone;
  const Token open = Take();
  std::vector<std::string> names;
  std::vector<ExprId> children;
  std::set<std::string> seen;
  while (!At(TokenKind::kRightBrace)) {
    if (!RecordField(names, children, seen)) return kNone;
    if (!Accept(TokenKind::kComma)) break;
  }
  if (!Close(TokenKind::kRightBrace, open)) return kNone;
  return pool_.Add(ExprKind::kRecord, Since(open.begin), std::move(children), std::move(names));
}

bool Parser::RecordField(std::vector<std::string>& names, std::vector<ExprId>& children,
                         std::set<std::string>& seen) {
  const Token token = Peek();
  std::string key;
  if (token.kind == TokenKind::kString) {
    key = String().value;
  } else if (IsWord(token.kind)) {
    key = AttributeName(Take());
  } else if (token.kind == TokenKind::kBroken) {
    ReportBrokenToken(token);
    return false;
  } else {
    Wrong(Code::kPolicyAttribute, SpanOf(token),
          Format("expected a key, found {}", Describe(token)))
        .Help("a key is a name or a string: `{name: 1, \"other name\": 2}`");
    return false;
  }
  const text::Span span = SpanOf(token);
  if (At(TokenKind::kDoubleColon)) {
    Wrong(Code::kPolicyAttribute, SpanOf(Peek()), "a key is a single name")
        .Help("a key is a name or a string: `{name: 1, \"other name\": 2}`");
    return false;
  }
  if (!Expect(TokenKind::kColon, "`:`")) return false;
  const ExprId value = Expression0();
  if (value == kNone) return false;
  if (!seen.insert(key).second) {
    Wrong(Code::kPolicyDuplicateKey, span, Format("the key `{}` stands twice in this record", key))
        .Help("keep one of them");
  }
  names.push_back(std::move(key));
  children.push_back(value);
  return true;
}

// --- names: variables, functions, entities

ExprId Parser::Named() {
  const std::optional<Name> name = TypeOrEntity();
  if (!name) return kNone;
  if (name->id) return EntityLiteral(*name);
  const auto variable = name->components == 1 ? FindVariable(name->text) : std::nullopt;
  if (variable) {
    const ExprId id = pool_.Add(ExprKind::kVariable, name->span, {}, {});
    pool_.at(id).variable = *variable;
    return id;
  }
  return At(TokenKind::kLeftParen) ? Function(*name) : UnknownName(*name);
}

ExprId Parser::UnknownName(const Name& name) {
  std::string help;
  if (name.components > 1) {
    help = Format("an entity is written `{}::\"id\"`", name.text);
  } else if (FindExtension(name.text)) {
    help = Format("call it: `{}(\"..\")`", name.text);
  } else {
    help = SuggestHelp(name.text, {"principal", "action", "resource", "context"},
                       "the variables are principal, action, resource and context; a text stands "
                       "between double quotes");
  }
  Wrong(Code::kPolicyVariable, name.span, Format("there is no variable `{}`", name.text))
      .Help(std::move(help));
  return StandIn(name.span);
}

ExprId Parser::Function(const Name& name) {
  std::vector<ExprId> arguments;
  if (!Arguments(arguments)) return kNone;
  auto extension = FindExtension(name.text);
  if (options_.unknowns == Unknowns::kAllowed &&
      name.text == ExtensionName(ExtensionFunction::kUnknown)) {
    extension = ExtensionFunction::kUnknown;
  }
  if (extension && IsConstructor(*extension)) {
    const ExprId id = pool_.Add(ExprKind::kExtension, Since(name.begin), std::move(arguments), {});
    pool_.at(id).extension = *extension;
    return id;
  }
  if (extension || IsBuiltin(name.text)) {
    Wrong(Code::kPolicyCallStyle, name.span, Format("`{}` is a method", name.text))
        .Help(Format("write `x.{}(..)`", name.text));
    return StandIn(name.span);
  }
  if (options_.extended && name.components == 1 && name.text != "unknown") {
    return pool_.Add(ExprKind::kPredicateCall, Since(name.begin), std::move(arguments),
                     {name.text});
  }
  Wrong(Code::kPolicyFunction, name.span, Format("there is no function `{}`", name.text))
      .Help(SuggestHelp(name.text, ExtensionNames(true),
                        "the functions are decimal, ip, datetime and duration"));
  return StandIn(name.span);
}

// --- methods

ExprId Parser::Method(Token name, ExprId receiver, std::vector<ExprId> arguments,
                      std::uint32_t begin) {
  const std::string_view word = Spelling(name);
  if (IsBuiltin(word)) return BuiltinMethod(name, receiver, arguments, begin);
  const auto extension = FindExtension(word);
  if (extension && !IsConstructor(*extension)) {
    arguments.insert(arguments.begin(), receiver);
    const ExprId id = pool_.Add(ExprKind::kExtension, Since(begin), std::move(arguments), {});
    pool_.at(id).extension = *extension;
    return id;
  }
  if (extension) {
    Wrong(Code::kPolicyCallStyle, SpanOf(name), Format("`{}` is a function, not a method", word))
        .Help(Format("write `{}(..)`", word));
  } else {
    Wrong(Code::kPolicyMethod, SpanOf(name), Format("there is no method `{}`", word))
        .Help(SuggestHelp(word, MethodNames(), "an attribute is read without parentheses"));
  }
  return StandIn(Since(begin));
}

ExprId Parser::BuiltinMethod(Token name, ExprId receiver, const std::vector<ExprId>& arguments,
                             std::uint32_t begin) {
  const std::string_view word = Spelling(name);
  const std::size_t wanted = word == kIsEmpty ? 0 : 1;
  if (arguments.size() != wanted) {
    Wrong(Code::kPolicyArity, SpanOf(name),
          Format("`{}` takes {}, not {}", word, wanted == 0 ? "no argument" : "one argument",
                 arguments.size()))
        .Help(wanted == 0 ? "leave the parentheses empty"
                          : "several values stand in a set: `[a, b]`");
    return StandIn(Since(begin));
  }
  if (arguments.empty()) return WrapUnary(receiver, UnaryOp::kIsEmpty, begin, 1);
  const BinaryOp op = *FindMethod(word);
  if (const std::string* relation = DatalogRelation(op, receiver, arguments[0])) {
    orphans_ = true;
    return pool_.Add(ExprKind::kPredicateCall, Since(begin), pool_[arguments[0]].children,
                     {*relation});
  }
  return MakeBinary(op, receiver, arguments[0], begin);
}

// The relation that `context.datalog.P.contains([..])` names, if this is one.
const std::string* Parser::DatalogRelation(BinaryOp op, ExprId receiver, ExprId argument) const {
  if (!options_.extended || op != BinaryOp::kContains) return nullptr;
  if (pool_[argument].kind != ExprKind::kSet) return nullptr;
  const Expr& relation = pool_[receiver];
  if (relation.kind != ExprKind::kGetAttr) return nullptr;
  const Expr& datalog = pool_[relation.children[0]];
  if (datalog.kind != ExprKind::kGetAttr || datalog.names[0] != "datalog") return nullptr;
  const Expr& context = pool_[datalog.children[0]];
  const bool found = context.kind == ExprKind::kVariable && context.variable == Variable::kContext;
  return found ? &relation.names[0] : nullptr;
}

}  // namespace rune::cedar
