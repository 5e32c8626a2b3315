// A fragment with full names: steps 1 to 3 of resolver.h, written back.
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "cedar/schema/resolver.h"

namespace rune::cedar {

void Resolver::FillIn(TypeExpr& type, std::string_view space) {
  for (TypeExpr& element : type.element) FillIn(element, space);
  for (AttributeDecl& attribute : type.attributes) FillIn(attribute.type, space);
  Reference reference = Reference::kEither;
  switch (type.form) {
    case TypeForm::kEntity: reference = Reference::kEntity; break;
    case TypeForm::kCommon: reference = Reference::kCommon; break;
    case TypeForm::kEntityOrCommon: break;
    default: return;
  }
  const Definition& found = *Find(space, type.name, reference);
  if (type.form == TypeForm::kEntityOrCommon) {
    type.form = found.is_common() ? TypeForm::kCommon : TypeForm::kEntity;
  }
  type.name = found.full();
}

void Resolver::FillIn(std::vector<SchemaName>& names, std::string_view space) {
  for (SchemaName& name : names) name.text = Find(space, name.text, Reference::kEntity)->full();
}

void Resolver::FillIn(ActionBody& body, std::string_view space) {
  if (body.applies_to) {
    FillIn(body.applies_to->principals, space);
    FillIn(body.applies_to->resources, space);
    FillIn(body.applies_to->context, space);
  }
  if (!body.parents) return;
  for (ActionParent& parent : *body.parents) {
    parent.type = SchemaName{FindAction(space, parent)->Uid().type, parent.span};
  }
}

std::optional<Fragment> Resolver::Names() {
  if (!CheckRestrictions(fragments_[0], findings_)) return std::nullopt;
  Define();
  DefineActionTypes();
  CheckNames();
  if (Failed()) return std::nullopt;
  Fragment out = fragments_[0];
  for (NamespaceDecl& space : out.namespaces) {
    for (CommonTypeDecl& type : space.common_types) FillIn(type.type, space.name.text);
    for (EntityDecl& entity : space.entity_types) {
      auto body = std::make_shared<EntityBody>(*entity.body);
      FillIn(body->parents, space.name.text);
      FillIn(body->shape, space.name.text);
      if (body->tags) FillIn(*body->tags, space.name.text);
      entity.body = std::move(body);
    }
    for (ActionDecl& action : space.actions) {
      auto body = std::make_shared<ActionBody>(*action.body);
      FillIn(*body, space.name.text);
      action.body = std::move(body);
    }
  }
  return out;
}

std::optional<Fragment> ResolveNames(const Fragment& fragment, const Bounds& bounds,
                                     SchemaFindings& findings) {
  return Resolver(std::span(&fragment, 1), bounds, findings).Names();
}

}  // namespace rune::cedar
