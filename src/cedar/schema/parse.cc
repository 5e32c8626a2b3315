// Tokens, recovery, namespaces and declarations of the Cedar syntax for schemas.
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "cedar/schema/parser.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::size_t kMostShown = 40;

}  // namespace

SchemaParser::SchemaParser(text::Slice slice, bool extended, const Bounds& bounds,
                           SchemaFindings& findings)
    : bounds_(bounds),
      findings_(findings),
      slice_(slice),
      lexer_(slice, extended, findings.diagnostics()) {}

// --- tokens, reports, recovery

Token SchemaParser::Peek(std::size_t ahead) {
  while (ahead_count_ <= ahead) {
    ahead_[(ahead_begin_ + ahead_count_) % ahead_.size()] = lexer_.Next();
    ++ahead_count_;
  }
  return ahead_[(ahead_begin_ + ahead) % ahead_.size()];
}

Token SchemaParser::Take() {
  const Token token = Peek();
  ahead_begin_ = (ahead_begin_ + 1) % ahead_.size();
  --ahead_count_;
  last_end_ = token.end;
  return token;
}

bool SchemaParser::AtWord(std::string_view word, std::size_t ahead) {
  const Token token = Peek(ahead);
  return IsWord(token.kind) && Spelling(token) == word;
}

bool SchemaParser::Accept(TokenKind kind) {
  if (!At(kind)) return false;
  Take();
  return true;
}

bool SchemaParser::AcceptWord(std::string_view word) {
  if (!AtWord(word)) return false;
  Take();
  return true;
}

bool SchemaParser::Expect(TokenKind kind, std::string_view what) {
  return Accept(kind) || Broken(what);
}

std::string SchemaParser::Describe(Token token) const {
  if (token.kind == TokenKind::kEnd) return "the end of the text";
  if (token.kind == TokenKind::kString) return "a string";
  const std::string_view spelling = Spelling(token);
  if (spelling.size() > kMostShown) return "a long word";
  return Format("`{}`", spelling);
}

text::Diagnostics::Builder SchemaParser::Wrong(Code code, text::Span span, std::string message) {
  return findings_.Add(SchemaKind::kSyntax, code, span, std::move(message));
}

bool SchemaParser::Broken(std::string_view expected, std::string help) {
  const Token token = Peek();
  if (token.kind == TokenKind::kBroken && Spelling(token) != "?") {
    ReportBrokenToken(token);
    return false;
  }
  Wrong(Code::kSchemaUnexpectedToken, SpanOf(token),
        Format("expected {}, found {}", expected, Describe(token)))
      .Help(std::move(help));
  return false;
}

void SchemaParser::ReportBrokenToken(Token token) {
  const std::string_view spelling = Spelling(token);
  if (spelling.starts_with('"')) {
    Wrong(Code::kSchemaString, lexer_.At(token.begin, token.begin + 1), "this string never ends")
        .Help("close it with `\"`; a quote inside is written `\\\"`");
    return;
  }
  std::size_t pos = 0;
  const char32_t c = DecodeUtf8(spelling, pos);
  if (c == 0xFEFF) {
    Wrong(Code::kSchemaUnexpectedCharacter, SpanOf(token), "a byte-order mark cannot stand here")
        .Help("save the file as UTF-8 without one");
    return;
  }
  const std::string shown = IsPrintable(c) ? Format("`{}`", spelling.substr(0, pos))
                                           : Format("U+{:04X}", static_cast<std::uint32_t>(c));
  Wrong(Code::kSchemaUnexpectedCharacter, SpanOf(token),
        "schemas do not know the character " + shown)
      .Help(c > 0x7F ? "names use the letters a to z, digits and `_`; other text stands between "
                       "double quotes"
                     : "remove it");
}

// Where a declaration begins, as far as two words tell: `entity`, `type` are names as well.
bool SchemaParser::AtDeclaration(std::size_t ahead) {
  if (AtWord("external", ahead)) ++ahead;
  const bool word = IsWord(Peek(ahead + 1).kind);
  if (AtWord("action", ahead)) return word || Peek(ahead + 1).kind == TokenKind::kString;
  return word && (AtWord("entity", ahead) || AtWord("type", ahead) || AtWord("namespace", ahead));
}

// Behind the `;` of the declaration in hand, before the next one, or before the `}` of the
// namespace.
void SchemaParser::Resynchronise() {
  std::size_t open = 0;
  while (!At(TokenKind::kEnd)) {
    if (open == 0 && (AtDeclaration() || At(TokenKind::kAt))) return;
    if (At(TokenKind::kRightBrace) && open == 0 && in_namespace_) return;
    const TokenKind kind = Take().kind;
    if (kind == TokenKind::kSemicolon) return;
    if (kind == TokenKind::kLeftBrace) ++open;
    if (kind == TokenKind::kRightBrace && open > 0) --open;
  }
}

