// Types, entity types and actions: steps 4 and 5 of resolver.h.
#include <algorithm>

#include "base/format.h"
#include "cedar/schema/resolver.h"
#include "text/suggest.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;

// States of the walk over common types.
constexpr std::uint8_t kOpen = 1;
constexpr std::uint8_t kDone = 2;

// Finding the way of a cycle costs as much as the way is long.
constexpr std::size_t kMostCycles = 20;

const TypeRef& StringType() { return BuiltinTypes()[2].type; }

}  // namespace

// --- 4. common types

void Resolver::ResolveCommonTypes() {
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      for (const CommonTypeDecl& type : space.common_types) {
        WalkCommon(*definitions_.Find(space.name.text, type.name.text));
      }
    }
  }
}

void Resolver::ReferencesOf(const TypeExpr& type, std::string_view space,
                            std::vector<Definition*>& out) {
  for (const TypeExpr& element : type.element) ReferencesOf(element, space, out);
  for (const AttributeDecl& attribute : type.attributes) ReferencesOf(attribute.type, space, out);
  if (type.form != TypeForm::kCommon && type.form != TypeForm::kEntityOrCommon) return;
  const bool common = type.form == TypeForm::kCommon;
  Definition* found = Find(space, type.name, common ? Reference::kCommon : Reference::kEither);
  if (found->common != nullptr) out.push_back(found);
}

// Depth first, by a stack of our own: a chain of types may be as long as the text.
void Resolver::WalkCommon(Definition& start) {
  struct Frame {
    Definition* found;
    std::vector<Definition*> references;
    std::size_t next = 0;
  };
  if (start.state != 0) return;
  std::vector<Frame> stack;
  const auto open = [this, &stack](Definition& found) {
    found.state = kOpen;
    Frame& frame = stack.emplace_back(Frame{&found, {}, 0});
    ReferencesOf(found.common->type, found.space, frame.references);
  };
  open(start);
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next < frame.references.size()) {
      Definition& next = *frame.references[frame.next++];
      if (next.state == 0) {
        open(next);
      } else if (next.state == kOpen && cycles_++ < kMostCycles) {
        std::string path;
        auto at = std::ranges::find(stack, &next, &Frame::found);
        for (std::size_t shown = 0; at != stack.end() && shown < 8; ++at, ++shown) {
          path += Format("`{}` - ", at->found->full());
        }
        ReportCommonCycle(next, path + (at == stack.end() ? "" : ".. - "));
      }
      continue;
    }
    Definition& definition = *frame.found;
    definition.state = kDone;
    if (!Failed()) {
      definition.type = Convert(definition.common->type, definition.space);
      if (TooLarge(definition.type, definition.common->name.span)) definition.type = {StringType()};
    }
    stack.pop_back();
  }
}

void Resolver::ReportCommonCycle(const Definition& start, std::string_view path) {
  findings_
      .Add(SchemaKind::kCycleInCommonTypeReferences, Code::kSchemaCycle, start.common->name.span,
           Format("the type `{}` contains itself: {}`{}`", start.full(), path, start.full()))
      .Help("a type can hold itself only by way of an entity type");
}

bool Resolver::TooLarge(const Sized& sized, text::Span span) {
  if (sized.depth > bounds_.depth) {
    findings_
        .Add(SchemaKind::kTooDeep, Code::kSchemaTooDeep, span,
             Format("written out, this type is nested more than {} levels deep", bounds_.depth))
        .Help("hold a part of it in an entity; `bounds.depth` is 256 at most");
    return true;
  }
  if (sized.size <= kMostSchemaNodes) return false;
  findings_
      .Add(SchemaKind::kTooLarge, Code::kSchemaTooLarge, span,
           Format("written out, this type holds more than {} types", kMostSchemaNodes))
      .Help("hold a part of it in an entity");
  return true;
}

// Requires: every name is defined, and the common types among them are resolved.
Resolver::Sized Resolver::Convert(const TypeExpr& type, std::string_view space) {
  switch (type.form) {
    case TypeForm::kBool: return {BuiltinTypes()[0].type};
    case TypeForm::kLong: return {BuiltinTypes()[1].type};
    case TypeForm::kString: return {StringType()};
    case TypeForm::kRecord: {
      auto record = std::make_shared<Type>();
      record->kind = TypeKind::kRecord;
      Sized sized = ConvertRecord(type, space, record->attributes);
      sized.type = std::move(record);
      return sized;
    }
    case TypeForm::kSet: {
      const Sized element = Convert(type.element[0], space);
      auto set = std::make_shared<Type>();
      set->kind = TypeKind::kSet;
      set->element = element.type;
      return {std::move(set), element.depth + 1, element.size + 1};
    }
    case TypeForm::kExtension: return ConvertExtension(type);
    default: return ConvertNamed(type, space);
  }
}

Resolver::Sized Resolver::ConvertExtension(const TypeExpr& type) {
  const auto extensions = BuiltinTypes().subspan(3);
  const auto found = std::ranges::find(extensions, type.name, &BuiltinType::name);
  if (found != extensions.end()) return {found->type};
  std::vector<std::string> known;
  for (const BuiltinType& extension : extensions) known.emplace_back(extension.name);
  const auto close = text::Suggest(type.name, known);
  findings_
      .Add(SchemaKind::kUnknownExtensionType, Code::kSchemaExtension, type.span,
           Format("there is no extension type `{}`", type.name))
      .Help(close ? Format("did you mean `{}`?", *close)
                  : "the extension types are ipaddr, decimal, datetime and duration");
  return {StringType()};
}

