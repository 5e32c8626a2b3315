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

}  // namespace

// --- 4. common types

void Resolver::ResolveCommonTypes() {
  for (const Fragment& fragment : fragments_) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      for (const CommonTypeDecl& type : space.common_types) {
        WalkCommon(*Find("", Qualified(space.name.text, type.name.text), Reference::kCommon));
      }
    }
  }
}

void Resolver::ReferencesOf(const TypeExpr& type, std::string_view space,
                            std::vector<Found*>& out) {
  for (const TypeExpr& element : type.element) ReferencesOf(element, space, out);
  for (const AttributeDecl& attribute : type.attributes) ReferencesOf(attribute.type, space, out);
  if (type.form != TypeForm::kCommon && type.form != TypeForm::kEntityOrCommon) return;
  const bool common = type.form == TypeForm::kCommon;
  Found* found = Find(space, type.name, common ? Reference::kCommon : Reference::kEither);
  if (found->second.common != nullptr) out.push_back(found);
}

// Depth first, by a stack of our own: a chain of types may be as long as the text.
void Resolver::WalkCommon(Found& start) {
  struct Frame {
    Found* found;
    std::vector<Found*> references;
    std::size_t next = 0;
  };
  if (start.second.state != 0) return;
  std::vector<Frame> stack;
  const auto open = [this, &stack](Found& found) {
    found.second.state = kOpen;
    Frame& frame = stack.emplace_back(Frame{&found, {}, 0});
    ReferencesOf(found.second.common->type, found.second.space, frame.references);
  };
  open(start);
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next < frame.references.size()) {
      Found& next = *frame.references[frame.next++];
      if (next.second.state == 0) {
        open(next);
      } else if (next.second.state == kOpen && cycles_++ < kMostCycles) {
        std::string path;
        auto at = std::ranges::find(stack, &next, &Frame::found);
        for (std::size_t shown = 0; at != stack.end() && shown < 8; ++at, ++shown) {
          path += Format("`{}` - ", at->found->first);
        }
        ReportCommonCycle(next, path + (at == stack.end() ? "" : ".. - "));
      }
      continue;
    }
    Definition& definition = frame.found->second;
    definition.state = kDone;
    if (!Failed()) {
      definition.type = Convert(definition.common->type, definition.space);
      if (TooLarge(definition.type, definition.common->name.span)) definition.type = {string_};
    }
    stack.pop_back();
  }
}

void Resolver::ReportCommonCycle(const Found& start, std::string_view path) {
  findings_
      .Add(SchemaKind::kCycleInCommonTypeReferences, Code::kSchemaCycle,
           start.second.common->name.span,
           Format("the type `{}` contains itself: {}`{}`", start.first, path, start.first))
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
    case TypeForm::kBool: return {bool_};
    case TypeForm::kLong: return {long_};
    case TypeForm::kString: return {string_};
    case TypeForm::kRecord: return ConvertRecord(type, space);
    case TypeForm::kSet: {
      const Sized element = Convert(type.element[0], space);
      auto set = std::make_shared<Type>();
      set->kind = TypeKind::kSet;
      set->element = element.type;
      return {std::move(set), element.depth + 1, element.size + 1};
    }
    case TypeForm::kExtension: {
      const auto found = extensions_.find(type.name);
      if (found != extensions_.end()) return {found->second};
      std::vector<std::string> known;
      for (const auto& [name, extension] : extensions_) known.push_back(name);
      const auto close = text::Suggest(type.name, known);
      findings_
          .Add(SchemaKind::kUnknownExtensionType, Code::kSchemaExtension, type.span,
               Format("there is no extension type `{}`", type.name))
          .Help(close ? Format("did you mean `{}`?", *close)
                      : "the extension types are ipaddr, decimal, datetime and duration");
      return {string_};
    }
    default: break;
  }
  const Reference reference = type.form == TypeForm::kEntity   ? Reference::kEntity
                              : type.form == TypeForm::kCommon ? Reference::kCommon
                                                               : Reference::kEither;
  const Found& found = *Find(space, type.name, reference);
  if (reference != Reference::kEntity && found.second.is_common()) return found.second.type;
  auto entity = std::make_shared<Type>();
  entity->kind = TypeKind::kEntity;
  entity->name = found.first;
  return {std::move(entity)};
}

