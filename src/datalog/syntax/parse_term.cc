#include <charconv>
#include <set>
#include <utility>

#include "base/format.h"
#include "datalog/syntax/parser.h"
#include "text/suggest.h"
#include "value/canonical.h"
#include "value/decimal.h"
#include "value/escape.h"
#include "value/extension.h"
#include "value/name.h"
#include "value/path.h"

namespace rune::datalog {
namespace {

using text::Code;

std::optional<ArithmeticOp> SumOp(TokenKind kind) {
  if (kind == TokenKind::kPlus) return ArithmeticOp::kAdd;
  if (kind == TokenKind::kMinus) return ArithmeticOp::kSub;
  return std::nullopt;
}

std::optional<ArithmeticOp> ProductOp(TokenKind kind) {
  if (kind == TokenKind::kStar) return ArithmeticOp::kMul;
  if (kind == TokenKind::kSlash) return ArithmeticOp::kDiv;
  if (kind == TokenKind::kPercent) return ArithmeticOp::kMod;
  return std::nullopt;
}

Term Constant(Value value, text::Span span) {
  Term term;
  term.span = span;
  term.constant = std::move(value);
  return term;
}

Term Chain(Term first) {
  Term chain;
  chain.kind = TermKind::kArithmetic;
  chain.operands.push_back(std::move(first));
  return chain;
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names;
  for (int f = 0; f <= static_cast<int>(Function::kToString); ++f) {
    names.emplace_back(FunctionName(static_cast<Function>(f)));
  }
  return names;
}

std::optional<Value> Construct(std::string_view word, const std::string& argument) {
  const auto wrap = [](auto parsed) -> std::optional<Value> {
    if (!parsed) return std::nullopt;
    return value::Canonical(Value(*parsed));
  };
  if (word == "datetime") return wrap(value::ParseDatetime(argument));
  if (word == "duration") return wrap(value::ParseDuration(argument));
  if (word == "ip") return wrap(value::ParseIp(argument));
  return wrap(value::ParseCedarDecimal(argument));
}

}  // namespace

std::optional<Term> Parser::ReadTerm() {
  const std::size_t first = next_;
  auto left = ReadProduct();
  if (!left || !SumOp(Peek().kind)) return left;
  Term chain = Chain(*std::move(left));
  while (const auto op = SumOp(Peek().kind)) {
    Take();
    auto operand = ReadProduct();
    if (!operand) return std::nullopt;
    chain.operators.push_back(*op);
    chain.operands.push_back(*std::move(operand));
  }
  chain.span = SpanFrom(first);
  if (chain.operators.size() > options_.bounds.chain) {
    return Fail(Code::kRuleTooLong, chain.span,
                Format("this sum has more than {} parts", options_.bounds.chain));
  }
  return chain;
}

std::optional<Term> Parser::ReadProduct() {
  const std::size_t first = next_;
  auto left = ReadSigned();
  if (!left || !ProductOp(Peek().kind)) return left;
  Term chain = Chain(*std::move(left));
  while (const auto op = ProductOp(Peek().kind)) {
    Take();
    auto operand = ReadSigned();
    if (!operand) return std::nullopt;
    chain.operators.push_back(*op);
    chain.operands.push_back(*std::move(operand));
  }
  chain.span = SpanFrom(first);
  if (chain.operators.size() > options_.bounds.chain) {
    return Fail(Code::kRuleTooLong, chain.span,
                Format("this product has more than {} parts", options_.bounds.chain));
  }
  return chain;
}

// A minus before a number belongs to the number; before anything else it is `0 - ..`.
std::optional<Term> Parser::ReadSigned() {
  const std::size_t first = next_;
  while (At(TokenKind::kMinus)) Take();
  std::size_t signs = next_ - first;
  if (signs == 0) return ReadWithMethods();
  depth_ += signs;
  if (depth_ > options_.bounds.depth) {
    return Fail(Code::kRuleTooDeep, SpanFrom(first),
                Format("more than {} signs around one value", options_.bounds.depth));
  }
  const std::size_t outer = depth_ - signs;
  std::optional<Term> term;
  if (At(TokenKind::kInteger) || At(TokenKind::kDecimal)) {
    --signs;
    term = ReadNumber(true);
  } else {
    term = ReadWithMethods();
  }
  if (!term) return std::nullopt;
  depth_ = outer;
  for (; signs > 0; --signs) {
    Term chain = Chain(Constant(Value(0), SpanOf(clause_.tokens[first + signs - 1])));
    chain.operators.push_back(ArithmeticOp::kSub);
    chain.operands.push_back(*std::move(term));
    chain.span = SpanFrom(first + signs - 1);
    term = std::move(chain);
  }
  return term;
}

// Methods nest outwards: how many will follow the value that begins here.
std::size_t Parser::CountMethods() const {
  std::size_t at = next_;
  const auto skip_brackets = [&](std::size_t open) {
    const Token& token = clause_.tokens[open];
    return token.kind == TokenKind::kOpenParen && token.match > 0 ? token.match + 1 : open + 1;
  };
  at = At(TokenKind::kName) && Peek(1).kind == TokenKind::kOpenParen ? skip_brackets(at + 1)
                                                                     : skip_brackets(at);
  std::size_t methods = 0;
  while (at + 2 < clause_.tokens.size() && clause_.tokens[at].kind == TokenKind::kDot) {
    at = skip_brackets(at + 2);
    ++methods;
  }
  return methods;
}

std::optional<Term> Parser::ReadWithMethods() {
  const std::size_t outer = depth_;
  depth_ += CountMethods();
  if (depth_ > options_.bounds.depth) {
    return Fail(Code::kRuleTooDeep, SpanOf(Peek()),
                Format("more than {} methods on one value", options_.bounds.depth),
                "give the value a name in between");
  }
  auto term = ReadPrimary();
  while (term && At(TokenKind::kDot)) {
    const TokenKind before = clause_.tokens[next_ - 1].kind;
    const bool receiver = term->kind == TermKind::kVariable || before == TokenKind::kString ||
                          before == TokenKind::kCloseParen;
    if (!receiver) return term;  // the end of the clause is judged by the caller
    term = ReadMethod(*std::move(term));
  }
  depth_ = outer;
  return term;
}

std::optional<Term> Parser::ReadPrimary() {
  switch (Peek().kind) {
    case TokenKind::kInteger:
    case TokenKind::kDecimal: return ReadNumber(false);
    case TokenKind::kString: return ReadString();
    case TokenKind::kOpenBracket: return ReadList();
    case TokenKind::kVariable:
      return Peek(1).kind == TokenKind::kDoubleColon ? ReadEntity() : ReadVariable();
    case TokenKind::kName:
      return Peek(1).kind == TokenKind::kDoubleColon ? ReadEntity() : ReadWord();
    case TokenKind::kOpenBrace:
      return Fail(Code::kRuleSyntax, SpanOf(Peek()), "an object pattern stands behind `=` alone",
                  "write `path = {key: Variable}`");
    case TokenKind::kOpenParen: break;
    default: return Unexpected("a value");
  }
  Take();
  auto term = ReadTerm();
  if (!term || !Expect(TokenKind::kCloseParen, "an operator or `)`")) return std::nullopt;
  return term;
}

VariableId Parser::Number(const Token& token) {
  const std::string_view name = Text(token);
  const auto next = static_cast<VariableId>(variables_.size());
  const bool anonymous = name == "_";
  if (!anonymous) {
    if (const auto it = names_.find(name); it != names_.end()) return it->second;
    names_.emplace(name, next);
  }
  variables_.push_back(Variable{std::string(name), anonymous, SpanOf(token)});
  return next;
}

std::optional<Term> Parser::ReadVariable() {
  const Token& token = Take();
  Term term;
  term.kind = TermKind::kVariable;
  term.span = SpanOf(token);
  term.variable = Number(token);
  return term;
}

std::optional<Term> Parser::ReadNumber(bool negative) {
  const Token& token = Take();
  const text::Span span = SpanOf(token);
  const std::string text = (negative ? "-" : "") + std::string(Text(token));
  if (token.kind == TokenKind::kInteger) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size())
      return Constant(Value(number), span);
    return Fail(Code::kRuleNumber, span, "this integer does not fit 64 bits",
                "integers lie between -9223372036854775808 and 9223372036854775807");
  }
  if (const auto decimal = value::ParseDecimalText(text)) {
    return Constant(value::Canonical(Value(*decimal)), span);
  }
  return Fail(Code::kRuleNumber, span, "this decimal has no exact value here",
              "decimals have at most nine digits behind the point");
}

