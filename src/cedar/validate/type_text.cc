#include "cedar/validate/type_text.h"

#include <algorithm>

#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

std::string EntityText(const StaticType& type, const SchemaIndex& index) {
  std::string text;
  for (const EntityTypeId id : type.entities) {
    if (!text.empty()) text += " or ";
    text += index.entity(id).name;
  }
  return text;
}

std::string RecordText(const StaticType& type, const SchemaIndex& index) {
  std::string text = "{";
  for (const StaticAttribute& attribute : type.attributes) {
    if (text.size() > 1) text += ", ";
    text += value::IsIdentifier(attribute.name) ? attribute.name : value::JsonQuote(attribute.name);
    text += attribute.required ? ": " : "?: ";
    text += TypeText(*attribute.type, index);
  }
  if (type.open) text += type.attributes.empty() ? ".." : ", ..";
  return text + "}";
}

}  // namespace

std::string TypeText(const StaticType& type, const SchemaIndex& index) {
  switch (type.kind) {
    case StaticKind::kNever: return "nothing";
    case StaticKind::kTrue: return "true";
    case StaticKind::kFalse: return "false";
    case StaticKind::kBool: return "Bool";
    case StaticKind::kLong: return "Long";
    case StaticKind::kString: return "String";
    case StaticKind::kEntity: return EntityText(type, index);
    case StaticKind::kAnyEntity: return "an entity";
    case StaticKind::kSet:
      return type.element == nullptr ? "a set" : "Set<" + TypeText(*type.element, index) + ">";
    case StaticKind::kRecord:
      return type.open && type.attributes.empty() ? "a record" : RecordText(type, index);
    case StaticKind::kExtension: break;
  }
  return std::string(ExtensionTypeName(type.extension));
}

std::string Listed(std::vector<std::string> names, std::string_view conjunction) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += names.size() > 2 ? ", " : " ";
    if (i > 0 && i + 1 == names.size()) text += std::string(conjunction) + " ";
    text += "`" + names[i] + "`";
  }
  return text;
}

}  // namespace rune::cedar
