#include "cedar/validate/marked_span.h"

#include "cedar/syntax/lexer.h"

namespace rune::cedar {
namespace {

// The path `A::B` that begins with `token`, which is then the one behind it; empty if none does.
text::Span TakePath(Lexer& lexer, Token& token) {
  text::Span path;
  const std::uint32_t begin = token.begin;
  while (token.kind == TokenKind::kIdentifier) {
    path = lexer.At(begin, token.end);
    token = lexer.Next();
    if (token.kind != TokenKind::kDoubleColon) break;
    token = lexer.Next();
  }
  return path;
}

int Opens(TokenKind kind) {
  switch (kind) {
    case TokenKind::kLeftParen:
    case TokenKind::kLeftBracket:
    case TokenKind::kLeftBrace: return 1;
    case TokenKind::kRightParen:
    case TokenKind::kRightBracket:
    case TokenKind::kRightBrace: return -1;
    default: return 0;
  }
}

// Behind the `is` that is in no bracket, of which a test has one; else what an entity begins with.
text::Span TypeIn(Lexer& lexer) {
  Token token = lexer.Next();
  const text::Span first = TakePath(lexer, token);
  for (int depth = 0; token.kind != TokenKind::kEnd; token = lexer.Next()) {
    depth += Opens(token.kind);
    if (depth > 0 || token.kind != TokenKind::kIs) continue;
    token = lexer.Next();
    return TakePath(lexer, token);
  }
  return first;
}

}  // namespace

text::Span MarkedSpan(const Finding& finding, const text::SourceMap& sources) {
  const text::Span whole = finding.span;
  if (whole.end == 0 || whole.file >= sources.size()) return {};
  if (finding.kind != FindingKind::kUnrecognizedEntityType) return whole;
  text::Diagnostics ignored(sources);
  Lexer lexer({whole.file, whole.begin, sources.Text(whole)}, true, ignored);
  const text::Span type = TypeIn(lexer);
  return type.end == 0 ? whole : type;
}

}  // namespace rune::cedar