std::optional<std::string> Parser::TextOf(const Token& token) {
  const std::string_view raw = slice_.text.substr(token.begin + 1, token.end - token.begin - 2);
  auto text = value::Unescape(raw);
  if (!text) {
    const std::size_t at = token.begin + 1 + text.error().offset;
    return Fail(Code::kRuleText, slice_.At(at, at + text.error().length), text.error().message);
  }
  return *std::move(text);
}

std::optional<Term> Parser::ReadString() {
  const Token token = Take();
  auto text = TextOf(token);
  if (!text) return std::nullopt;
  return Constant(Value(*std::move(text)), SpanOf(token));
}

std::optional<Term> Parser::ReadEntity() {
  const std::size_t first = next_;
  EntityUid uid;
  uid.type = Text(Take());
  while (Accept(TokenKind::kDoubleColon)) {
    if (At(TokenKind::kString)) break;
    if (!At(TokenKind::kName) && !At(TokenKind::kVariable)) {
      return Unexpected("an id in quotes (`Type::\"id\"`)");
    }
    uid.type += "::";
    uid.type += Text(Take());
  }
  if (!At(TokenKind::kString)) return Unexpected("`::` and an id in quotes");
  const Token id = Take();
  if (!value::IsTypeName(uid.type)) {
    return Fail(Code::kRuleConstant, SpanFrom(first),
                Format("`{}` cannot name a type of entities", uid.type));
  }
  auto text = TextOf(id);
  if (!text) return std::nullopt;
  uid.id = *std::move(text);
  if (options_.path_types.contains(uid.type)) {
    if (const auto problem = value::PathIdProblem(uid.id)) {
      return Fail(Code::kRuleConstant, SpanOf(id),
                  Format("this id cannot be a path: {}", *problem));
    }
    uid.id = value::NormalizePath(uid.id);
    if (options_.fold_case) uid.id = value::FoldCase(uid.id);
  }
  return Constant(Value(std::move(uid)), SpanFrom(first));
}

