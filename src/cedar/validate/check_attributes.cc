#include <algorithm>
#include <array>

#include "cedar/syntax/print.h"
#include "cedar/validate/checker.h"
#include "cedar/validate/type_text.h"
#include "text/suggest.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

std::string_view HasHelp(const StaticType& actual) {
  if (actual.is(StaticKind::kSet)) return "ask a set with `contains`";
  return actual.is(StaticKind::kString) ? "look into a text with `like`" : "";
}

std::array<const StaticType*, 2> EntityOrRecord() {
  return {Basic(StaticKind::kAnyEntity), Basic(StaticKind::kRecord)};
}

bool HoldsAttributes(const StaticType& type) {
  return type.is_entity() || type.is(StaticKind::kRecord) || type.is(StaticKind::kNever);
}

// `.a`, or `["a b"]`.
void AddName(std::string& path, const std::string& name) {
  if (!value::IsIdentifier(name)) {
    path += "[" + value::JsonQuote(name) + "]";
  } else {
    path += (path.empty() ? "" : ".") + name;
  }
}

}  // namespace

const StaticType& Checker::RecordOf(EntityTypeId id) const {
  const SchemaIndex::EntityInfo& info = index_.entity(id);
  return policy_.extended ? *info.extended : *info.record;
}

const StaticAttribute* Checker::Attribute(const StaticType& type, const std::string& name) {
  const StaticType* record = &type;
  if (type.is(StaticKind::kEntity)) {
    // What several entity types have in common.
    record = &RecordOf(type.entities[0]);
    for (std::size_t i = 1; i < type.entities.size(); ++i) {
      record = *LeastUpperBound(record, &RecordOf(type.entities[i]), ValidationMode::kPermissive,
                                types_made_);
    }
  } else if (!type.is(StaticKind::kRecord)) {
    return nullptr;
  }
  return record->Find(name);
}

bool Checker::MayHave(const StaticType& type, const std::string& name) const {
  const auto holds = [&](const StaticType& record) {
    return record.open || record.Find(name) != nullptr;
  };
  if (type.is(StaticKind::kRecord)) return holds(type);
  if (!type.is(StaticKind::kEntity)) return HoldsAttributes(type);
  return std::ranges::any_of(type.entities, [&](EntityTypeId id) { return holds(RecordOf(id)); });
}

Checker::Access Checker::AccessTo(ExprId base, std::span<const StaticType* const> types,
                                  NameList names, const std::string& name) const {
  // From the attribute outwards, as far as an entity or the context. types[i] is the type of what
  // names[i] is taken from; `base` is the expression behind names[0].
  std::vector<const std::string*> path;
  const StaticType* entity = nullptr;
  bool of_context = false;
  std::size_t left = names.size();
  while (true) {
    const StaticType* type = left > 0 ? types[left] : types_[base];
    if (left == 0 && !types.empty()) type = types[0];
    if (type != nullptr && type->is(StaticKind::kEntity)) {
      entity = type;
      break;
    }
    if (left > 0) {
      path.push_back(&names[--left]);
      continue;
    }
    const Expr& node = pool_[base];
    if (node.kind != ExprKind::kGetAttr) {
      of_context = node.kind == ExprKind::kVariable && node.variable == Variable::kContext;
      break;
    }
    path.push_back(&node.names()[0]);
    base = node.children()[0];
    types = {};
  }
  Access access;
  std::string inner;
  for (std::size_t i = path.size(); i-- > 0;) AddName(inner, *path[i]);
  access.guard = of_context ? "context" : "e";
  if (!inner.empty()) access.guard += (inner.front() == '[' ? "" : ".") + inner;
  access.guard += " has " + (value::IsIdentifier(name) ? name : value::JsonQuote(name));
  AddName(inner, name);
  access.text = "`" + inner + "`";
  if (entity != nullptr) {
    access.text += " of " + TypeText(*entity, index_);
  } else if (of_context) {
    access.text += " of the context of " + value::ToText(index_.actions()[environment_.action].uid);
  }
  return access;
}

