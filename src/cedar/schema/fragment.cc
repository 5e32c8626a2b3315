#include "cedar/schema/fragment.h"

#include <algorithm>
#include <functional>

namespace rune::cedar {
namespace {

template <typename T>
void SortByName(std::vector<T>& declarations) {
  const auto less = [](const T& a, const T& b) { return a.name.text < b.name.text; };
  if (!std::ranges::is_sorted(declarations, less)) std::ranges::sort(declarations, less);
}

std::string_view ValueOf(const SchemaAnnotation& annotation) {
  return annotation.value ? std::string_view(*annotation.value) : std::string_view();
}

bool SameAnnotations(const SchemaAnnotations& a, const SchemaAnnotations& b) {
  return std::ranges::equal(a, b, [](const SchemaAnnotation& x, const SchemaAnnotation& y) {
    return x.key == y.key && ValueOf(x) == ValueOf(y);
  });
}

bool SameNames(const std::vector<SchemaName>& a, const std::vector<SchemaName>& b) {
  return std::ranges::equal(
      a, b, [](const SchemaName& x, const SchemaName& y) { return x.text == y.text; });
}

bool SameType(const TypeExpr& a, const TypeExpr& b) {
  if (a.form != b.form || a.name != b.name || a.additional != b.additional) return false;
  if (!std::ranges::equal(a.element, b.element, SameType)) return false;
  return std::ranges::equal(
      a.attributes, b.attributes, [](const AttributeDecl& x, const AttributeDecl& y) {
        return x.name == y.name && x.required == y.required && SameType(x.type, y.type) &&
               SameAnnotations(x.annotations, y.annotations);
      });
}

bool SameBody(const EntityBody& a, const EntityBody& b) {
  if (a.form != b.form || !SameNames(a.parents, b.parents) || !SameType(a.shape, b.shape)) {
    return false;
  }
  if (a.tags.has_value() != b.tags.has_value()) return false;
  return (!a.tags || SameType(*a.tags, *b.tags)) && a.choices == b.choices &&
         SameAnnotations(a.annotations, b.annotations);
}

std::string_view TypeOf(const ActionParent& parent) {
  return parent.type ? std::string_view(parent.type->text) : "Action";
}

bool SameBody(const ActionBody& a, const ActionBody& b) {
  if (a.external != b.external || a.attributes != b.attributes ||
      a.parents.has_value() != b.parents.has_value() ||
      a.applies_to.has_value() != b.applies_to.has_value()) {
    return false;
  }
  if (a.parents &&
      !std::ranges::equal(*a.parents, *b.parents, [](const ActionParent& x, const ActionParent& y) {
        return x.id == y.id && TypeOf(x) == TypeOf(y);
      })) {
    return false;
  }
  if (a.applies_to && !(SameNames(a.applies_to->principals, b.applies_to->principals) &&
                        SameNames(a.applies_to->resources, b.applies_to->resources) &&
                        SameType(a.applies_to->context, b.applies_to->context))) {
    return false;
  }
  return SameAnnotations(a.annotations, b.annotations);
}

bool SameNamespace(const NamespaceDecl& a, const NamespaceDecl& b) {
  const auto same = [](const auto& x, const auto& y) {
    return x.name.text == y.name.text && (x.body == y.body || SameBody(*x.body, *y.body));
  };
  return a.name.text == b.name.text && SameAnnotations(a.annotations, b.annotations) &&
         std::ranges::equal(a.common_types, b.common_types,
                            [](const CommonTypeDecl& x, const CommonTypeDecl& y) {
                              return x.name.text == y.name.text && SameType(x.type, y.type) &&
                                     SameAnnotations(x.annotations, y.annotations);
                            }) &&
         std::ranges::equal(a.entity_types, b.entity_types, same) &&
         std::ranges::equal(a.actions, b.actions, same);
}

}  // namespace

void ArrangeAttributes(std::vector<AttributeDecl>& attributes) {
  // Mostly they stand in order already, and moving them costs more than looking.
  const auto rises = [](const std::string& a, const std::string& b) { return a < b; };
  if (std::ranges::adjacent_find(attributes, std::not_fn(rises), &AttributeDecl::name) ==
      attributes.end()) {
    return;
  }
  std::ranges::sort(attributes, [](const AttributeDecl& a, const AttributeDecl& b) {
    return a.name != b.name ? a.name < b.name : a.span.begin > b.span.begin;
  });
  const auto rest = std::ranges::unique(attributes, {}, &AttributeDecl::name);
  attributes.erase(rest.begin(), rest.end());
}

void Arrange(Fragment& fragment) {
  std::ranges::sort(fragment.namespaces, [](const NamespaceDecl& a, const NamespaceDecl& b) {
    if (a.name.text.empty() || b.name.text.empty()) return a.name.text.size() < b.name.text.size();
    return NameLess(a.name.text, b.name.text);
  });
  for (NamespaceDecl& space : fragment.namespaces) {
    SortByName(space.common_types);
    SortByName(space.entity_types);
    SortByName(space.actions);
  }
}

std::string_view NamespaceOf(std::string_view name) {
  const std::size_t at = name.rfind("::");
  return at == std::string_view::npos ? std::string_view() : name.substr(0, at);
}

std::string_view LastComponent(std::string_view name) {
  const std::size_t at = name.rfind("::");
  return at == std::string_view::npos ? name : name.substr(at + 2);
}

std::string Qualified(std::string_view space, std::string_view name) {
  if (space.empty()) return std::string(name);
  return std::string(space) + "::" + std::string(name);
}

// Components are compared one by one: `:` stands behind the digits and before the letters.
bool NameLess(std::string_view a, std::string_view b) {
  if (LastComponent(a) != LastComponent(b)) return LastComponent(a) < LastComponent(b);
  a = NamespaceOf(a);
  b = NamespaceOf(b);
  while (!a.empty() && !b.empty()) {
    const std::string_view first = a.substr(0, a.find("::"));
    const std::string_view second = b.substr(0, b.find("::"));
    if (first != second) return first < second;
    a.remove_prefix(std::min(first.size() + 2, a.size()));
    b.remove_prefix(std::min(second.size() + 2, b.size()));
  }
  return a.empty() && !b.empty();
}

bool SameFragment(const Fragment& a, const Fragment& b) {
  return std::ranges::equal(a.namespaces, b.namespaces, SameNamespace);
}

std::uint64_t CountNodes(const TypeExpr& type) {
  std::uint64_t count = 1;
  for (const TypeExpr& element : type.element) count += CountNodes(element);
  for (const AttributeDecl& attribute : type.attributes) {
    count += CountNodes(attribute.type) + attribute.annotations.size();
  }
  return count;
}

std::uint64_t CountNodes(const EntityBody& body) {
  return 1 + body.parents.size() + body.choices.size() + body.annotations.size() +
         CountNodes(body.shape) + (body.tags ? CountNodes(*body.tags) : 0);
}

std::uint64_t CountNodes(const ActionBody& body) {
  std::uint64_t count = 1 + body.annotations.size() + (body.parents ? body.parents->size() : 0);
  if (body.applies_to) {
    count += body.applies_to->principals.size() + body.applies_to->resources.size() +
             CountNodes(body.applies_to->context);
  }
  return count;
}

}  // namespace rune::cedar