Resolver::Sized Resolver::ConvertRecord(const TypeExpr& type, std::string_view space) {
  auto record = std::make_shared<Type>();
  record->kind = TypeKind::kRecord;
  Sized out{nullptr, 1, 1};
  for (const AttributeDecl& attribute : type.attributes) {
    Sized sized = Convert(attribute.type, space);
    out.depth = std::max(out.depth, sized.depth + 1);
    out.size += sized.size;
    record->attributes.emplace_hint(record->attributes.end(), attribute.name,
                                    Attribute{std::move(sized.type), attribute.required});
  }
  if (type.additional) {
    findings_
        .Add(SchemaKind::kUnsupportedFeature, Code::kSchemaUnsupported, type.span,
             "records with additional attributes are not supported")
        .Help("remove `additionalAttributes`, and name every attribute");
  }
  out.type = std::move(record);
  return out;
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

void Resolver::ResolveEntityTypes() {
  for (EntityNode& node : entities_) {
    const EntityBody& body = *node.declaration->body;
    std::string name = Qualified(node.space, node.declaration->name.text);
    node.out = &schema_.entity_types[std::move(name)];
    node.out->external = body.form == EntityBody::Form::kExternal;
    node.out->choices = body.choices;
    if (body.form == EntityBody::Form::kStandard) ResolveShape(body, node);
    if (too_large_) return;
  }
}

void Resolver::ResolveShape(const EntityBody& body, EntityNode& node) {
  const text::Span place = node.declaration->name.span;
  const Sized shape = Convert(body.shape, node.space);
  if (TooLarge(shape, place)) return;
  if (shape.type->kind != TypeKind::kRecord) {
    ReportNotRecord(body.shape.span,
                    Format("the shape of the entity type `{}`", node.declaration->name.text));
    return;
  }
  if (!Charge(1 + shape.type->attributes.size(), place)) return;
  node.out->attributes = shape.type->attributes;
  if (!body.tags) return;
  const Sized tags = Convert(*body.tags, node.space);
  if (!TooLarge(tags, place)) node.out->tags = tags.type;
}

void Resolver::ResolveActions() {
  for (ActionNode& node : actions_) {
    const ActionBody& body = *node.declaration->body;
    node.out = &schema_.actions[*node.uid];
    node.out->external = body.external;
    if (body.applies_to) ResolveAppliesTo(*body.applies_to, node);
    if (too_large_) return;
  }
}

void Resolver::ApplyTypes(const std::vector<SchemaName>& names, const ActionNode& node,
                          std::set<std::string>& out) {
  for (const SchemaName& name : names) {
    const Found& found = *Find(node.space, name.text, Reference::kEntity);
    if (found.second.entity != nullptr) {
      out.insert(found.first);
      continue;
    }
    findings_
        .Add(SchemaKind::kUndeclaredEntityTypes, Code::kSchemaUnknownType, name.span,
             Format("an action cannot apply to actions, such as `{}`", found.first))
        .Help("name entity types that are declared with `entity`");
  }
}

void Resolver::ResolveAppliesTo(const AppliesTo& applies, ActionNode& node) {
  const text::Span place = node.declaration->name.span;
  const Sized context = Convert(applies.context, node.space);
  if (TooLarge(context, place)) return;
  if (context.type->kind != TypeKind::kRecord) {
    ReportNotRecord(applies.context.span,
                    Format("the context of the action `{}`", value::ToText(*node.uid)));
    return;
  }
  if (!Charge(1 + context.type->attributes.size() + applies.principals.size() +
                  applies.resources.size(),
              place)) {
    return;
  }
  node.out->context = context.type->attributes;
  ApplyTypes(applies.principals, node, node.out->principals);
  ApplyTypes(applies.resources, node, node.out->resources);
}

}  // namespace rune::cedar
