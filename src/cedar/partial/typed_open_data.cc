#include "cedar/partial/typed_open_data.h"

#include <algorithm>
#include <span>
#include <utility>

namespace rune::cedar {
namespace {

using value::Json;

// `{"key": json}`.
void Wrap(Json& json, std::string_view key) {
  Json outer;
  outer.kind = Json::Kind::kObject;
  outer.span = json.span;
  outer.key = std::exchange(json.key, {});
  outer.object.push_back({std::string(key), std::move(json)});
  json = std::move(outer);
}

void KeepOnly(Json& object, std::string_view key) {
  std::erase_if(object.object, [&](const Json::Member& member) { return member.first != key; });
}

Json* FindMember(Json& json, std::string_view name) {
  const auto found = std::ranges::find(json.object, name, &Json::Member::first);
  return found == json.object.end() ? nullptr : &found->second;
}

bool IsUnknownCall(const Json& body) {
  const Json* function = body.Find("fn");
  return function != nullptr && function->string == ExtensionName(ExtensionFunction::kUnknown);
}

// Writes entities and extension values in their escapes, where a type let them stand without, so
// that they are understood without it. What is given could be read by its type.
class Escaper {
 public:
  void Escape(Json& json, const Type& type) {
    const Json* call = json.Find("__extn");
    if (call != nullptr && IsUnknownCall(*call)) return KeepOnly(json, "__extn");
    switch (type.kind) {
      case TypeKind::kEntity:
        return json.Find("__entity") == nullptr ? Wrap(json, "__entity")
                                                : KeepOnly(json, "__entity");
      case TypeKind::kExtension: return EscapeExtension(json, type.name);
      case TypeKind::kSet:
        for (Json& element : json.array) Escape(element, *type.element);
        return;
      case TypeKind::kRecord: return EscapeMembers(json, type.attributes);
      default: return;
    }
  }

  void EscapeMembers(Json& object, const Attributes& attributes) {
    for (auto& [name, member] : object.object) {
      const auto declared = attributes.find(name);
      if (declared != attributes.end()) Escape(member, *declared->second.type);
    }
  }

 private:
  void EscapeExtension(Json& json, const std::string& name) {
    if (json.Find("__extn") != nullptr) {
      KeepOnly(json, "__extn");
    } else if (json.Find("fn") != nullptr) {
      Wrap(json, "__extn");
    } else {
      Wrap(json, "arg");
      Json function;
      function.kind = Json::Kind::kString;
      function.span = json.span;
      function.string = name == "ipaddr" ? "ip" : name;
      json.object.push_back({"fn", std::move(function)});
      Wrap(json, "__extn");
    }
    EscapeArguments(json.object[0].second);
  }

  void EscapeArguments(Json& call) {
    const auto function = FindExtension(call.Find("fn")->string);
    Json* single = FindMember(call, "arg");
    Json* several = FindMember(call, "args");
    const std::span<Json> arguments =
        single != nullptr ? std::span(single, 1) : std::span(several->array);
    for (std::size_t i = 0; function && i < arguments.size(); ++i) {
      const std::string type = ArgumentType(*function, i);
      if (!type.empty()) EscapeExtension(arguments[i], type);
    }
  }
};

void EscapeEntity(Json& json, const EntityType& type) {
  Escaper escaper;
  escaper.EscapeMembers(*FindMember(json, "attrs"), type.attributes);
  Json* tags = FindMember(json, "tags");
  if (tags == nullptr || type.tags == nullptr) return;
  for (auto& [name, tag] : tags->object) escaper.Escape(tag, *type.tags);
}

}  // namespace

std::optional<TypedOpenEntities> ReadTypedOpenEntities(Json json, const Schema& schema,
                                                       DataFindings& findings,
                                                       text::Diagnostics& diagnostics) {
  auto entities = ReadTypedEntities(json, schema, findings, Unknowns::kAllowed);
  if (!entities) return std::nullopt;
  for (Json& entity : json.array) {
    const auto uid = ReadTypedUid(*entity.Find("uid"), findings);
    const EntityType* type = schema.Find(uid->type);
    if (type != nullptr) EscapeEntity(entity, *type);
  }
  TypedOpenEntities out{*std::move(entities), TakeOpenParts(json, diagnostics)};
  if (diagnostics.has_errors()) return std::nullopt;
  for (Entity& entity : out.entities) {
    const auto open = out.open.find(entity.uid);
    if (open == out.open.end()) continue;
    for (const auto& [name, value] : open->second.attributes) entity.attributes.erase(name);
    for (const auto& [name, value] : open->second.tags) entity.tags.erase(name);
  }
  return out;
}

}  // namespace rune::cedar
