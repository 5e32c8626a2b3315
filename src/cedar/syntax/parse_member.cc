// What operators stand between: literals, names, calls, sets, records, and the accesses behind
// them.
#include <algorithm>

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
    return Named(ExprKind::kGetAttr, Since(begin), {receiver}, AttributeName(name));
  }
  ExprPile operands(open_lists_);
  operands.Push(receiver);
  if (!Arguments(operands)) return kNone;
  return Method(name, operands.items(), begin);
}

ExprId Parser::NotCallable(std::uint32_t begin) {
  const text::Span span = Since(begin);
  Wrong(Code::kPolicyCall, span, "this is not a function")
      .Help("functions are called by their names, methods as `x.name(..)`");
  ExprPile arguments(open_lists_);
  return Arguments(arguments) ? StandIn(span) : kNone;
}

ExprId Parser::Index(ExprId receiver, std::uint32_t begin) {
  const Token open = Take();
  const Token key = Peek();
  if (key.kind == TokenKind::kString && Peek(1).kind == TokenKind::kRightBracket) {
    const std::string& name = Kept(String());
    Take();
    return Named(ExprKind::kGetAttr, Since(begin), {receiver}, name);
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

ExprId Parser::OtherPrimary() {
  const Token token = Peek();
  switch (token.kind) {
    case TokenKind::kTrue:
    case TokenKind::kFalse:
      if (Peek(1).kind == TokenKind::kDoubleColon) return Word();
      Take();
      return Literal(token.kind == TokenKind::kTrue ? kTrueValue : kNoValue, SpanOf(token));
    case TokenKind::kNumber: return Number(Take());
    case TokenKind::kString: {
      const text::Span span = SpanOf(token);
      return Literal(memory_.Text(String()), span);
    }
    case TokenKind::kSlot: return SlotInCondition();
    case TokenKind::kLeftParen: return Parenthesis();
    case TokenKind::kLeftBracket: return SetLiteral();
    case TokenKind::kLeftBrace: return RecordLiteral();
    case TokenKind::kCedar: return Word();
    case TokenKind::kIf: return IfAsOperand();
    default: break;
  }
  if (IsWord(token.kind) && Peek(1).kind == TokenKind::kDoubleColon) return Word();
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

bool Parser::List(TokenKind close, ExprPile& items) {
  const Token open = Take();
  while (!At(close)) {
    const ExprId item = Expression0();
    if (item == kNone) return false;
    items.Push(item);
    if (!Accept(TokenKind::kComma)) break;
  }
  return Close(close, open);
}

bool Parser::Arguments(ExprPile& arguments) {
  const Nest nest(*this);
  return !DeepEnough() && List(TokenKind::kRightParen, arguments);
}

ExprId Parser::SetLiteral() {
  const Nest nest(*this);
  if (DeepEnough()) return kNone;
  const std::uint32_t begin = Peek().begin;
  ExprPile items(open_lists_);
  if (!List(TokenKind::kRightBracket, items)) return kNone;
  return pool_.Add(ExprKind::kSet, Since(begin), items.items());
}

ExprId Parser::RecordLiteral() {
  const Nest nest(*this);
  if (DeepEnough()) return kNone;
  const Token open = Take();
  NamePile names(open_names_);
  ExprPile children(open_lists_);
  Keys keys;
  while (!At(TokenKind::kRightBrace)) {
    if (!RecordField(names, children, keys)) return kNone;
    if (!Accept(TokenKind::kComma)) break;
  }
  if (!Close(TokenKind::kRightBrace, open)) return kNone;
  return pool_.Add(ExprKind::kRecord, Since(open.begin), children.items(), NamesOf(names));
}

bool Parser::Keys::Add(const std::string& key, std::span<const std::string* const> before) {
  if (before.size() < kFew) {
    return std::ranges::none_of(before, [&](const std::string* name) { return *name == key; });
  }
  if (known_.empty()) {
    for (const std::string* name : before) known_.insert(*name);
  }
  return known_.insert(key).second;
}

bool Parser::RecordField(NamePile& names, ExprPile& children, Keys& keys) {
  const Token token = Peek();
  const std::string* key = &kNoName;
  if (token.kind == TokenKind::kString) {
    key = &Kept(String());
  } else if (IsWord(token.kind)) {
    key = &AttributeName(Take());
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
  if (!keys.Add(*key, names.items())) {
    Wrong(Code::kPolicyDuplicateKey, span, Format("the key `{}` stands twice in this record", *key))
        .Help("keep one of them");
  }
  names.Push(key);
  children.Push(value);
  return true;
}

// --- words: variables, functions, entities

ExprId Parser::NameOrCall() {
  if (!options_.extended && AtSimpleEntity()) {
    const Token type = Peek();
    const Token id = Peek(2);
    Skip(3);
    return Literal(Entity(Spelling(type), id), Since(type.begin));
  }
  Name name;
  if (!TypeOrEntity(name)) return kNone;
  if (name.has_id()) return EntityLiteral(name);
  return At(TokenKind::kLeftParen) ? Function(name) : UnknownName(name);
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
  ExprPile arguments(open_lists_);
  if (!Arguments(arguments)) return kNone;
  auto extension = FindExtension(name.text);
  if (options_.unknowns == Unknowns::kAllowed &&
      name.text == ExtensionName(ExtensionFunction::kUnknown)) {
    extension = ExtensionFunction::kUnknown;
  }
  if (extension && IsConstructor(*extension)) {
    const ExprId id = pool_.Add(ExprKind::kExtension, Since(name.begin), arguments.items());
    pool_.at(id).extension = *extension;
    return id;
  }
  if (extension || IsBuiltin(name.text)) {
    Wrong(Code::kPolicyCallStyle, name.span, Format("`{}` is a method", name.text))
        .Help(Format("write `x.{}(..)`", name.text));
    return StandIn(name.span);
  }
  if (options_.extended && name.components == 1 && name.text != "unknown") {
    return Named(ExprKind::kPredicateCall, Since(name.begin), arguments.items(), Kept(name.text));
  }
  Wrong(Code::kPolicyFunction, name.span, Format("there is no function `{}`", name.text))
      .Help(SuggestHelp(name.text, ExtensionNames(true),
                        "the functions are decimal, ip, datetime and duration"));
  return StandIn(name.span);
}

// --- methods

ExprId Parser::Method(Token name, ExprIds operands, std::uint32_t begin) {
  const std::string_view word = Spelling(name);
  if (IsBuiltin(word)) return BuiltinMethod(name, operands, begin);
  const auto extension = FindExtension(word);
  if (extension && !IsConstructor(*extension)) {
    const ExprId id = pool_.Add(ExprKind::kExtension, Since(begin), operands);
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

ExprId Parser::BuiltinMethod(Token name, ExprIds operands, std::uint32_t begin) {
  const std::string_view word = Spelling(name);
  const std::size_t wanted = word == kIsEmpty ? 0 : 1;
  const std::size_t given = operands.size() - 1;
  if (given != wanted) {
    Wrong(
        Code::kPolicyArity, SpanOf(name),
        Format("`{}` takes {}, not {}", word, wanted == 0 ? "no argument" : "one argument", given))
        .Help(wanted == 0 ? "leave the parentheses empty"
                          : "several values stand in a set: `[a, b]`");
    return StandIn(Since(begin));
  }
  if (given == 0) return WrapUnary(operands[0], UnaryOp::kIsEmpty, begin, 1);
  const BinaryOp op = *FindMethod(word);
  if (const std::string* relation = DatalogRelation(op, operands[0], operands[1])) {
    orphans_ = true;
    const ExprIds arguments = pool_[operands[1]].children();
    return Named(ExprKind::kPredicateCall, Since(begin), arguments, *relation);
  }
  return MakeBinary(op, operands[0], operands[1], begin);
}

// The relation that `context.datalog.P.contains([..])` names, if this is one.
const std::string* Parser::DatalogRelation(BinaryOp op, ExprId receiver, ExprId argument) const {
  if (!options_.extended || op != BinaryOp::kContains) return nullptr;
  if (pool_[argument].kind != ExprKind::kSet) return nullptr;
  const Expr& relation = pool_[receiver];
  if (relation.kind != ExprKind::kGetAttr) return nullptr;
  const Expr& datalog = pool_[relation.children()[0]];
  if (datalog.kind != ExprKind::kGetAttr || datalog.names()[0] != "datalog") return nullptr;
  const Expr& context = pool_[datalog.children()[0]];
  const bool found = context.kind == ExprKind::kVariable && context.variable == Variable::kContext;
  return found ? &relation.names()[0] : nullptr;
}

}  // namespace rune::cedar
