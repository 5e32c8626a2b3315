#include "cedar/schema/read_json.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/format.h"
#include "cedar/schema/json_words.h"
#include "cedar/schema/scan_json.h"
#include "text/suggest.h"
#include "value/json.h"

namespace rune::cedar {
namespace {

using text::Code;
using Json = value::Json;

// A field of a namespace where the name of a namespace stands.
bool LooksUnnamed(std::string_view name, const Json& member) {
  static constexpr std::string_view kFields[] = {"commonTypes", "entityTypes", "actions"};
  return std::ranges::find(kFields, name) != std::end(kFields) && member.is(Json::Kind::kObject) &&
         member.Find("entityTypes") == nullptr && member.Find("actions") == nullptr;
}

class JsonReader {
 public:
  explicit JsonReader(SchemaFindings& findings) : findings_(findings) {}

  Fragment Read(const Json& root);

 private:
  template <std::size_t N>
  using Fields = std::array<const Json*, N>;
  using Names = std::span<const std::string_view>;

  text::Diagnostics::Builder Wrong(text::Span span, std::string message) {
    return findings_.Add(SchemaKind::kJsonDeserialization, Code::kSchemaJson, span,
                         std::move(message));
  }
  void Expected(std::string_view what, const Json& json) {
    Wrong(json.span, Format("expected {}", what));
  }
  bool IsObject(const Json& json, std::string_view what);
  bool IsList(const Json& json, std::string_view what);
  bool GetFields(const Json& json, std::string_view what, Names names, const Json** out);
  void UnknownField(const Json& field, std::string_view name, std::string_view what, Names names);
  void Missing(const Json& json, std::string_view field, std::string_view what);

  void Namespace(const Json& json, NamespaceDecl& space);
  void CommonType(std::string_view name, const Json& json, NamespaceDecl& space);
  void EntityType(std::string_view name, const Json& json, NamespaceDecl& space);
  void CheckExternal(const Json& json, std::string_view what,
                     std::initializer_list<std::pair<const char*, const Json*>> fields);
  void Choices(const Json& json, std::vector<std::string>& choices);
  void Action(std::string_view name, const Json& json, NamespaceDecl& space);
  void AppliesToOf(const Json& json, AppliesTo& applies);
  void Parents(const Json& json, std::vector<ActionParent>& parents);
  void TypeNames(const Json* json, std::string_view what, std::vector<SchemaName>& names);
  bool TypeName(const Json& json, std::string_view what, SchemaName& name);
  void Annotations(const Json* json, SchemaAnnotations& annotations);
  bool Flag(const Json& json, std::string_view what);

  // What lies beside the fields of a type: `annotations`, `required`.
  void Type(const Json& json, std::string_view what, Names beside, const Json** beside_out,
            TypeExpr& type);
  void Type(const Json& json, TypeExpr& type) { Type(json, "a type", {}, nullptr, type); }
  void TypeOf(std::string_view form, const Json& json, const Fields<5>& fields, TypeExpr& type);
  void NamedType(TypeForm form, const Json& json, const Json* name, TypeExpr& type);
  void Attributes(const Json& json, std::vector<AttributeDecl>& attributes);