std::optional<Term> Parser::ReadWord() {
  const Token& token = Peek();
  const std::string_view word = Text(token);
  const TokenKind behind = Peek(1).kind;
  if (word == "true" || word == "false") {
    Take();
    return Constant(Value(word == "true"), SpanOf(token));
  }
  if (IsKeyword(word)) return Unexpected("a value");
  if (behind == TokenKind::kOpenParen) {
    if (IsConstructor(word)) return ReadConstructor();
    if (FindFunction(word)) return ReadCall();
    if (FindAggregate(word)) {
      return Fail(Code::kRuleAggregate, SpanOf(token), "an aggregate stands alone, behind `=`",
                  Format("write `N = {}(X : ..)`, and use `N`", word));
    }
    const auto close = text::Suggest(word, FunctionNames());
    return Fail(Code::kRuleFunction, SpanOf(token), Format("there is no function `{}`", word),
                close ? Format("did you mean `{}`?", *close)
                      : "a relation cannot stand inside a value: let it bind a variable before");
  }
  if (AtStep(1) || behind == TokenKind::kOpenBracket) return ReadPath();
  if (word == "context") {
    return Fail(Code::kRulePath, SpanOf(token), "the context as a whole is no value",
                "read one key of it: `context.key`");
  }
  if (FindAggregate(word)) {
    return Fail(Code::kRuleSyntax, SpanOf(token), Format("`{}` is the name of an aggregate", word),
                Format("the text stands in quotes: `\"{}\"`", word));
  }
  Take();
  return Constant(Value(word), SpanOf(token));
}

std::optional<Term> Parser::ReadConstructor() {
  const std::size_t first = next_;
  const std::string word(Text(Take()));
  Take();
  if (!At(TokenKind::kString)) {
    return Fail(Code::kRuleConstant, SpanOf(Peek()), Format("`{}` takes a text in quotes", word),
                "it makes a constant; it cannot convert a variable");
  }
  const Token token = Take();
  auto text = TextOf(token);
  if (!text || !Expect(TokenKind::kCloseParen, "`)`")) return std::nullopt;
  auto value = Construct(word, *text);
  if (value) return Constant(*std::move(value), SpanFrom(first));
  const char* help = word == "datetime"   ? "as in `datetime(\"2024-10-15T11:35:00Z\")`"
                     : word == "duration" ? "as in `duration(\"1h30m\")`"
                     : word == "ip"       ? "as in `ip(\"10.0.0.0/8\")`"
                                          : "as in `decimal(\"1.25\")`, with one to four decimals";
  return Fail(Code::kRuleConstant, SpanOf(token), Format("this text is no {}", word), help);
}

bool Parser::ReadArguments(std::vector<Term>& arguments) {
  Take();
  if (Accept(TokenKind::kCloseParen)) return true;
  do {
    auto argument = ReadTerm();
    if (!argument) return false;
    arguments.push_back(*std::move(argument));
    if (arguments.size() > kMostArguments) {
      Fail(Code::kRuleTooLong, arguments.back().span,
           Format("more than {} arguments", kMostArguments), "a list (`[..]`) can be one argument");
      return false;
    }
  } while (Accept(TokenKind::kComma));
  return Expect(TokenKind::kCloseParen, "`,` or `)`");
}

