#include <algorithm>

#include "cedar/validate/checker.h"

namespace rune::cedar {

const StaticType* Checker::OfUid(const EntityUid& uid) const {
  const std::optional<EntityTypeId> id = index_.FindType(uid.type);
  if (!id) return nullptr;
  const SchemaIndex::EntityInfo& info = index_.entity(*id);
  const bool exists = info.action ? index_.FindAction(uid).has_value() : info.declared != nullptr;
  return exists ? info.reference : nullptr;
}

const EntityUid* Checker::NamedEntity(ExprId id) const {
  const Expr& node = pool_[id];
  if (node.kind == ExprKind::kVariable && node.variable == Variable::kAction) {
    return &index_.actions()[environment_.action].uid;
  }
  const Value* literal = shapes_.Literal(id);
  return literal != nullptr && literal->is(ValueKind::kEntity) ? &literal->as_entity() : nullptr;
}

Answer Checker::Literal(const Expr& node) {
  const StaticType* type = nullptr;
  switch (node.literal().kind()) {
    case ValueKind::kBool: type = OfBool(node.literal().as_bool()); break;
    case ValueKind::kLong: type = Basic(StaticKind::kLong); break;
    case ValueKind::kString: type = Basic(StaticKind::kString); break;
    case ValueKind::kEntity: {
      const EntityUid& uid = node.literal().as_entity();
      type = OfUid(uid);
      // The id of a pattern is no name: its type must exist, its id need not.
      const std::optional<EntityTypeId> id = index_.FindType(uid.type);
      if (type == nullptr && node.wild() != nullptr && id) type = index_.entity(*id).reference;
      break;
    }
    default: break;
  }
  // What the schema does not know was told before any environment was looked at.
  return {type, type != nullptr, {}};
}

Answer Checker::VariableType(const Expr& node) {
  const SchemaIndex::ActionInfo& action = index_.actions()[environment_.action];
  switch (node.variable) {
    case Variable::kPrincipal: return {index_.entity(environment_.principal).reference, true, {}};
    case Variable::kAction: return {index_.entity(action.type).reference, true, {}};
    case Variable::kResource: return {index_.entity(environment_.resource).reference, true, {}};
    case Variable::kContext: break;
  }
  return {action.context, true, {}};
}

Answer Checker::SetLiteral(const Expr& node) {
  bool ok = true;
  std::vector<const StaticType*> types;
  types.reserve(node.children().size());
  for (const ExprId child : node.children()) {
    const Answer element = Run(child);
    ok = ok && element.ok;
    types.push_back(element.type);
  }
  if (node.children().empty() && mode_ == ValidationMode::kStrict) {
    findings_.Add(FindingKind::kEmptySetForbidden, node.span,
                  "the type of the elements of `[]` cannot be known",
                  "ask a set whether it `.isEmpty()`");
    return {nullptr, false, {}};
  }
  if (std::ranges::find(types, nullptr) != types.end()) return {nullptr, false, {}};
  const StaticType* element = LubOrReport(node.span, types, "the elements of a set");
  if (element == nullptr) return {nullptr, false, {}};
  return {types_made_.SetOf(element), ok, {}};
}

Answer Checker::RecordLiteral(const Expr& node) {
  bool ok = true;
  std::vector<StaticAttribute> attributes;
  attributes.reserve(node.children().size());
  for (std::size_t i = 0; i < node.children().size(); ++i) {
    const Answer value = Run(node.children()[i]);
    ok = ok && value.ok;
    attributes.push_back({node.names()[i], value.type, true});
  }
  const bool typed = std::ranges::none_of(
      attributes, [](const StaticAttribute& attribute) { return attribute.type == nullptr; });
  if (!typed) return {nullptr, false, {}};
  std::ranges::sort(attributes, {}, &StaticAttribute::name);
  return {types_made_.RecordOf(std::move(attributes)), ok, {}};
}

}  // namespace rune::cedar