  SchemaFindings& findings_;
};

// --- fields

bool JsonReader::IsObject(const Json& json, std::string_view what) {
  if (json.is(Json::Kind::kObject)) return true;
  Expected(Format("{}, an object", what), json);
  return false;
}

bool JsonReader::IsList(const Json& json, std::string_view what) {
  if (json.is(Json::Kind::kArray)) return true;
  Expected(Format("{}, a list", what), json);
  return false;
}

void JsonReader::UnknownField(const Json& field, std::string_view name, std::string_view what,
                              Names names) {
  std::vector<std::string> known(names.begin(), names.end());
  std::string list;
  for (const std::string& each : known) list += (list.empty() ? "`" : ", `") + each + "`";
  const auto close = text::Suggest(name, known);
  Wrong(field.key, Format("{} has no field `{}`", what, name))
      .Help(close          ? Format("did you mean `{}`?", *close)
            : list.empty() ? "remove it"
                           : "the fields are " + list);
}

void JsonReader::Missing(const Json& json, std::string_view field, std::string_view what) {
  Wrong(json.span, Format("{} lacks `{}`", what, field)).Help(Format("add the field `{}`", field));
}

// The fields of an object, or of an array in their order; null where there is none.
bool JsonReader::GetFields(const Json& json, std::string_view what, Names names, const Json** out) {
  if (json.is(Json::Kind::kArray)) {
    if (json.array.size() > names.size()) {
      Wrong(json.span, Format("{} has at most {} fields", what, names.size()));
      return false;
    }
    for (std::size_t i = 0; i < json.array.size(); ++i) out[i] = &json.array[i];
    return true;
  }
  if (!IsObject(json, what)) return false;
  bool good = true;
  for (const auto& [key, member] : json.object) {
    const auto at = std::ranges::find(names, std::string_view(key));
    if (at == names.end()) {
      UnknownField(member, key, what, names);
      good = false;
    } else {
      out[at - names.begin()] = &member;
    }
  }
  return good;
}

bool JsonReader::Flag(const Json& json, std::string_view what) {
  if (!json.is(Json::Kind::kBool)) Expected(Format("`{}` to be true or false", what), json);
  return json.boolean;
}

void JsonReader::Annotations(const Json* json, SchemaAnnotations& annotations) {
  if (json == nullptr || !IsObject(*json, "`annotations`")) return;
  for (const auto& [key, member] : json->object) {
    if (!value::IsIdentifier(key)) {
      Wrong(member.key, Format("`{}` is no name of an annotation", key));
    }
    SchemaAnnotation annotation{key, std::nullopt};
    if (member.is(Json::Kind::kString)) {
      annotation.value = member.string;
    } else if (!member.is(Json::Kind::kNull)) {
      Expected("the text of an annotation, or null", member);
    }
    annotations.push_back(std::move(annotation));
  }
  std::ranges::sort(annotations, {}, &SchemaAnnotation::key);
}

bool JsonReader::TypeName(const Json& json, std::string_view what, SchemaName& name) {
  if (!json.is(Json::Kind::kString)) {
    Expected(what, json);
    return false;
  }
  name = {json.string, json.span};
  if (IsTypeReference(name.text)) return true;
  Wrong(json.span, Format("`{}` is no name of a type", name.text))
      .Help("names are written `A::B`, without blanks and reserved words");
  return false;
}

void JsonReader::TypeNames(const Json* json, std::string_view what,
                           std::vector<SchemaName>& names) {
  if (json == nullptr || !IsList(*json, what)) return;
  for (const Json& each : json->array) TypeName(each, "the name of a type", names.emplace_back());
}

// --- declarations

Fragment JsonReader::Read(const Json& root) {
  Fragment fragment;
  if (!IsObject(root, "a schema")) return fragment;
  bool unnamed = false;
  for (const auto& [name, member] : root.object) {
    NamespaceDecl& space = fragment.namespaces.emplace_back();
    space.name = {name, member.key};
    if (!name.empty() && !value::IsTypeName(name)) {
      Wrong(member.key, Format("`{}` is no name of a namespace", name))
          .Help("namespaces are written `A::B`, or \"\" for what stands in none");
    }
    if (!LooksUnnamed(name, member)) {
      Namespace(member, space);
    } else if (!unnamed) {
      unnamed = true;
      Wrong(member.key, Format("`{}` stands in no namespace", name))
          .Help("a schema names its namespaces first: put all of it into `{\"\": { .. }}`");
    }
  }
  return fragment;
}

void JsonReader::Namespace(const Json& json, NamespaceDecl& space) {
  static constexpr std::string_view kNames[] = {"commonTypes", "entityTypes", "actions",
                                                "annotations"};
  Fields<4> fields{};
  GetFields(json, "a namespace", kNames, fields.data());
  const auto [common_types, entity_types, actions, annotations] = fields;
  if (!json.is(Json::Kind::kObject) && !json.is(Json::Kind::kArray)) return;
  if (entity_types == nullptr) Missing(json, "entityTypes", "a namespace");
  if (actions == nullptr) Missing(json, "actions", "a namespace");
  Annotations(annotations, space.annotations);
  if (space.name.text.empty() && !space.annotations.empty()) {
    Wrong(annotations->span, "what stands in no namespace has no annotations")
        .Help("annotate the declarations instead");
  }
  if (common_types != nullptr && IsObject(*common_types, "`commonTypes`")) {
    for (const auto& [name, each] : common_types->object) CommonType(name, each, space);
  }
  if (entity_types != nullptr && IsObject(*entity_types, "`entityTypes`")) {
    for (const auto& [name, each] : entity_types->object) EntityType(name, each, space);
  }
  if (actions != nullptr && IsObject(*actions, "`actions`")) {
    for (const auto& [name, each] : actions->object) Action(name, each, space);
  }
}

void JsonReader::CommonType(std::string_view name, const Json& json, NamespaceDecl& space) {
  CommonTypeDecl& type = space.common_types.emplace_back();
  type.name = {std::string(name), json.key};
  if (!IsPlainIdentifier(name)) {
    Wrong(json.key, Format("`{}` is no name of a type", name))
        .Help("names are letters, digits and `_`, and no reserved words");
  } else if (IsTypeKeyword(name)) {
    Wrong(json.key, Format("a type cannot be called `{}`", name)).Help("choose another name");
  }
  static constexpr std::string_view kBeside[] = {"annotations"};
  Fields<1> beside{};
  Type(json, "a type", kBeside, beside.data(), type.type);
  Annotations(beside[0], type.annotations);
}

void JsonReader::CheckExternal(const Json& json, std::string_view what,
                               std::initializer_list<std::pair<const char*, const Json*>> fields) {
  std::string list;
  for (const auto& [name, field] : fields) {
    if (field == nullptr) continue;
    list += (list.empty() ? "`" : ", `") + std::string(name) + "`";
  }
  if (list.empty()) return;
  Wrong(json.span, Format("{} cannot have {}", what, list)).Help("remove these fields");
}

void JsonReader::Choices(const Json& json, std::vector<std::string>& choices) {
  if (!IsList(json, "`enum`")) return;
  for (const Json& each : json.array) {
    if (!each.is(Json::Kind::kString)) Expected("the id of an entity, a string", each);
    choices.emplace_back(each.string);
  }
  if (choices.empty()) Wrong(json.span, "an enumerated type has at least one id");
}

void JsonReader::EntityType(std::string_view name, const Json& json, NamespaceDecl& space) {
  if (!IsPlainIdentifier(name)) {
    Wrong(json.key, Format("`{}` is no name of an entity type", name))
        .Help(
            "names are letters, digits and `_`, and no reserved words; a namespace is named "
            "once, outside");
  }
  static constexpr std::string_view kNames[] = {"memberOfTypes", "shape",    "tags",
                                                "enum",          "external", "annotations"};
  Fields<6> fields{};
  GetFields(json, "an entity type", kNames, fields.data());
  const auto [parents, shape, tags, choices, external, annotations] = fields;
  auto body = std::make_shared<EntityBody>();
  Annotations(annotations, body->annotations);
  TypeNames(parents, "`memberOfTypes`", body->parents);
  if (shape != nullptr) Type(*shape, body->shape);
  if (tags != nullptr) Type(*tags, body->tags.emplace());
  if (choices != nullptr) Choices(*choices, body->choices);
  if (external != nullptr && Flag(*external, "external")) {
    body->form = EntityBody::Form::kExternal;
    CheckExternal(json, "an external entity type",
                  {{"shape", shape}, {"tags", tags}, {"enum", choices}});
  } else if (choices != nullptr) {
    body->form = EntityBody::Form::kEnumerated;
    CheckExternal(json, "an enumerated entity type",
                  {{"memberOfTypes", parents}, {"shape", shape}, {"tags", tags}});
  }
  space.entity_types.push_back({{std::string(name), json.key}, std::move(body)});
}

void JsonReader::Action(std::string_view name, const Json& json, NamespaceDecl& space) {
  static constexpr std::string_view kNames[] = {"attributes", "appliesTo", "memberOf", "external",
                                                "annotations"};
  Fields<5> fields{};
  GetFields(json, "an action", kNames, fields.data());
  for (std::size_t i = 0; i < 4; ++i) {
    if (fields[i] != nullptr && fields[i]->is(Json::Kind::kNull)) fields[i] = nullptr;
  }
  const auto [attributes, applies_to, parents, external, annotations] = fields;
  auto body = std::make_shared<ActionBody>();
  Annotations(annotations, body->annotations);
  if (attributes != nullptr) body->attributes = IsObject(*attributes, "`attributes`");
  if (applies_to != nullptr) AppliesToOf(*applies_to, body->applies_to.emplace());
  if (parents != nullptr) Parents(*parents, body->parents.emplace());
  if (external != nullptr && Flag(*external, "external")) {
    body->external = true;
    CheckExternal(json, "an external action",
                  {{"attributes", attributes}, {"appliesTo", applies_to}});
  }
  space.actions.push_back({{std::string(name), json.key}, std::move(body)});
}

void JsonReader::AppliesToOf(const Json& json, AppliesTo& applies) {
  static constexpr std::string_view kNames[] = {"resourceTypes", "principalTypes", "context"};
  Fields<3> fields{};
  GetFields(json, "`appliesTo`", kNames, fields.data());
  const auto [resources, principals, context] = fields;
  if (!json.is(Json::Kind::kObject) && !json.is(Json::Kind::kArray)) return;
  if (principals == nullptr) Missing(json, "principalTypes", "`appliesTo`");
  if (resources == nullptr) Missing(json, "resourceTypes", "`appliesTo`");
  TypeNames(principals, "`principalTypes`", applies.principals);
  TypeNames(resources, "`resourceTypes`", applies.resources);
  if (context != nullptr) Type(*context, applies.context);
}

void JsonReader::Parents(const Json& json, std::vector<ActionParent>& parents) {
  if (!IsList(json, "`memberOf`")) return;
  static constexpr std::string_view kNames[] = {"id", "type"};
  for (const Json& each : json.array) {
    Fields<2> fields{};
    if (!GetFields(each, "the name of an action", kNames, fields.data())) continue;
    const auto [id, type] = fields;
    ActionParent& parent = parents.emplace_back();
    parent.span = each.span;
    if (id == nullptr) {
      Missing(each, "id", "the name of an action");
    } else if (!id->is(Json::Kind::kString)) {
      Expected("the id of an action, a string", *id);
    } else {
      parent.id = id->string;
    }
    if (type == nullptr || type->is(Json::Kind::kNull)) continue;
    TypeName(*type, "the type of an action", parent.type.emplace());
  }
}

// --- types

void JsonReader::Type(const Json& json, std::string_view what, Names beside,
                      const Json** beside_out, TypeExpr& type) {
  static constexpr std::string_view kNames[] = {"type", "element", "attributes",
                                                "additionalAttributes", "name"};
  type.span = json.span;
  if (!IsObject(json, what)) return;
  Fields<5> fields{};
  for (const auto& [key, member] : json.object) {
    const auto at = std::ranges::find(kNames, std::string_view(key));
    if (at != std::end(kNames)) {
      fields[static_cast<std::size_t>(at - kNames)] = &member;
      continue;
    }
    const auto other = std::ranges::find(beside, std::string_view(key));
    if (other != beside.end()) {
      beside_out[other - beside.begin()] = &member;
    } else {
      UnknownField(member, key, what, kNames);
    }
  }
  if (fields[0] == nullptr) return Missing(json, "type", what);
  if (!fields[0]->is(Json::Kind::kString)) return Expected("the name of a type", *fields[0]);
  TypeOf(fields[0]->string, json, fields, type);
}

void JsonReader::TypeOf(std::string_view form, const Json& json, const Fields<5>& fields,
                        TypeExpr& type) {
  const auto [own, element, attributes, additional, name] = fields;
  const bool set = form == "Set";
  const bool record = form == "Record";
  const bool named = form == "Entity" || form == "EntityOrCommon" || form == "Extension";
  const auto refuse = [&](const Json* field, std::string_view label, bool allowed) {
    if (field == nullptr || allowed) return;
    Wrong(field->key, Format("a type `{}` has no `{}`", form, label)).Help("remove it");
  };
  refuse(element, "element", set);
  refuse(attributes, "attributes", record);
  refuse(additional, "additionalAttributes", record);
  refuse(name, "name", named);
  if (form == "String" || form == "Long" || form == "Boolean") {
    type.form = form == "String" ? TypeForm::kString
                : form == "Long" ? TypeForm::kLong
                                 : TypeForm::kBool;
  } else if (set) {
    type.form = TypeForm::kSet;
    if (element == nullptr) return Missing(json, "element", "a type `Set`");
    Type(*element, type.element.emplace_back());
  } else if (record) {
    type.form = TypeForm::kRecord;
    if (attributes == nullptr) return Missing(json, "attributes", "a type `Record`");
    Attributes(*attributes, type.attributes);
    if (additional != nullptr) type.additional = Flag(*additional, "additionalAttributes");
  } else if (named) {
    const TypeForm what = form == "Entity"           ? TypeForm::kEntity
                          : form == "EntityOrCommon" ? TypeForm::kEntityOrCommon
                                                     : TypeForm::kExtension;
    if (name == nullptr) return Missing(json, "name", Format("a type `{}`", form));
    NamedType(what, json, name, type);
  } else {
    NamedType(TypeForm::kCommon, json, own, type);
  }
}

void JsonReader::NamedType(TypeForm form, const Json& json, const Json* name, TypeExpr& type) {
  SchemaName found;
  if (!TypeName(*name, "the name of a type", found)) return;
  if (form == TypeForm::kExtension && !IsPlainIdentifier(found.text)) {
    Wrong(name->span, Format("`{}` is no name of an extension type", found.text));
    return;
  }
  type.form = form;
  type.name = std::move(found.text);
  type.span = json.span;
}

void JsonReader::Attributes(const Json& json, std::vector<AttributeDecl>& attributes) {
  if (!IsObject(json, "`attributes`")) return;
  static constexpr std::string_view kBeside[] = {"annotations", "required"};
  for (const auto& [name, member] : json.object) {
    AttributeDecl& attribute = attributes.emplace_back();
    attribute.name = name;
    attribute.span = member.key;
    Fields<2> beside{};
    Type(member, "an attribute", kBeside, beside.data(), attribute.type);
    Annotations(beside[0], attribute.annotations);
    if (beside[1] != nullptr) attribute.required = Flag(*beside[1], "required");
  }
  ArrangeAttributes(attributes);
}

}  // namespace

std::optional<Fragment> JudgeJsonSchema(text::Slice slice, const Bounds& bounds,
                                        SchemaFindings& findings) {
  const std::optional<Json> json = value::ParseJson(slice, bounds, findings.diagnostics());
  if (!json) {
    findings.Note(SchemaKind::kJsonDeserialization);
    return std::nullopt;
  }
  const std::size_t before = findings.errors();
  Fragment fragment = JsonReader(findings).Read(*json);
  if (findings.errors() > before) return std::nullopt;
  Arrange(fragment);
  return fragment;
}

std::optional<Fragment> ReadJsonSchema(text::Slice slice, const Bounds& bounds,
                                       SchemaFindings& findings) {
  std::optional<Fragment> fragment = ScanJsonSchema(slice, bounds);
  return fragment ? std::move(fragment) : JudgeJsonSchema(slice, bounds, findings);
}

}  // namespace rune::cedar
