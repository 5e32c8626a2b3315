#include <algorithm>
#include <map>

#include "base/format.h"
#include "cedar/schema/print.h"

namespace rune::cedar {
namespace {

using text::Code;

class Unfolder {
 public:
  std::optional<Fragment> Unfold(const Schema& schema) {
    for (const auto& [name, type] : schema.entity_types) {
      NamespaceDecl& space = Space(NamespaceOf(name));
      space.entity_types.push_back({{std::string(LastComponent(name)), {}}, Entity(type)});
      if (nodes_ > kMostSchemaNodes) return std::nullopt;
    }
    for (const auto& [uid, action] : schema.actions) {
      Space(NamespaceOf(uid.type)).actions.push_back({{uid.id, {}}, ActionOf(action)});
      if (nodes_ > kMostSchemaNodes) return std::nullopt;
    }
    Fragment fragment;
    for (auto& [name, space] : spaces_) fragment.namespaces.push_back(std::move(space));
    Arrange(fragment);
    return fragment;
  }

 private:
  NamespaceDecl& Space(std::string_view name) {
    NamespaceDecl& space = spaces_[std::string(name)];
    space.name.text = name;
    return space;
  }

  std::vector<SchemaName> Names(const std::set<std::string>& names) {
    nodes_ += names.size();
    std::vector<SchemaName> out;
    for (const std::string& name : names) out.push_back({name, {}});
    std::ranges::sort(out, NameLess, &SchemaName::text);
    return out;
  }

  std::shared_ptr<const EntityBody> Entity(const EntityType& type) {
    auto body = std::make_shared<EntityBody>();
    nodes_ += 1 + type.choices.size();
    body->choices = type.choices;
    body->form = type.external          ? EntityBody::Form::kExternal
                 : type.choices.empty() ? EntityBody::Form::kStandard
                                        : EntityBody::Form::kEnumerated;
    if (body->form == EntityBody::Form::kEnumerated) return body;
    body->parents = Names(type.ancestors);
    Record(type.attributes, body->shape);
    if (type.tags) TypeOf(*type.tags, body->tags.emplace());
    return body;
  }

  std::shared_ptr<const ActionBody> ActionOf(const Action& action) {
    auto body = std::make_shared<ActionBody>();
    body->external = action.external;
    nodes_ += 1 + action.ancestors.size();
    if (!action.ancestors.empty()) {
      auto& parents = body->parents.emplace();
      for (const EntityUid& uid : action.ancestors) {
        parents.push_back({SchemaName{uid.type, {}}, uid.id, {}});
      }
      std::ranges::sort(parents, [](const ActionParent& a, const ActionParent& b) {
        if (a.type->text != b.type->text) return NameLess(a.type->text, b.type->text);
        return a.id < b.id;
      });
    }
    if (action.external) return body;
    AppliesTo& applies = body->applies_to.emplace();
    applies.principals = Names(action.principals);
    applies.resources = Names(action.resources);
    Record(action.context, applies.context);
    return body;
  }

  void Record(const Attributes& attributes, TypeExpr& out) {
    out.form = TypeForm::kRecord;
    for (const auto& [name, attribute] : attributes) {
      if (++nodes_ > kMostSchemaNodes) return;
      AttributeDecl& declaration = out.attributes.emplace_back();
      declaration.name = name;
      declaration.required = attribute.required;
      TypeOf(*attribute.type, declaration.type);
    }
  }

  void TypeOf(const Type& type, TypeExpr& out) {
    switch (type.kind) {
      case TypeKind::kBool: out.form = TypeForm::kBool; return;
      case TypeKind::kLong: out.form = TypeForm::kLong; return;
      case TypeKind::kString: out.form = TypeForm::kString; return;
      case TypeKind::kSet:
        out.form = TypeForm::kSet;
        TypeOf(*type.element, out.element.emplace_back());
        return;
      case TypeKind::kRecord: Record(type.attributes, out); return;
      case TypeKind::kEntity:
        out.form = TypeForm::kEntityOrCommon;
        out.name = type.name;
        return;
      case TypeKind::kExtension:
        out.form = TypeForm::kExtension;
        out.name = type.name;
        return;
    }
  }

  std::map<std::string, NamespaceDecl> spaces_;
  std::uint64_t nodes_ = 0;
};

}  // namespace

std::optional<Fragment> ToFragment(const Schema& schema, SchemaFindings& findings) {
  std::optional<Fragment> fragment = Unfolder().Unfold(schema);
  if (!fragment) {
    findings
        .AddWhole(SchemaKind::kTooLarge, Code::kSchemaTooLarge,
                  Format("written out, this schema has more than {} types, attributes and names",
                         kMostSchemaNodes))
        .Help("divide it");
  }
  return fragment;
}

}  // namespace rune::cedar
