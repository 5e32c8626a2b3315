#include "cedar/partial/typed_open_data.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <utility>

#include "cedar/validate/typed_forms.h"

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

void KeepOnly(Json& object, std::initializer_list<std::string_view> keys) {
  std::erase_if(object.object, [&](const Json::Member& member) {
    return std::ranges::find(keys, member.first) == keys.end();
  });
}

// Writes entities and extension values in their escapes, where a type let them stand without, so
// that they are understood without it, and leaves out what nobody reads. Requires: what is given
// could be read by its type (ReadTyped, unknowns allowed).
class Escaper {
 public:
  void Escape(Json& json, const Type& type) {
    if (FindUnknownName(json) != nullptr) return KeepOnly(json, {"__extn"});
    switch (type.kind) {
      case TypeKind::kEntity: return EscapeName(json);
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

  // Requires: FindNameForm.
  void EscapeName(Json& json) {
    if (FindNameForm(json) == &json) Wrap(json, "__entity");
    KeepOnly(json, {"__entity"});
    KeepOnly(json.object[0].second, {"type", "id"});
  }

 private:
  void EscapeExtension(Json& json, const std::string& name) {
    const Json* call = FindCallForm(json);
    if (call == nullptr) {
      MakeCall(json, name == "ipaddr" ? "ip" : name);
    } else if (call == &json) {
      Wrap(json, "__extn");
    }
    KeepOnly(json, {"__extn"});
    Json& body = json.object[0].second;
    KeepOnly(body, {"fn", body.Find("arg") != nullptr ? "arg" : "args"});
    EscapeArguments(body);
  }

  // `{"__extn": {"fn": function, "arg": json}}`.
  static void MakeCall(Json& json, std::string function) {
    Json name;
    name.kind = Json::Kind::kString;
    name.span = json.span;
    name.string = std::move(function);
    Wrap(json, "arg");
    json.object.push_back({"fn", std::move(name)});
    Wrap(json, "__extn");
  }

  // Requires: IsCallForm.
  void EscapeArguments(Json& call) {
    const auto function = FindExtension(call.Find("fn")->string);
    Json* single = call.Find("arg");
    const std::span<Json> arguments =
        single != nullptr ? std::span(single, 1) : std::span(call.Find("args")->array);
    for (std::size_t i = 0; function && i < arguments.size(); ++i) {
      const std::string type = ArgumentType(*function, i);
      if (!type.empty()) {
        EscapeExtension(arguments[i], type);
      } else if (FindUnknownName(arguments[i]) != nullptr) {
        KeepOnly(arguments[i], {"__extn"});
      }
    }
  }
};

// Requires: ReadTypedEntities takes it, unknowns allowed.
void EscapeEntity(Json& json, const Schema& schema) {
  Escaper escaper;
  Json& uid = *json.Find("uid");
  escaper.EscapeName(uid);
  const EntityType* type = schema.Find(uid.object[0].second.Find("type")->string);
  if (type == nullptr) return;  // an action
  escaper.EscapeMembers(*json.Find("attrs"), type->attributes);
  Json* tags = json.Find("tags");
  if (tags == nullptr || type->tags == nullptr) return;
  for (auto& [name, tag] : tags->object) escaper.Escape(tag, *type->tags);
}

}  // namespace

std::optional<TypedOpenEntities> ReadTypedOpenEntities(Json json, const Schema& schema,
                                                       DataFindings& findings,
                                                       text::Diagnostics& diagnostics) {
  auto entities = ReadTypedEntities(json, schema, findings, Unknowns::kAllowed);
  if (!entities) return std::nullopt;
  for (Json& entity : json.array) EscapeEntity(entity, schema);
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