// Behind a namespace that cannot be read as one, with all that it holds.
void SchemaParser::SkipBraces() {
  while (!At(TokenKind::kEnd) && !At(TokenKind::kLeftBrace) && !AtDeclaration()) {
    if (Take().kind == TokenKind::kSemicolon) return;
  }
  std::size_t open = 0;
  while (At(TokenKind::kLeftBrace) || (open > 0 && !At(TokenKind::kEnd))) {
    const TokenKind kind = Take().kind;
    if (kind == TokenKind::kLeftBrace) ++open;
    if (kind == TokenKind::kRightBrace && --open == 0) return;
  }
}

bool SchemaParser::TooLarge(std::uint64_t nodes, text::Span span) {
  const bool before = nodes_ > kMostSchemaNodes;
  nodes_ += nodes;
  if (nodes_ <= kMostSchemaNodes) return false;
  if (!before) {
    findings_
        .Add(SchemaKind::kTooLarge, Code::kSchemaTooLarge, span,
             Format("with this the schema has more than {} types, attributes and names",
                    kMostSchemaNodes))
        .Help("declare fewer names with one body, or give the body a name with `type`");
  }
  return true;
}

// --- declarations

Fragment SchemaParser::Read() {
  Fragment fragment;
  fragment.namespaces.emplace_back();
  while (!At(TokenKind::kEnd)) {
    SchemaAnnotations annotations;
    if (!Annotations(annotations)) {
      Resynchronise();
    } else if (AcceptWord("namespace")) {
      Namespace(std::move(annotations), fragment);
    } else {
      Declaration(std::move(annotations), fragment.namespaces[0]);
    }
  }
  const NamespaceDecl& none = fragment.namespaces[0];
  if (none.common_types.empty() && none.entity_types.empty() && none.actions.empty()) {
    fragment.namespaces.erase(fragment.namespaces.begin());
  }
  return fragment;
}

void SchemaParser::Namespace(SchemaAnnotations annotations, Fragment& fragment) {
  NamespaceDecl& space = fragment.namespaces.emplace_back();
  space.annotations = std::move(annotations);
  if (!Path(space.name, "the name of the namespace")) return SkipBraces();
  const Token open = Peek();
  if (!Expect(TokenKind::kLeftBrace, "`{`")) return SkipBraces();
  in_namespace_ = true;
  while (!At(TokenKind::kRightBrace) && !At(TokenKind::kEnd)) {
    SchemaAnnotations inner;
    if (Annotations(inner)) {
      Declaration(std::move(inner), space);
    } else {
      Resynchronise();
    }
  }
  in_namespace_ = false;
  if (Accept(TokenKind::kRightBrace)) return;
  Wrong(Code::kSchemaUnexpectedToken, SpanOf(Peek()), "this namespace never ends")
      .Other(SpanOf(open), "opened here")
      .Help("close it with `}`");
}

void SchemaParser::Declaration(SchemaAnnotations annotations, NamespaceDecl& space) {
  const bool external = AtWord("external");
  if (external) Take();
  bool good = false;
  if (AcceptWord("entity")) {
    good = Entity(external, std::move(annotations), space);
  } else if (AcceptWord("action")) {
    good = Action(external, std::move(annotations), space);
  } else if (external) {
    Broken("`entity` or `action`", "only entity types and actions can be `external`");
  } else if (AcceptWord("type")) {
    good = Type(std::move(annotations), space);
  } else if (in_namespace_ && AtWord("namespace")) {
    Broken("`entity`, `action`, `type` or `external`",
           "namespaces do not nest: close this one, and name the next `namespace A::B { .. }`");
    Take();
    return SkipBraces();
  } else {
    Broken(in_namespace_ ? "`entity`, `action`, `type`, `external` or `}`"
                         : "`namespace`, `entity`, `action`, `type` or `external`",
           At(TokenKind::kLeftBrace) ? "is this a schema in JSON?" : "");
    if (!At(TokenKind::kEnd) && !At(TokenKind::kRightBrace)) Take();
    if (At(TokenKind::kRightBrace) && !in_namespace_) Take();
  }
  if (!good) Resynchronise();
}

bool SchemaParser::Semicolon(std::string_view what) {
  return Accept(TokenKind::kSemicolon) || Broken(what, "end the declaration with `;`");
}

