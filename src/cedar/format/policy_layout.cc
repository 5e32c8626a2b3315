#include "cedar/format/policy_layout.h"

#include <algorithm>
#include <utility>

namespace rune::cedar {
namespace {

using Kind = SyntaxKind;
using NodeId = std::uint32_t;

class Builder : private Writer {
 public:
  Builder(const SyntaxTree& tree, std::string_view text, TokenList& tokens, std::size_t indent)
      : Writer(text, tokens), tree_(tree), indent_(indent) {}

  DocId Policy(const Syntax& node);
  std::string Render(DocId doc, std::size_t width) const { return docs_.Render(doc, width); }

 private:
  const Syntax& At(NodeId id) const { return tree_.nodes[id]; }

  // --- policies
  DocId Annotation(const Syntax& node);
  DocId Scope(const std::vector<const Syntax*>& parts);
  DocId ScopePart(const Syntax& node);
  DocId Condition(const Syntax& node);

  // --- expressions
  DocId Expression(NodeId id);
  DocId If(const Syntax& node);
  DocId Branch(std::uint32_t token, NodeId id);
  DocId Logic(const Syntax& node);
  DocId Relation(const Syntax& node);
  DocId HasOrLike(const Syntax& node);
  DocId Is(const Syntax& node);
  DocId Arithmetic(const Syntax& node);
  DocId Unary(const Syntax& node);
  DocId Member(const Syntax& node);
  DocId Call(const Syntax& node);
  DocId Name(const Syntax& node);
  DocId Literal(const Syntax& node);
  DocId Parenthesis(const Syntax& node);
  DocId Set(const Syntax& node);
  DocId Record(const Syntax& node);
  DocId Pair(const Syntax& node);
  DocId List(const Syntax& node);

  const SyntaxTree& tree_;
  std::size_t indent_;
};

// --- policies

DocId Builder::Annotation(const Syntax& node) {
  const DocId at = WithToken(node.first);
  const std::uint32_t key = node.first + 1;
  const DocId name = WithToken(key);
  if (node.last == key) return Concat(at, name, docs_.HardLine());
  const DocId open = WithToken(key + 1);
  const DocId text = WithToken(key + 2);
  return Concat(at, name, open, text, WithToken(node.last, docs_.HardLine()));
}

DocId Builder::ScopePart(const Syntax& node) {
  const Comments start = tokens_.Take(node.first);
  const DocId variable = docs_.Text(Spelling(node.first));
  std::size_t next = 0;
  DocId is = docs_.Nil();
  const bool typed =
      !node.operators.empty() && tokens_.tokens[node.operators[0]].token.kind == TokenKind::kIs;
  if (typed) {
    const DocId word = WithToken(node.operators[0]);
    const DocId type = Expression(node.children[0]);
    is = docs_.Group(
        docs_.Nest(indent_, Concat(docs_.Group(Concat(docs_.Line(), word)), docs_.Line(), type)));
    next = 1;
  }
  if (next == node.children.size()) return Concat(With(start, variable), is);
  const DocId op = WithToken(node.operators[next]);
  const DocId entity = Expression(node.children[next]);
  const DocId head =
      docs_.Group(Concat(variable, Trailing(start.trailing, docs_.Nil()), is, docs_.Line(), op));
  return Concat(Leading(start.leading),
                docs_.Group(Concat(head, docs_.Nest(indent_, Concat(docs_.Line(), entity)))));
}

DocId Builder::Condition(const Syntax& node) {
  const std::uint32_t brace = node.first + 1;
  const Comments open = tokens_.Take(brace);
  const DocId close = WithToken(node.last);
  const Comments word = tokens_.Take(node.first);
  DocId inner = Trailing(open.trailing, docs_.Line());
  if (node.children.empty()) {
    inner = docs_.Group(Concat(docs_.Text("{"), inner, close));
  } else {
    const Syntax& body = At(node.children[0]);
    const DocId leading = Leading(std::exchange(tokens_.tokens[body.first].comments.leading, {}));
    const DocId expression = docs_.Group(Expression(node.children[0]));
    inner = docs_.Nest(indent_, Concat(inner, leading, expression));
    inner = Concat(docs_.Text("{"), docs_.Group(Concat(inner, docs_.Line(), close)));
  }
  return Concat(Leading(word.leading), docs_.Group(Concat(docs_.Text(Spelling(node.first)),
                                                          Trailing(word.trailing, docs_.Line()),
                                                          Leading(open.leading), inner)));
}

DocId Builder::Scope(const std::vector<const Syntax*>& parts) {
  bool plain = true;
  for (const Syntax* part : parts) plain = plain && part->children.empty();
  if (parts.size() == 1 && parts[0]->kind == Kind::kEllipsis) return WithToken(parts[0]->first);
  DocId doc = docs_.Nil();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    doc = Concat(doc, ScopePart(*parts[i]));
    if (i + 1 == parts.size()) break;
    doc = Concat(doc, WithToken(parts[i]->last + 1, plain ? docs_.Space() : docs_.HardLine()));
  }
  if (plain) return docs_.Group(docs_.Nest(indent_, doc));
  return Concat(docs_.Nest(indent_, Concat(docs_.HardLine(), doc)), docs_.HardLine());
}

DocId Builder::Policy(const Syntax& node) {
  DocId doc = docs_.Nil();
  std::vector<const Syntax*> parts;
  std::vector<const Syntax*> conditions;
  for (const NodeId id : node.children) {
    const Syntax& child = At(id);
    if (child.kind == Kind::kAnnotation) doc = Concat(doc, Annotation(child));
    if (child.kind == Kind::kScopePart || child.kind == Kind::kEllipsis) parts.push_back(&child);
    if (child.kind == Kind::kCondition) conditions.push_back(&child);
  }
  const std::uint32_t effect = node.operators[0];
  const DocId leading = Leading(std::exchange(tokens_.tokens[effect].comments.leading, {}));
  const DocId word = WithToken(effect);
  const DocId scope = Scope(parts);
  const DocId open = WithToken(effect + 1);
  doc = Concat(doc, leading, docs_.Group(Concat(word, docs_.Line(), open)), scope);
  // Behind a comma at the end of the scope the comments of the comma count, not the bracket's.
  const Comments close = tokens_.Take(parts.back()->last + 1);
  doc = Concat(doc,
               With(close, docs_.Text(")"), conditions.empty() ? docs_.Nil() : docs_.HardLine()));
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    if (i > 0) doc = Concat(doc, docs_.HardLine());
    doc = Concat(doc, Condition(*conditions[i]));
  }
  return Concat(doc, WithToken(node.last));
}