Resolver::Sized Resolver::ConvertNamed(const TypeExpr& type, std::string_view space) {
  const Reference reference = type.form == TypeForm::kEntity   ? Reference::kEntity
                              : type.form == TypeForm::kCommon ? Reference::kCommon
                                                               : Reference::kEither;
  Definition& found = *Find(space, type.name, reference);
  if (reference != Reference::kEntity && found.is_common()) return found.type;
  if (found.reference == nullptr) {
    auto entity = std::make_shared<Type>();
    entity->kind = TypeKind::kEntity;
    entity->name = found.full();
    found.reference = std::move(entity);
  }
  return {found.reference};
}

Resolver::Sized Resolver::ConvertRecord(const TypeExpr& type, std::string_view space,
                                        Attributes& out) {
  Sized whole{nullptr, 1, 1};
  for (const AttributeDecl& attribute : type.attributes) {
    Sized sized = Convert(attribute.type, space);
    whole.depth = std::max(whole.depth, sized.depth + 1);
    whole.size += sized.size;
    out.emplace_hint(out.end(), attribute.name,
                     Attribute{std::move(sized.type), attribute.required});
  }
  if (type.additional) {
    findings_
        .Add(SchemaKind::kUnsupportedFeature, Code::kSchemaUnsupported, type.span,
             "records with additional attributes are not supported")
        .Help("remove `additionalAttributes`, and name every attribute");
  }
  return whole;
}

// --- 5. entity types and actions

bool Resolver::Charge(std::uint64_t nodes, text::Span span) {
  nodes_ += nodes;
  if (nodes_ <= kMostSchemaNodes) return true;
  if (!too_large_) {
    findings_
        .Add(SchemaKind::kTooLarge, Code::kSchemaTooLarge, span,
             Format("with this the schema has more than {} attributes, ancestors and names",
                    kMostSchemaNodes))
        .Help("divide it, or declare fewer types and shorter chains of parents");
  }
  too_large_ = true;
  return false;
}

void Resolver::ReportNotRecord(text::Span span, std::string_view what) {
  findings_
      .Add(SchemaKind::kContextOrShapeNotRecord, Code::kSchemaNotRecord, span,
           Format("{} is no record", what))
      .Help("write `{ .. }`, or name a type that is a record");
}

bool Resolver::ConvertAttributes(const TypeExpr& type, std::string_view space, text::Span place,
                                 Attributes& out, const std::function<std::string()>& what) {
  if (type.form == TypeForm::kRecord) {
    if (!TooLarge(ConvertRecord(type, space, out), place)) return true;
    out.clear();
    return false;
  }
  const Sized sized = Convert(type, space);
  if (TooLarge(sized, place)) return false;
  if (sized.type->kind != TypeKind::kRecord) {
    ReportNotRecord(type.span, what());
    return false;
  }
  out = sized.type->attributes;
  return true;
}

void Resolver::ResolveEntityTypes() {
  for (EntityNode& node : entities_) {
    const EntityBody& body = *node.declaration->body;
    auto& [name, out] = *schema_.entity_types.emplace_hint(
        schema_.entity_types.end(), Qualified(node.space, node.declaration->name.text),
        EntityType());
    node.name = &name;
    node.out = &out;
    out.external = body.form == EntityBody::Form::kExternal;
    out.choices = body.choices;
    if (body.form == EntityBody::Form::kStandard) ResolveShape(body, node);
    if (too_large_) return;
  }
}

void Resolver::ResolveShape(const EntityBody& body, EntityNode& node) {
  const text::Span place = node.declaration->name.span;
  const auto what = [&node] {
    return Format("the shape of the entity type `{}`", node.declaration->name.text);
  };
  Attributes& attributes = node.out->attributes;
  if (!ConvertAttributes(body.shape, node.space, place, attributes, what)) return;
  if (!Charge(1 + attributes.size(), place) || !body.tags) return;
  const Sized tags = Convert(*body.tags, node.space);
  if (!TooLarge(tags, place)) node.out->tags = tags.type;
}

void Resolver::ResolveActions() {
  for (ActionNode& node : actions_.entries()) {
    const ActionBody& body = *node.declaration->body;
    auto& [uid, out] = *schema_.actions.emplace_hint(schema_.actions.end(), node.Uid(), Action());
    node.uid = &uid;
    node.out = &out;
    out.external = body.external;
    if (body.applies_to) ResolveAppliesTo(*body.applies_to, node);
    if (too_large_) return;
  }
}

void Resolver::ApplyTypes(const std::vector<SchemaName>& names, const ActionNode& node,
                          std::set<std::string>& out) {
  for (const SchemaName& name : names) {
    const Definition& found = *Find(node.space, name.text, Reference::kEntity);
    if (found.entity != nullptr) {
      out.insert(found.full());
      continue;
    }
    findings_
        .Add(SchemaKind::kUndeclaredEntityTypes, Code::kSchemaUnknownType, name.span,
             Format("an action cannot apply to actions, such as `{}`", found.full()))
        .Help("name entity types that are declared with `entity`");
  }
}

void Resolver::ResolveAppliesTo(const AppliesTo& applies, ActionNode& node) {
  const text::Span place = node.declaration->name.span;
  const auto what = [&node] {
    return Format("the context of the action `{}`", value::ToText(*node.uid));
  };
  Attributes& context = node.out->context;
  if (!ConvertAttributes(applies.context, node.space, place, context, what)) return;
  if (!Charge(1 + context.size() + applies.principals.size() + applies.resources.size(), place)) {
    return;
  }
  ApplyTypes(applies.principals, node, node.out->principals);
  ApplyTypes(applies.resources, node, node.out->resources);
}

}  // namespace rune::cedar