void Checker::MissingAttribute(text::Span span, const StaticType& type, const std::string& name,
                               const Access& access) {
  std::vector<std::string> known;
  const auto add = [&](const StaticType& record) {
    for (const StaticAttribute& attribute : record.attributes) known.push_back(attribute.name);
  };
  if (type.is(StaticKind::kRecord)) add(type);
  for (const EntityTypeId id : type.entities) add(RecordOf(id));
  std::string help;
  if (const auto close = text::Suggest(name, known)) help = "did you mean `" + *close + "`?";
  if (MayHave(type, name)) {
    help += help.empty() ? "" : " ";
    help += "some of the entities or records it may be do have it: ask for their type first";
  }
  findings_.Add(FindingKind::kUnsafeAttributeAccess, span, "there is no attribute " + access.text,
                std::move(help));
}

void Checker::OptionalAttribute(text::Span span, const Access& access) {
  findings_.Add(FindingKind::kUnsafeOptionalAttributeAccess, span,
                "the optional attribute " + access.text + " may be missing here",
                "test for it first: `" + access.guard + " && ..`");
}

Answer Checker::GetAttribute(ExprId id, Answer base) {
  const Expr& node = pool_[id];
  const ExprId child = node.children()[0];
  const std::string& name = node.names()[0];
  Expect(child, base, EntityOrRecord());
  if (base.type == nullptr) return {nullptr, false, {}};
  const StaticAttribute* attribute = Attribute(*base.type, name);
  if (attribute == nullptr) {
    MissingAttribute(node.span, *base.type, name, AccessTo(child, {}, {}, name));
    return {nullptr, false, {}};
  }
  const bool safe = attribute->required || Knows(shapes_.of(id));
  if (!safe) OptionalAttribute(node.span, AccessTo(child, {}, {}, name));
  return {attribute->type, base.ok && safe, {}};
}

Answer Checker::Has(ExprId id, Answer base) {
  const Expr& node = pool_[id];
  const Shape shape = shapes_.tested(id)[0];
  Expect(node.children()[0], base, EntityOrRecord(), HasHelp);
  Answer has{Basic(StaticKind::kBool), base.ok, {}};
  if (base.type == nullptr) return has;
  const StaticAttribute* attribute = Attribute(*base.type, node.names()[0]);
  if (attribute != nullptr) {
    // An entity with a required attribute need not exist; a record does.
    const bool certain = attribute->required && base.type->is(StaticKind::kRecord);
    if (certain || Knows(shape)) has.type = OfBool(true);
    has.known.push_back(shape);
  } else if (!MayHave(*base.type, node.names()[0])) {
    has.type = OfBool(false);
  }
  return has;
}

std::optional<Checker::Step> Checker::HasStep(ExprId id, std::size_t place,
                                              std::span<const StaticType*> types) {
  const Expr& node = pool_[id];
  const StaticType& type = *types[place];
  if (!HoldsAttributes(type) || type.is(StaticKind::kNever)) {
    WrongType(place == 0 ? pool_[node.children()[0]].span : node.span, EntityOrRecord(), type,
              HasHelp(type));
    return std::nullopt;
  }
  const std::string& name = node.names()[place];
  const Shape shape = shapes_.tested(id)[place];
  const StaticAttribute* attribute = Attribute(type, name);
  if (attribute == nullptr) {
    return Step{MayHave(type, name) ? Basic(StaticKind::kBool) : OfBool(false), {}};
  }
  if (Knows(shape) || (attribute->required && type.is(StaticKind::kRecord))) {
    return Step{OfBool(true), {}};
  }
  return Step{Basic(StaticKind::kBool), {shape}};
}

const StaticType* Checker::GetStep(ExprId id, std::size_t place,
                                   std::span<const StaticType*> types) {
  const Expr& node = pool_[id];
  const StaticType& type = *types[place];
  const std::string& name = node.names()[place];
  const text::Span span = place == 0 ? pool_[node.children()[0]].span : node.span;
  const StaticAttribute* attribute = Attribute(type, name);
  const auto access = [&] {
    return AccessTo(node.children()[0], types, node.names().First(place), name);
  };
  if (attribute == nullptr) {
    MissingAttribute(span, type, name, access());
    return nullptr;
  }
  if (attribute->required || Knows(shapes_.tested(id)[place])) return attribute->type;
  OptionalAttribute(span, access());
  return nullptr;
}

