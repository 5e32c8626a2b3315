#include "cedar/validate/value_check.h"

#include <algorithm>
#include <string_view>

#include "base/format.h"
#include "text/suggest.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

constexpr std::string_view kUnknownType = "unknown()";  // not the name of a type

std::optional<ValueKind> PlainKind(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool: return ValueKind::kBool;
    case TypeKind::kLong: return ValueKind::kLong;
    case TypeKind::kString: return ValueKind::kString;
    default: return std::nullopt;
  }
}

bool IsExtension(const Value& value, const std::string& name) {
  switch (value.kind()) {
    case ValueKind::kDecimal: return name == "decimal";
    case ValueKind::kIp: return name == "ipaddr";
    case ValueKind::kDatetime: return name == "datetime";
    case ValueKind::kDuration: return name == "duration";
    default: return false;
  }
}

std::string AttributesText(const Attributes& attributes) {
  std::string text = "{";
  for (const auto& [name, attribute] : attributes) {
    if (text.size() > 1) text += ", ";
    text += value::IsIdentifier(name) ? name : value::JsonQuote(name);
    text += (attribute.required ? ": " : "?: ") + SchemaTypeText(*attribute.type);
  }
  return text + "}";
}

std::string WhatItIs(const Value& value) {
  if (value.is(ValueKind::kEntity)) return "`" + value::ToText(value) + "`";
  return "a value of kind " + std::string(value::KindName(value.kind()));
}

std::string Expected(const Type& type, const Value& value) {
  return "expected " + SchemaTypeText(type) + ", found " + WhatItIs(value);
}

}  // namespace

Value UnknownValue(const std::string& name) {
  return Value(EntityUid{std::string(kUnknownType), name});
}

bool IsUnknown(const Value& value) {
  return value.is(ValueKind::kEntity) && value.as_entity().type == kUnknownType;
}

bool HoldsUnknown(const Value& value) {
  if (value.is(ValueKind::kSet)) return std::ranges::any_of(value.elements(), HoldsUnknown);
  if (value.is(ValueKind::kRecord)) {
    return std::ranges::any_of(value.fields(), HoldsUnknown, &Value::Fields::value_type::second);
  }
  return IsUnknown(value);
}

std::string SchemaTypeText(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool: return "Bool";
    case TypeKind::kLong: return "Long";
    case TypeKind::kString: return "String";
    case TypeKind::kSet: return "Set<" + SchemaTypeText(*type.element) + ">";
    case TypeKind::kRecord: return AttributesText(type.attributes);
    case TypeKind::kEntity:
    case TypeKind::kExtension: break;
  }
  return type.name;
}

std::optional<std::string> RecordProblem(const Value::Fields& fields, const Attributes& attributes,
                                         Unknowns unknowns) {
  for (const auto& [name, attribute] : attributes) {
    if (attribute.required && !fields.contains(name)) {
      return "the attribute " + value::JsonQuote(name) + " is missing, which is declared as " +
             SchemaTypeText(*attribute.type);
    }
  }
  for (const auto& [name, field] : fields) {
    const auto found = attributes.find(name);
    if (found == attributes.end()) {
      return "the attribute " + value::JsonQuote(name) + " is not in the schema";
    }
    if (auto problem = TypeProblem(field, *found->second.type, unknowns)) {
      return "in " + value::JsonQuote(name) + ": " + *problem;
    }
  }
  return std::nullopt;
}

std::optional<std::string> TypeProblem(const Value& value, const Type& type, Unknowns unknowns) {
  if (unknowns == Unknowns::kAllowed && IsUnknown(value)) return std::nullopt;
  if (const auto plain = PlainKind(type.kind)) {
    return value.is(*plain) ? std::nullopt : std::optional(Expected(type, value));
  }
  switch (type.kind) {
    case TypeKind::kSet:
      if (!value.is(ValueKind::kSet)) return Expected(type, value);
      for (const Value& element : value.elements()) {
        if (auto problem = TypeProblem(element, *type.element, unknowns)) return problem;
      }
      return std::nullopt;
    case TypeKind::kRecord:
      if (!value.is(ValueKind::kRecord)) return Expected(type, value);
      return RecordProblem(value.fields(), type.attributes, unknowns);
    case TypeKind::kEntity:
      if (value.is(ValueKind::kEntity) && value.as_entity().type == type.name) return std::nullopt;
      return Expected(type, value);
    default:
      return IsExtension(value, type.name) ? std::nullopt : std::optional(Expected(type, value));
  }
}

std::optional<DataFinding> UidProblem(const EntityUid& uid, const Schema& schema) {
  if (IsActionType(uid.type)) {
    if (schema.Find(uid) != nullptr) return std::nullopt;
    return UndeclaredAction(uid, schema);
  }
  const EntityType* type = schema.Find(uid.type);
  if (type == nullptr || type->choices.empty()) return std::nullopt;
  if (std::ranges::find(type->choices, uid.id) != type->choices.end()) return std::nullopt;
  std::string help = "one of ";
  for (const std::string& choice : type->choices) {
    if (&choice != &type->choices.front()) help += ", ";
    help += value::JsonQuote(choice);
  }
  return DataFinding{
      DataKind::kInvalidEnumEntity,
      {},
      {},
      "`" + value::ToText(uid) + "` is not one of the entities of `" + uid.type + "`",
      std::move(help)};
}

std::optional<DataFinding> UidsProblem(const Value& value, const Schema& schema) {
  if (value.is(ValueKind::kEntity)) return UidProblem(value.as_entity(), schema);
  if (value.is(ValueKind::kSet)) {
    for (const Value& element : value.elements()) {
      if (auto problem = UidsProblem(element, schema)) return problem;
    }
  }
  if (value.is(ValueKind::kRecord)) {
    for (const auto& [name, field] : value.fields()) {
      if (auto problem = UidsProblem(field, schema)) return problem;
    }
  }
  return std::nullopt;
}

DataFinding UndeclaredAction(const EntityUid& uid, const Schema& schema) {
  // Who asks may ask for what is not there again and again.
  constexpr std::size_t kMostCompared = 100;
  return {DataKind::kUndeclaredAction,
          {},
          {},
          Format("there is no action `{}` in the schema", value::ToText(uid)),
          schema.actions.size() <= kMostCompared ? ActionMeant(uid, schema) : ""};
}

std::string ActionMeant(const EntityUid& uid, const Schema& schema) {
  std::vector<std::string> ids;
  for (const auto& [known, action] : schema.actions) {
    if (known.id == uid.id) return Format("did you mean `{}`?", value::ToText(known));
    if (known.type == uid.type) ids.push_back(known.id);
  }
  const auto close = text::Suggest(uid.id, ids);
  return close ? Format("did you mean `{}`?", value::ToText({uid.type, *close})) : "";
}

}  // namespace rune::cedar
