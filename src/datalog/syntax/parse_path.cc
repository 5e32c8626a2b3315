#include <utility>

#include "base/format.h"
#include "datalog/syntax/parser.h"

namespace rune::datalog {

using text::Code;

bool Parser::AtStep(std::size_t ahead) const {
  const std::size_t at = next_ + ahead;
  return at > 0 && at < clause_.tokens.size() && clause_.tokens[at].kind == TokenKind::kDot &&
         clause_.tokens[at].begin == clause_.tokens[at - 1].end;
}

std::size_t Parser::DottedLength() const {
  std::size_t length = 1;
  while (AtStep(length) && Peek(length + 1).kind == TokenKind::kName) length += 2;
  return length;
}

std::optional<Term> Parser::ReadPath() {
  const std::size_t first = next_;
  Term path;
  const Token& root = Take();
  const bool context = Text(root) == "context";
  path.kind = context ? TermKind::kContextPath : TermKind::kDataPath;
  if (!context) {
    PathStep step;
    step.key = Text(root);
    step.span = SpanOf(root);
    path.steps.push_back(std::move(step));
  }
  while (AtStep(0) || At(TokenKind::kOpenBracket)) {
    if (!(At(TokenKind::kDot) ? ReadStep(path) : ReadIndex(path))) return std::nullopt;
  }
  path.span = SpanFrom(first);
  if (At(TokenKind::kOpenParen)) {
    RefuseCallOnPath(path);
    return std::nullopt;
  }
  return path;
}

bool Parser::ReadStep(Term& path) {
  Take();
  const Token& word = Take();
  PathStep step;
  step.span = SpanOf(word);
  if (word.kind == TokenKind::kName) {
    step.key = Text(word);
  } else if (path.kind == TermKind::kContextPath) {
    Fail(Code::kRulePath, step.span, "the context has no variables over its keys",
         "write `context(Key, Value)` for each key, or `context[\"Key\"]` for one that begins so");
    return false;
  } else {
    step.kind = PathStep::Kind::kVariable;
    step.variable = Number(word);
  }
  path.steps.push_back(std::move(step));
  return true;
}

bool Parser::ReadIndex(Term& path) {
  const std::size_t first = next_;
  Take();
  PathStep step;
  if (At(TokenKind::kString) && Peek(1).kind == TokenKind::kCloseBracket) {
    auto key = TextOf(Take());
    if (!key) return false;
    step.key = *std::move(key);
    Take();
  } else {
    step.kind = PathStep::Kind::kComputed;
    do {
      auto part = ReadProduct();
      if (!part) return false;
      step.parts.push_back(*std::move(part));
    } while (Accept(TokenKind::kPlus));
    if (step.parts.size() > options_.bounds.chain) {
      Fail(Code::kRuleTooLong, SpanFrom(first), "this key has too many parts");
      return false;
    }
    if (!Expect(TokenKind::kCloseBracket, "`+` and another part of the key, or `]`")) return false;
  }
  step.span = SpanFrom(first);
  path.steps.push_back(std::move(step));
  return true;
}

bool Parser::RefuseCallOnPath(const Term& path) {
  const PathStep& last = path.steps.back();
  const std::string_view whole =
      slice_.text.substr(path.span.begin - slice_.begin, path.span.end - path.span.begin);
  if (last.kind == PathStep::Kind::kKey && FindFunction(last.key) && path.steps.size() > 1) {
    const std::string_view receiver = whole.substr(0, whole.rfind('.'));
    Fail(Code::kRulePath, last.span,
         Format("a path has no methods, and `{}` is read as a step of one", last.key),
         Format("write `{}({}, ..)`", last.key, receiver));
  } else if (path.kind == TermKind::kContextPath) {
    Fail(Code::kRulePath, path.span, "the context has no relations",
         "read one key of it: `context.key`");
  } else {
    Fail(Code::kRulePath, path.span, "this path cannot be a relation here",
         "an atom stands alone in the body, and its name has no variables: `agent.name(X)`");
  }
  return false;
}

}  // namespace rune::datalog