// `e has a.b` as `e has a && e.a has b`, but a step with a fault ends it, and what it makes known
// are the attributes on the way.
Answer Checker::HasChain(ExprId id, Answer base) {
  const Expr& node = pool_[id];
  Expect(node.children()[0], base, EntityOrRecord(), HasHelp);
  const Answer failed{Basic(StaticKind::kBool), false, {}};
  if (base.type == nullptr) return failed;
  std::vector<const StaticType*> types = {base.type};
  std::vector<Step> steps;
  std::vector<Shape> learnt;
  bool whole = true;
  for (std::size_t i = 0; whole && i < node.names().size(); ++i) {
    std::optional<Step> step = HasStep(id, i, types);
    whole = step.has_value();
    if (!whole) break;
    steps.push_back(*std::move(step));
    if (i + 1 == node.names().size() || steps.back().type->is(StaticKind::kFalse)) break;
    Learn(steps.back().known);
    learnt.insert(learnt.end(), steps.back().known.begin(), steps.back().known.end());
    types.push_back(GetStep(id, i, types));
    whole = types.back() != nullptr;
  }
  Forget(learnt);
  if (!whole) return failed;
  Answer answer{steps.back().type, base.ok, steps.back().known};
  for (std::size_t i = steps.size() - 1; i-- > 0;) {
    answer.type = TypeOfAnd(steps[i].type, answer.type);
    if (answer.type->is(StaticKind::kFalse)) {
      answer.known.clear();
    } else {
      answer.known.insert(answer.known.end(), steps[i].known.begin(), steps[i].known.end());
    }
  }
  return answer;
}

std::vector<const StaticType*> Checker::TagTypes(const StaticType& type) const {
  std::vector<const StaticType*> types;
  const auto add = [&](const SchemaIndex::EntityInfo& info) {
    if (info.tags != nullptr) types.push_back(info.tags);
  };
  if (type.is(StaticKind::kAnyEntity)) {
    std::ranges::for_each(index_.entities(), add);
  } else {
    for (const EntityTypeId id : type.entities) add(index_.entity(id));
  }
  return types;
}

Answer Checker::HasTag(ExprId id, Answer base) {
  const Expr& node = pool_[id];
  Expect(node.children()[0], base, Basic(StaticKind::kAnyEntity));
  Answer tag = Run(node.children()[1]);
  Expect(node.children()[1], tag, Basic(StaticKind::kString));
  if (base.type == nullptr) return {nullptr, false, {}};
  const Shape shape = shapes_.tested(id)[0];
  Answer has{Basic(StaticKind::kBool), base.ok && tag.ok, {shape}};
  if (TagTypes(*base.type).empty()) {
    has.type = OfBool(false);
  } else if (Knows(shape)) {
    has.type = OfBool(true);
  }
  return has;
}

Answer Checker::GetTag(ExprId id, Answer base) {
  const Expr& node = pool_[id];
  Expect(node.children()[0], base, Basic(StaticKind::kAnyEntity));
  Answer tag = Run(node.children()[1]);
  Expect(node.children()[1], tag, Basic(StaticKind::kString));
  const Answer failed{nullptr, false, {}};
  if (base.type == nullptr) return failed;
  const std::string owner = TypeText(*base.type, index_);
  if (!Knows(shapes_.of(id))) {
    const std::string text = PrintExpr(pool_, node.children()[1], policy_.extended);
    findings_.Add(FindingKind::kUnsafeTagAccess, node.span,
                  "the tag " + text + " of " + owner + " may be missing here",
                  "test for it first: `.hasTag(" + text + ") && ..`");
    return failed;
  }
  const std::vector<const StaticType*> types = TagTypes(*base.type);
  if (types.empty()) {
    findings_.Add(FindingKind::kNoTagsAllowed, node.span, owner + " has no tags in the schema",
                  "declare them: `entity .. tags String;`");
    return failed;
  }
  const StaticType* type = LubOrReport(node.span, types, "the tags of all these entities");
  return {type, base.ok && tag.ok && type != nullptr, {}};
}

}  // namespace rune::cedar