// --- expressions

DocId Builder::Expression(NodeId id) {
  const Syntax& node = At(id);
  switch (node.kind) {
    case Kind::kIf: return If(node);
    case Kind::kOr:
    case Kind::kAnd: return Logic(node);
    case Kind::kRelation: return Relation(node);
    case Kind::kHas:
    case Kind::kLike: return HasOrLike(node);
    case Kind::kIs: return Is(node);
    case Kind::kSum:
    case Kind::kProduct: return Arithmetic(node);
    case Kind::kUnary: return Unary(node);
    case Kind::kMember: return Member(node);
    case Kind::kField: {
      const DocId dot = WithToken(node.first);
      return Concat(dot, WithToken(node.last));
    }
    case Kind::kCall: return Call(node);
    case Kind::kIndex: {
      const DocId open = WithToken(node.first);
      const DocId index = Expression(node.children[0]);
      return Concat(open, index, WithToken(node.last));
    }
    case Kind::kName: return docs_.Group(Name(node));
    case Kind::kEntity: {
      const DocId type = Name(At(node.children[0]));
      const DocId colons = WithToken(node.last - 1);
      return docs_.Group(Concat(type, colons, WithToken(node.last)));
    }
    case Kind::kLiteral: return docs_.Group(Literal(node));
    case Kind::kParenthesis: return docs_.Group(Parenthesis(node));
    case Kind::kSet: return docs_.Group(Set(node));
    case Kind::kRecord: return docs_.Group(Record(node));
    case Kind::kPair: return Pair(node);
    default: return docs_.Nil();
  }
}

DocId Builder::Branch(std::uint32_t token, NodeId id) {
  const DocId word = WithToken(token);
  return Concat(word, docs_.Nest(indent_, Concat(docs_.Line(), Expression(id))));
}

DocId Builder::If(const Syntax& node) {
  const DocId condition = Branch(node.first, node.children[0]);
  const DocId then = Branch(At(node.children[0]).last + 1, node.children[1]);
  const DocId otherwise = Branch(At(node.children[1]).last + 1, node.children[2]);
  return docs_.Group(Concat(condition, docs_.Line(), then, docs_.Line(), otherwise));
}

// The operator stands behind its left side; the line may end behind it.
DocId Builder::Logic(const Syntax& node) {
  DocId doc = docs_.Nil();
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    const DocId op = WithToken(node.operators[i], docs_.Line());
    doc = Concat(doc, Expression(node.children[i]), docs_.Space(), op);
  }
  return Concat(doc, Expression(node.children.back()));
}

DocId Builder::Relation(const Syntax& node) {
  const DocId left = Expression(node.children[0]);
  const DocId op = WithToken(node.operators[0]);
  return Concat(left, docs_.Space(), op, docs_.Space(), Expression(node.children[1]));
}

DocId Builder::HasOrLike(const Syntax& node) {
  const DocId target = Expression(node.children[0]);
  const DocId op = WithToken(node.operators[0]);
  const DocId right = docs_.Nest(indent_, Expression(node.children[1]));
  return docs_.Group(Concat(target, docs_.Line(), op, docs_.Line(), right));
}