bool SchemaParser::Entity(bool external, SchemaAnnotations annotations, NamespaceDecl& space) {
  std::vector<SchemaName> names;
  do {
    if (!Identifier(names.emplace_back(), "the name of an entity type")) return false;
  } while (Accept(TokenKind::kComma));
  auto body = std::make_shared<EntityBody>();
  body->annotations = std::move(annotations);
  if (external) {
    body->form = EntityBody::Form::kExternal;
    if (AcceptWord("in") && !EntityTypes(body->parents)) return false;
    if (!At(TokenKind::kSemicolon)) {
      return Broken("`;`", "an external entity type has parents and nothing else");
    }
    Take();
  } else if (!EntityParts(*body)) {
    return false;
  }
  if (TooLarge(CountNodes(*body) * names.size(), names[0].span)) return true;
  for (SchemaName& name : names) space.entity_types.push_back({std::move(name), body});
  return true;
}

// parents, shape and tags, or the ids of an enumerated type.
bool SchemaParser::EntityParts(EntityBody& body) {
  if (AtWord("enum")) return Choices(body);
  if (AcceptWord("in") && !EntityTypes(body.parents)) return false;
  const bool assign = Accept(TokenKind::kAssign);
  body.shape.span = SpanOf(Peek());
  const bool shaped = At(TokenKind::kLeftBrace);
  if (shaped) {
    if (!RecordOf(body.shape)) return false;
  } else if (assign) {
    return Broken("`{`", "the shape of an entity type is a record");
  }
  if (AcceptWord("tags") && !TypeOf(body.tags.emplace())) return false;
  return Semicolon(body.tags               ? "`;`"
                   : shaped                ? "`tags` or `;`"
                   : !body.parents.empty() ? "`{`, `tags` or `;`"
                                           : "`in`, `{`, `tags`, `enum` or `;`");
}

bool SchemaParser::Choices(EntityBody& body) {
  Take();
  body.form = EntityBody::Form::kEnumerated;
  if (!Expect(TokenKind::kLeftBracket, "`[`")) return false;
  do {
    if (!At(TokenKind::kString)) {
      return Broken("the id of an entity",
                    "an enumerated type lists its ids: `enum [\"a\", \"b\"]`, at least one, and no "
                    "comma behind the last");
    }
    String(body.choices.emplace_back());
  } while (Accept(TokenKind::kComma));
  return Expect(TokenKind::kRightBracket, "`,` or `]`") && Semicolon("`;`");
}

bool SchemaParser::Action(bool external, SchemaAnnotations annotations, NamespaceDecl& space) {
  std::vector<SchemaName> names;
  do {
    if (!Name(names.emplace_back(), "the name of an action")) return false;
  } while (Accept(TokenKind::kComma));
  auto body = std::make_shared<ActionBody>();
  body->external = external;
  body->annotations = std::move(annotations);
  if (AcceptWord("in") && !Parents(body->parents.emplace())) return false;
  if (external) {
    if (!At(TokenKind::kSemicolon)) {
      return Broken("`;`", "an external action has parents and nothing else");
    }
    Take();
  } else if (!ActionParts(*body, names[0])) {
    return false;
  }
  if (TooLarge(CountNodes(*body) * names.size(), names[0].span)) return true;
  for (SchemaName& name : names) space.actions.push_back({std::move(name), body});
  return true;
}

bool SchemaParser::ActionParts(ActionBody& body, const SchemaName& name) {
  if (AcceptWord("appliesTo")) {
    if (!AppliesToParts(body, name)) return false;
  } else {
    body.applies_to.emplace();  // to nothing
  }
  if (AcceptWord("attributes")) {
    if (!Expect(TokenKind::kLeftBrace, "`{`")) return false;
    if (!At(TokenKind::kRightBrace)) return Broken("`}`", "actions have no attributes");
    Take();
  }
  return Semicolon(body.parents ? "`appliesTo` or `;`" : "`in`, `appliesTo` or `;`");
}

bool SchemaParser::Type(SchemaAnnotations annotations, NamespaceDecl& space) {
  CommonTypeDecl type;
  type.annotations = std::move(annotations);
  if (!Identifier(type.name, "the name of a type")) return false;
  if (!Expect(TokenKind::kAssign, "`=`") || !TypeOf(type.type) || !Semicolon("`;`")) return false;
  if (!TooLarge(CountNodes(type.type), type.name.span)) {
    space.common_types.push_back(std::move(type));
  }
  return true;
}

}  // namespace rune::cedar
