// What declarations consist of: annotations, names, lists of types, `appliesTo`, types.
#include <algorithm>
#include <map>
#include <utility>

#include "base/format.h"
#include "cedar/schema/parser.h"
#include "value/escape.h"

namespace rune::cedar {
namespace {

using text::Code;

// `__cedar` is a name like any other here; where it is wrong is found out later.
bool IsReservedHere(TokenKind kind) { return IsReservedWord(kind) && kind != TokenKind::kCedar; }

}  // namespace

// --- annotations and names

bool SchemaParser::Annotations(SchemaAnnotations& annotations) {
  std::map<std::string, text::Span> seen;
  while (Accept(TokenKind::kAt)) {
    if (!IsWord(Peek().kind)) return Broken("the name of the annotation");
    const Token key = Take();
    SchemaAnnotation annotation{std::string(Spelling(key)), ""};
    if (Accept(TokenKind::kLeftParen)) {
      if (!At(TokenKind::kString)) return Broken("a string", "write `@name(\"text\")`");
      String(*annotation.value);
      if (!Expect(TokenKind::kRightParen, "`)`")) return false;
    }
    const auto [first, fresh] = seen.emplace(annotation.key, SpanOf(key));
    if (!fresh) {
      Wrong(Code::kSchemaAnnotation, SpanOf(key), Format("`@{}` stands here twice", first->first))
          .Other(first->second, "the first one")
          .Help("keep one of them");
      continue;
    }
    annotations.push_back(std::move(annotation));
  }
  std::ranges::sort(annotations, {}, &SchemaAnnotation::key);
  return true;
}

bool SchemaParser::Identifier(SchemaName& name, std::string_view what) {
  if (!IsWord(Peek().kind)) return Broken(what);
  const Token word = Take();
  name.text = Spelling(word);
  name.span = SpanOf(word);
  if (IsReservedHere(word.kind)) {
    Wrong(Code::kSchemaReserved, name.span, Format("`{}` is a reserved word", name.text))
        .Help("choose another name; attributes and actions may be written as strings");
  }
  return true;
}

bool SchemaParser::Name(SchemaName& name, std::string_view what) {
  if (!At(TokenKind::kString)) return Identifier(name, what);
  name.span = SpanOf(Peek());
  return String(name.text);
}

bool SchemaParser::Path(SchemaName& path, std::string_view what) {
  if (!Identifier(path, what)) return false;
  while (At(TokenKind::kDoubleColon)) {
    Take();
    SchemaName next;
    if (!Identifier(next, "a name")) return false;
    path.text += "::" + next.text;
    path.span = text::Join(path.span, next.span);
  }
  return true;
}

// Requires: at a string. Always true: a wrong escape is reported, and the reading goes on.
bool SchemaParser::String(std::string& value) {
  const Token token = Take();
  const std::string_view quoted = Spelling(token);
  auto text = value::Unescape(quoted.substr(1, quoted.size() - 2));
  if (text) {
    value = *std::move(text);
    return true;
  }
  const std::size_t begin = token.begin + 1 + text.error().offset;
  Wrong(Code::kSchemaString, lexer_.At(begin, begin + text.error().length), text.error().message)
      .Help(
          "the escapes are \\n \\r \\t \\0 \\\\ \\\" \\' \\xHH and \\u{..}; a backslash itself is "
          "written \\\\");
  return true;
}

// --- lists of entity types and actions

bool SchemaParser::EntityTypes(std::vector<SchemaName>& types) {
  if (!Accept(TokenKind::kLeftBracket)) {
    return Path(types.emplace_back(), "an entity type or `[`");
  }
  if (Accept(TokenKind::kRightBracket)) return true;
  do {
    if (At(TokenKind::kRightBracket)) {
      return Broken("an entity type", "no comma stands behind the last one");
    }
    if (!Path(types.emplace_back(), "an entity type")) return false;
  } while (Accept(TokenKind::kComma));
  return Expect(TokenKind::kRightBracket, "`,` or `]`");
}

bool SchemaParser::Parent(ActionParent& parent) {
  if (At(TokenKind::kString)) {
    parent.span = SpanOf(Peek());
    return String(parent.id);
  }
  SchemaName name;
  if (!Identifier(name, "an action")) return false;
  parent.span = name.span;
  bool qualified = false;
  while (Accept(TokenKind::kDoubleColon)) {
    qualified = true;
    if (At(TokenKind::kString)) {
      parent.span = text::Join(name.span, SpanOf(Peek()));
      parent.type = std::move(name);
      return String(parent.id);
    }
    SchemaName next;
    if (!Identifier(next, "a name, or the id of an action as a string")) return false;
    name.text += "::" + next.text;
    name.span = text::Join(name.span, next.span);
  }
  if (qualified) return Broken("`::` and the id of an action", "write `App::Action::\"read\"`");
  parent.id = std::move(name.text);
  return true;
}

bool SchemaParser::Parents(std::vector<ActionParent>& parents) {
  if (!Accept(TokenKind::kLeftBracket)) return Parent(parents.emplace_back());
  do {
    if (At(TokenKind::kRightBracket)) {
      return Broken("an action", "name at least one, without a comma behind the last");
    }
    if (!Parent(parents.emplace_back())) return false;
  } while (Accept(TokenKind::kComma));
  return Expect(TokenKind::kRightBracket, "`,` or `]`");
}

// --- appliesTo

struct SchemaParser::Applies {
  AppliesTo parts;
  text::Span principal, resource, context;  // where each stands; an end of 0: nowhere
  bool wrong = false;
};

bool SchemaParser::AppliesToParts(ActionBody& body, const SchemaName& action) {
  if (!Expect(TokenKind::kLeftBrace, "`{`")) return false;
  Applies applies;
  do {
    if (applies.principal.end + applies.resource.end + applies.context.end > 0 &&
        At(TokenKind::kRightBrace)) {
      break;
    }
    if (!AppliesPart(applies, action)) return false;
  } while (Accept(TokenKind::kComma));
  if (!Expect(TokenKind::kRightBrace, "`,` or `}`")) return false;
  if (!applies.wrong) {
    const bool lacks_principal = applies.principal.end == 0;
    if (lacks_principal || applies.resource.end == 0) {
      const char* part = lacks_principal ? "principal" : "resource";
      findings_
          .Add(SchemaKind::kNoPrincipalOrResource, Code::kSchemaAppliesTo, action.span,
               Format("the action {} does not say to which {} types it applies",
                      value::Quote(action.text), part))
          .Help(Format("add `{}: T` to its `appliesTo`", part));
    }
  }
  body.applies_to = std::move(applies.parts);
  return true;
}

bool SchemaParser::AppliesPart(Applies& applies, const SchemaName& action) {
  const bool principal = AtWord("principal");
  if (principal || AtWord("resource")) return AppliesTypes(applies, principal, action);
  if (AtWord("context")) return AppliesContext(applies, action);
  return Broken("`principal`, `resource` or `context`");
}

bool SchemaParser::AppliesTypes(Applies& applies, bool principal, const SchemaName& action) {
  const Token key = Take();
  const char* part = principal ? "principal" : "resource";
  text::Span& place = principal ? applies.principal : applies.resource;
  std::vector<SchemaName> types;
  if (!Expect(TokenKind::kColon, "`:`") || !EntityTypes(types)) return false;
  if (place.end > 0) {
    findings_
        .Add(SchemaKind::kDuplicatePrincipalOrResource, Code::kSchemaAppliesTo, SpanOf(key),
             Format("`{}` stands twice in the action {}", part, value::Quote(action.text)))
        .Other(place, "the first one")
        .Help("join them: `[A, B]`");
    applies.wrong = true;
    return true;
  }
  place = SpanOf(key);
  if (types.empty()) {
    findings_
        .Add(SchemaKind::kNoPrincipalOrResource, Code::kSchemaAppliesTo, SpanOf(key),
             Format("the action {} applies to no {} types", value::Quote(action.text), part))
        .Help("name at least one type, or leave `appliesTo` out: the action is a group then");
    applies.wrong = true;
  }
  (principal ? applies.parts.principals : applies.parts.resources) = std::move(types);
  return true;
}

bool SchemaParser::AppliesContext(Applies& applies, const SchemaName& action) {
  const Token key = Take();
  TypeExpr context;
  if (!Expect(TokenKind::kColon, "`:`")) return false;
  if (At(TokenKind::kLeftBrace)) {
    if (!RecordOf(context)) return false;
  } else {
    SchemaName name;
    if (!Path(name, "a record or the name of a type")) return false;
    context.form = TypeForm::kCommon;
    context.name = std::move(name.text);
    context.span = name.span;
  }
  if (applies.context.end > 0) {
    findings_
        .Add(SchemaKind::kDuplicateContext, Code::kSchemaAppliesTo, SpanOf(key),
             Format("`context` stands twice in the action {}", value::Quote(action.text)))
        .Other(applies.context, "the first one")
        .Help("keep one of them");
    applies.wrong = true;
    return true;
  }
  applies.context = SpanOf(key);
  applies.parts.context = std::move(context);
  return true;
}

// --- types

bool SchemaParser::TypeOf(TypeExpr& type) {
  if (depth_ >= bounds_.depth) {
    findings_
        .Add(SchemaKind::kTooDeep, Code::kSchemaTooDeep, SpanOf(Peek()),
             Format("this type is nested more than {} levels deep", bounds_.depth))
        .Help("give a part of it a name with `type`; `bounds.depth` is 256 at most");
    return false;
  }
  if (At(TokenKind::kLeftBrace)) return RecordOf(type);
  const Token begin = Peek();
  if (!AtWord("Set") || Peek(1).kind != TokenKind::kLess) {
    SchemaName name;
    if (!Path(name, "a type")) return false;
    type.form = TypeForm::kEntityOrCommon;
    type.name = std::move(name.text);
    type.span = name.span;
    return true;
  }
  Take();
  Take();
  type.form = TypeForm::kSet;
  ++depth_;
  const bool good = TypeOf(type.element.emplace_back());
  --depth_;
  if (!good || !Expect(TokenKind::kGreater, "`>`")) return false;
  type.span = lexer_.At(begin.begin, last_end_);
  return true;
}

// Requires: at `{`.
bool SchemaParser::RecordOf(TypeExpr& type) {
  const Token open = Take();
  type.form = TypeForm::kRecord;
  ++depth_;
  while (!At(TokenKind::kRightBrace)) {
    if (!AttributeOf(type.attributes)) {
      --depth_;
      return false;
    }
    if (Accept(TokenKind::kComma)) continue;
    if (!At(TokenKind::kRightBrace)) {
      --depth_;
      return Broken("`,` or `}`");
    }
  }
  Take();
  --depth_;
  type.span = lexer_.At(open.begin, last_end_);
  ArrangeAttributes(type.attributes);
  return true;
}

bool SchemaParser::AttributeOf(std::vector<AttributeDecl>& attributes) {
  AttributeDecl attribute;
  SchemaName name;
  if (!Annotations(attribute.annotations) || !Name(name, "the name of an attribute")) return false;
  attribute.name = std::move(name.text);
  attribute.span = name.span;
  if (At(TokenKind::kBroken) && Spelling(Peek()) == "?") {
    Take();
    attribute.required = false;
  }
  if (!Expect(TokenKind::kColon, attribute.required ? "`:` or `?:`" : "`:`")) return false;
  if (!TypeOf(attribute.type)) return false;
  attributes.push_back(std::move(attribute));
  return true;
}

}  // namespace rune::cedar