bool Parser::CheckCall(const Term& call, text::Span name) {
  const std::size_t arity = FunctionArity(call.function);
  if (call.operands.size() != arity) {
    Fail(Code::kRuleFunction, name,
         Format("`{}` takes {} value{} in all, and {} {} given", FunctionName(call.function), arity,
                arity == 1 ? "" : "s", call.operands.size(),
                call.operands.size() == 1 ? "is" : "are"),
         "in `P.starts_with(\"/tmp\")` the value before the point is the first");
    return false;
  }
  if (call.function == Function::kHas && call.operands[0].kind != TermKind::kContextPath) {
    Fail(Code::kRuleFunction, call.operands[0].span, "`has` asks for a key of the context",
         "write `has(context.key)`; what data does not have is simply false: `path = _`");
    return false;
  }
  return true;
}

std::optional<Term> Parser::ReadCall() {
  const std::size_t first = next_;
  const Token& name = Take();
  Term call;
  call.kind = TermKind::kCall;
  call.function = *FindFunction(Text(name));
  if (!ReadArguments(call.operands)) return std::nullopt;
  call.span = SpanFrom(first);
  if (!CheckCall(call, SpanOf(name))) return std::nullopt;
  return call;
}

std::optional<Term> Parser::ReadMethod(Term receiver) {
  const Token& dot = Take();
  const Token& name = Take();
  const std::string_view word = Text(name);
  const auto function = FindFunction(word);
  if (!function || !At(TokenKind::kOpenParen)) {
    const auto close = text::Suggest(word, FunctionNames());
    if (function) {
      return Fail(Code::kRuleFunction, SpanOf(name),
                  Format("`{}` needs its arguments in `(..)`", word));
    }
    if (close) {
      return Fail(Code::kRuleFunction, SpanOf(name), Format("there is no method `{}`", word),
                  Format("did you mean `{}`?", *close));
    }
    return Fail(
        Code::kRuleClauseEnd, SpanOf(dot),
        Format("this `.` does not end the clause, for `{}` follows it, and that is no method",
               word),
        "put a blank or a line break behind the `.` that ends a clause");
  }
  Term call;
  call.kind = TermKind::kCall;
  call.function = *function;
  const std::uint32_t begin = receiver.span.begin;
  call.operands.push_back(std::move(receiver));
  if (!ReadArguments(call.operands)) return std::nullopt;
  call.span = SpanOf(clause_.tokens[next_ - 1]);
  call.span.begin = begin;
  if (!CheckCall(call, SpanOf(name))) return std::nullopt;
  return call;
}

std::optional<Term> Parser::ReadList() {
  const std::size_t first = next_;
  Take();
  Term list;
  list.kind = TermKind::kList;
  while (!Accept(TokenKind::kCloseBracket)) {
    auto element = ReadTerm();
    if (!element) return std::nullopt;
    list.operands.push_back(*std::move(element));
    if (Accept(TokenKind::kComma) || At(TokenKind::kCloseBracket)) continue;
    return Unexpected("`,` or `]`");
  }
  list.span = SpanFrom(first);
  return list;
}

std::optional<Term> Parser::ReadPattern() {
  const std::size_t first = next_;
  Take();
  Term pattern;
  pattern.kind = TermKind::kPattern;
  std::set<std::string> keys;
  while (!Accept(TokenKind::kCloseBrace)) {
    const text::Span key_span = SpanOf(Peek());
    auto field = ReadField();
    if (!field) return std::nullopt;
    if (!keys.insert(field->key).second) {
      return Fail(Code::kRuleSyntax, key_span,
                  Format("the key `{}` stands here twice", field->key));
    }
    pattern.fields.push_back(*std::move(field));
    if (Accept(TokenKind::kComma) || At(TokenKind::kCloseBrace)) continue;
    return Unexpected("`,` or `}`");
  }
  pattern.span = SpanFrom(first);
  return pattern;
}

std::optional<PatternField> Parser::ReadField() {
  PatternField field;
  if (At(TokenKind::kString)) {
    auto key = TextOf(Take());
    if (!key) return std::nullopt;
    field.key = *std::move(key);
  } else if (At(TokenKind::kName)) {
    field.key = Text(Take());
  } else if (At(TokenKind::kVariable)) {
    return Fail(Code::kRuleSyntax, SpanOf(Peek()), "the keys of an object pattern are fixed words",
                "a key that begins with an upper-case letter stands in quotes; a variable over "
                "keys is written `path.Key`");
  } else {
    return Unexpected("a key");
  }
  if (!Expect(TokenKind::kColon, "`:` and what the key must hold")) return std::nullopt;
  auto value = At(TokenKind::kOpenBrace) ? ReadPattern() : ReadTerm();
  if (!value) return std::nullopt;
  field.value = *std::move(value);
  return field;
}

}  // namespace rune::datalog