DocId Builder::Is(const Syntax& node) {
  const DocId target = Expression(node.children[0]);
  const DocId op = WithToken(node.operators[0]);
  const DocId type = docs_.Nest(indent_, Expression(node.children[1]));
  DocId doc = Concat(target, docs_.Space(), op, docs_.Space(), type);
  if (node.children.size() > 2) {
    const DocId in = WithToken(node.operators[1]);
    const DocId entity = docs_.Nest(indent_, Expression(node.children[2]));
    doc = Concat(doc, docs_.Line(), in, docs_.Space(), entity);
  }
  return docs_.Group(doc);
}

DocId Builder::Arithmetic(const Syntax& node) {
  DocId doc = Expression(node.children[0]);
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    const DocId op = WithToken(node.operators[i]);
    doc = Concat(doc, docs_.Space(), op, docs_.Line(), Expression(node.children[i + 1]));
  }
  return docs_.Group(doc);
}

DocId Builder::Unary(const Syntax& node) {
  DocId doc = docs_.Nil();
  for (const std::uint32_t op : node.operators) doc = Concat(doc, WithToken(op));
  return docs_.Group(Concat(doc, Expression(node.children[0])));
}

// The line may end before each access but the first, and never between a name and its arguments.
DocId Builder::Member(const Syntax& node) {
  // Brackets of what is accessed belong to the group of the whole.
  const Syntax& first = At(node.children[0]);
  const DocId item = first.kind == Kind::kSet      ? Set(first)
                     : first.kind == Kind::kRecord ? Record(first)
                                                   : Expression(node.children[0]);
  DocId accesses = docs_.Nil();
  bool behind_field = false;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Kind kind = At(node.children[i]).kind;
    if (i > 1 && !(behind_field && kind == Kind::kCall)) {
      accesses = Concat(accesses, docs_.SoftLine());
    }
    accesses = Concat(accesses, Expression(node.children[i]));
    behind_field = kind == Kind::kField;
  }
  return docs_.Group(Concat(item, docs_.Nest(indent_, accesses)));
}

// The children, with commas and lines between them.
DocId Builder::List(const Syntax& node) {
  DocId doc = docs_.Nil();
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i > 0) {
      const DocId comma = WithToken(At(node.children[i - 1]).last + 1);
      doc = Concat(doc, comma, docs_.Line());
    }
    doc = Concat(doc, Expression(node.children[i]));
  }
  return doc;
}

DocId Builder::Call(const Syntax& node) {
  const DocId open = WithToken(node.first);
  DocId arguments = docs_.Nil();
  if (!node.children.empty()) {
    arguments = Concat(docs_.Nest(indent_, Concat(docs_.SoftLine(), List(node))), docs_.SoftLine());
  }
  return Concat(open, arguments, WithToken(node.last));
}

DocId Builder::Name(const Syntax& node) {
  DocId doc = docs_.Nil();
  for (std::uint32_t token = node.first; token <= node.last; ++token) {
    doc = Concat(doc, WithToken(token));
  }
  return doc;
}

DocId Builder::Literal(const Syntax& node) {
  const std::string_view text = Spelling(node.first);
  if (tokens_.tokens[node.first].token.kind != TokenKind::kNumber || text[0] != '0') {
    return WithToken(node.first);
  }
  const std::size_t digit = std::min(text.find_first_not_of('0'), text.size() - 1);
  return With(tokens_.Take(node.first), docs_.Text(text.substr(digit)));
}

// One further in, so that lines stand below the first character behind the bracket.
DocId Builder::Parenthesis(const Syntax& node) {
  const DocId open = WithToken(node.first);
  const DocId inner = docs_.Nest(1, Expression(node.children[0]));
  return Concat(open, inner, WithToken(node.last));
}

DocId Builder::Set(const Syntax& node) {
  const DocId elements = docs_.Nest(1, List(node));
  const DocId open = WithToken(node.first);
  return Concat(open, elements, WithToken(node.last));
}

DocId Builder::Record(const Syntax& node) {
  DocId pairs = docs_.Nil();
  if (!node.children.empty()) {
    pairs = docs_.Group(Concat(docs_.Line(), List(node), docs_.Line()));
  }
  const DocId open = WithToken(node.first);
  return Concat(open, docs_.Nest(indent_, pairs), WithToken(node.last));
}

DocId Builder::Pair(const Syntax& node) {
  const DocId key = Expression(node.children[0]);
  const DocId value = Expression(node.children[1]);
  const DocId colon = WithToken(At(node.children[0]).last + 1);
  return Concat(key, colon, docs_.Space(), value);
}

}  // namespace

std::vector<std::string> LayOutPolicies(const SyntaxTree& tree, std::string_view text,
                                        TokenList& tokens, const LayoutOptions& options) {
  std::vector<std::string> policies;
  for (const NodeId id : tree.policies) {
    Builder builder(tree, text, tokens, options.indent_width);
    const DocId doc = builder.Policy(tree.nodes[id]);
    policies.push_back(
        WithoutBlankLines(builder.Render(doc, options.line_width), options.extended));
  }
  return policies;
}

}  // namespace rune::cedar
