#include "cedar/format/schema_layout.h"

#include <utility>

namespace rune::cedar {
namespace {

class SchemaWriter : private Writer {
 public:
  SchemaWriter(std::string_view text, TokenList& tokens, const LayoutOptions& options)
      : Writer(text, tokens), options_(options) {}

  std::string Write() {
    Declarations(0);
    for (const std::string_view comment : tokens_.end) {
      out_ += comment;
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  TokenKind Peek(std::size_t ahead = 0) const {
    return next_ + ahead < tokens_.tokens.size() ? tokens_.tokens[next_ + ahead].token.kind
                                                 : TokenKind::kEnd;
  }
  bool Closes(TokenKind kind) const {
    return kind == TokenKind::kRightBrace || kind == TokenKind::kRightBracket ||
           kind == TokenKind::kEnd;
  }
  // No part of a list begins here.
  bool EndsList() const { return Closes(Peek()) || Peek() == TokenKind::kSemicolon; }
  DocId Take() {
    behind_comment_ = !tokens_.tokens[next_].comments.trailing.empty();
    return WithToken(next_++);
  }
  // A blank before the next token, unless that begins a line.
  DocId Blank() {
    const bool begins = behind_comment_ || next_ >= tokens_.tokens.size() ||
                        !tokens_.tokens[next_].comments.leading.empty();
    return begins ? docs_.Nil() : docs_.Space();
  }

  void Declarations(std::size_t indent);
  bool AtNamespace() const;
  void Namespace(std::size_t indent);
  DocId Annotations();
  // Tokens up to a comma, a semicolon or a closing bracket.
  DocId Words();
  bool Spaced(std::uint32_t token) const;
  DocId Comma(DocId between);
  DocId DroppedComma();
  DocId Brackets();
  DocId Braces();

  // Whether the author left an empty line before the next token or its comments.
  bool EmptyLineBefore() const;
  void Emit(DocId doc, std::size_t indent);

  const LayoutOptions& options_;
  std::uint32_t next_ = 0;
  bool behind_comment_ = false;  // which ended the line of the last token
  std::string out_;
};

bool SchemaWriter::EmptyLineBefore() const {
  const std::size_t begin = tokens_.tokens[next_ - 1].token.end;
  const std::size_t end = tokens_.tokens[next_].token.begin;
  std::size_t ends = 0;
  for (const char c : text_.substr(begin, end - begin)) {
    if (c == '\n') {
      if (++ends > 1) return true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      ends = 0;
    }
  }
  return false;
}

void SchemaWriter::Emit(DocId doc, std::size_t indent) {
  out_.append(indent, ' ');
  const std::string text = docs_.Render(docs_.Nest(indent, doc), options_.line_width, indent);
  out_ += WithoutBlankLines(text, options_.extended);
  out_ += '\n';
}

void SchemaWriter::Declarations(std::size_t indent) {
  bool first = true;
  while (!Closes(Peek())) {
    if (!first && EmptyLineBefore()) out_ += '\n';
    first = false;
    if (indent == 0 && AtNamespace()) {
      Namespace(indent);
      continue;
    }
    DocId doc = Annotations();
    while (!Closes(Peek()) && Peek() != TokenKind::kSemicolon) {
      doc = Concat(doc, Words());
      if (Peek() == TokenKind::kComma) {
        doc = Concat(doc, Take());
        doc = Concat(doc, Blank());
      }
    }
    if (Peek() == TokenKind::kSemicolon) doc = Concat(doc, Take());
    Emit(doc, indent);
  }
}

bool SchemaWriter::AtNamespace() const {
  std::size_t ahead = 0;
  while (Peek(ahead) == TokenKind::kAt) {
    ahead += Peek(ahead + 2) == TokenKind::kLeftParen ? 5 : 2;
  }
  return Peek(ahead) == TokenKind::kIdentifier &&
         Spelling(next_ + static_cast<std::uint32_t>(ahead)) == "namespace";
}

void SchemaWriter::Namespace(std::size_t indent) {
  DocId head = Annotations();
  head = Concat(head, Take());
  while (!Closes(Peek()) && Peek() != TokenKind::kLeftBrace) {
    if (Spaced(next_)) head = Concat(head, Blank());
    head = Concat(head, Take());
  }
  head = Concat(head, Blank());
  head = Concat(head, Take());
  Emit(head, indent);
  Declarations(indent + options_.indent_width);
  if (Peek() == TokenKind::kRightBrace) Emit(Take(), indent);
}

DocId SchemaWriter::Annotations() {
  DocId doc = docs_.Nil();
  while (Peek() == TokenKind::kAt) {
    doc = Concat(doc, Take());
    const std::uint32_t key = next_;
    doc = Concat(doc, Take());
    const std::uint32_t end = Peek() == TokenKind::kLeftParen ? key + 4 : key + 1;
    while (next_ < end) doc = Concat(doc, Take());
    doc = Concat(doc, docs_.HardLine());
  }
  return doc;
}

// Whether a blank stands between a token and the one before it.
bool SchemaWriter::Spaced(std::uint32_t token) const {
  if (token == 0) return false;
  const auto kind = [&](std::uint32_t at) { return tokens_.tokens[at].token.kind; };
  switch (kind(token)) {
    case TokenKind::kComma:
    case TokenKind::kSemicolon:
    case TokenKind::kColon:
    case TokenKind::kDoubleColon:
    case TokenKind::kLess:
    case TokenKind::kGreater:
    case TokenKind::kBroken: return false;  // the `?` of an attribute that may be absent
    default: break;
  }
  const TokenKind before = kind(token - 1);
  return before != TokenKind::kDoubleColon && before != TokenKind::kLess;
}

DocId SchemaWriter::Words() {
  DocId doc = docs_.Nil();
  while (!Closes(Peek()) && Peek() != TokenKind::kComma && Peek() != TokenKind::kSemicolon) {
    if (doc != docs_.Nil() && Spaced(next_)) doc = Concat(doc, Blank());
    const bool bracket = Peek() == TokenKind::kLeftBracket;
    const bool brace = Peek() == TokenKind::kLeftBrace;
    const DocId word = bracket ? Brackets() : brace ? Braces() : Take();
    doc = Concat(doc, word);
  }
  return doc;
}

// The comments of a comma that is left out. What stood behind it stays on its line, unless a
// comment before it ends that line: then each has a line of its own, as it would have when read
// again.
DocId SchemaWriter::DroppedComma() {
  const std::size_t begin = tokens_.tokens[next_ - 1].token.end;
  const std::size_t end = tokens_.tokens[next_].token.begin;
  Comments comments = tokens_.Take(next_++);
  const bool own_lines = !comments.leading.empty() ||
                         !CommentsIn(text_.substr(begin, end - begin), options_.extended).empty();
  if (own_lines && !comments.trailing.empty()) {
    comments.leading.push_back(std::exchange(comments.trailing, {}));
  }
  return With(comments, docs_.Nil());
}

// The comma behind a part and what stands between it and the next one. A comma at the end is left
// out; its comments and those before the closing bracket stay inside.
DocId SchemaWriter::Comma(DocId between) {
  DocId doc = docs_.Nil();
  if (Peek() == TokenKind::kComma) {
    if (!Closes(Peek(1))) {
      doc = Take();
      return Concat(doc, between);
    }
    doc = DroppedComma();
  }
  if (next_ >= tokens_.tokens.size()) return doc;
  return Concat(doc, Leading(std::exchange(tokens_.tokens[next_].comments.leading, {})));
}

DocId SchemaWriter::Brackets() {
  const DocId open = Take();
  DocId items = docs_.Nil();
  while (!EndsList()) {
    items = Concat(items, Words());
    items = Concat(items, Comma(docs_.Line()));
  }
  if (items == docs_.Nil()) return Concat(open, Take());
  items = docs_.Nest(options_.indent_width, Concat(docs_.SoftLine(), items));
  return docs_.Group(Concat(open, items, docs_.SoftLine(), Take()));
}

DocId SchemaWriter::Braces() {
  const DocId open = Take();
  DocId parts = docs_.Nil();
  while (!EndsList()) {
    parts = Concat(parts, docs_.HardLine(), Annotations());
    parts = Concat(parts, Words());
    parts = Concat(parts, Comma(docs_.Nil()));
  }
  if (parts == docs_.Nil()) return Concat(open, Take());
  return Concat(open, docs_.Nest(options_.indent_width, parts), docs_.HardLine(), Take());
}

}  // namespace

std::string LayOutSchema(std::string_view text, TokenList& tokens, const LayoutOptions& options) {
  return SchemaWriter(text, tokens, options).Write();
}

}  // namespace rune::cedar
