// The recursive descent behind ReadFragment for the Cedar syntax: one object reads one text.
//
// As with policies there are two kinds of mistakes. A *broken* text (a token that fits nowhere) is
// reported once; every function then gives up (false) and the reading goes on behind the next `;`,
// which stands nowhere but at the end of a declaration, or at the next declaration. A *wrong* one
// (a reserved word, an annotation given twice) is reported and the reading goes on at once.
//
// The words of declarations (`entity`, `tags`, `Set`, ..) are reserved nowhere: they are names
// wherever a name stands.
//
// parse.cc holds tokens, recovery, namespaces and declarations; parse_parts.cc what they consist
// of.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bounds.h"
#include "cedar/schema/finding.h"
#include "cedar/schema/fragment.h"
#include "cedar/syntax/lexer.h"

namespace rune::cedar {

class SchemaParser {
 public:
  // `extended`: `#` and `/* */` are comments too.
  SchemaParser(text::Slice slice, bool extended, const Bounds& bounds, SchemaFindings& findings);

  // The declarations as they stand, not yet checked and arranged.
  Fragment Read();

 private:
  // --- tokens, reports, recovery
  Token Peek(std::size_t ahead = 0);
  Token Take();
  bool At(TokenKind kind) { return Peek().kind == kind; }
  bool AtWord(std::string_view word, std::size_t ahead = 0);
  bool Accept(TokenKind kind);
  bool AcceptWord(std::string_view word);
  bool Expect(TokenKind kind, std::string_view what);
  std::string_view Spelling(Token token) const { return lexer_.Text(token); }
  text::Span SpanOf(Token token) const { return lexer_.At(token.begin, token.end); }
  std::string Describe(Token token) const;
  bool Broken(std::string_view expected, std::string help = "");  // false
  void ReportBrokenToken(Token token);
  text::Diagnostics::Builder Wrong(text::Code code, text::Span span, std::string message);
  bool AtDeclaration(std::size_t ahead = 0);
  void Resynchronise();
  void SkipBraces();
  bool TooLarge(std::uint64_t nodes, text::Span span);

  // --- declarations
  void Namespace(SchemaAnnotations annotations, Fragment& fragment);
  void Declaration(SchemaAnnotations annotations, NamespaceDecl& space);
  bool Entity(bool external, SchemaAnnotations annotations, NamespaceDecl& space);
  bool EntityParts(EntityBody& body);
  bool Choices(EntityBody& body);
  bool Action(bool external, SchemaAnnotations annotations, NamespaceDecl& space);
  bool ActionParts(ActionBody& body, const SchemaName& name);
  bool Type(SchemaAnnotations annotations, NamespaceDecl& space);
  bool Semicolon(std::string_view what);

  // --- the parts of declarations
  bool Annotations(SchemaAnnotations& annotations);
  bool Identifier(SchemaName& name, std::string_view what);
  bool Name(SchemaName& name, std::string_view what);  // an identifier or a string
  bool Path(SchemaName& path, std::string_view what);
  bool String(std::string& value);
  bool EntityTypes(std::vector<SchemaName>& types);
  bool Parent(ActionParent& parent);
  bool Parents(std::vector<ActionParent>& parents);
  struct Applies;
  bool AppliesToParts(ActionBody& body, const SchemaName& action);
  bool AppliesPart(Applies& applies, const SchemaName& action);
  bool AppliesTypes(Applies& applies, bool principal, const SchemaName& action);
  bool AppliesContext(Applies& applies, const SchemaName& action);
  bool TypeOf(TypeExpr& type);
  bool RecordOf(TypeExpr& type);
  bool AttributeOf(std::vector<AttributeDecl>& attributes);

  const Bounds& bounds_;
  SchemaFindings& findings_;
  text::Slice slice_;
  Lexer lexer_;
  std::array<Token, 4> ahead_{};
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_count_ = 0;
  std::uint32_t last_end_ = 0;
  std::size_t depth_ = 0;
  bool in_namespace_ = false;
  std::uint64_t nodes_ = 0;
};

}  // namespace rune::cedar
