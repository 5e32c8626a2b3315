#include "config/request_text.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/utf8.h"
#include "config/path_ids.h"
#include "store/entity_json.h"
#include "value/json.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::config {
namespace {

using text::Code;

// A text that is read on its own, with a place for what is wrong in it.
struct Reading {
  explicit Reading(std::string_view text)
      : file(sources.Add("<request>", std::string(text))), diagnostics(sources) {}

  std::unexpected<Fault> Failed(std::string message) const {
    if (!diagnostics.all().empty()) message += ": " + diagnostics.all().front().message;
    return std::unexpected(
        Fault{FaultCode::kInvalidRequest, std::move(message), diagnostics.Sorted()});
  }

  text::SourceMap sources;
  std::uint32_t file;
  text::Diagnostics diagnostics;
};

std::unexpected<Fault> Invalid(std::string message) {
  return MakeFault(FaultCode::kInvalidRequest, std::move(message));
}

Result<void> CheckUtf8(std::string_view text, std::string_view what) {
  if (FindInvalidUtf8(text) == std::string_view::npos) return {};
  return Invalid(Format("{} is not UTF-8", what));
}

Result<EntityUid> Normal(EntityUid uid, const Options& options) {
  auto normal = NormalizeUid(std::move(uid), options);
  if (!normal) return Invalid(normal.error());
  return *std::move(normal);
}

Result<Value> NormalValue(const Value& value, const Options& options) {
  auto normal = NormalizeUids(value, options);
  if (!normal) return Invalid(normal.error());
  return *std::move(normal);
}

Result<void> NormalFields(Value::Fields& fields, const Options& options) {
  for (auto& [key, value] : fields) {
    RUNE_ASSIGN_OR_RETURN(value, NormalValue(value, options));
  }
  return {};
}

// What follows from a path-like id; a request that states it could state something else.
constexpr std::array<std::string_view, 4> kDerived = {"path", "directory", "name", "extension"};

Result<Entity> NormalEntity(Entity entity, const Options& options) {
  RUNE_ASSIGN_OR_RETURN(entity.uid, Normal(std::move(entity.uid), options));
  if (options.path_types.contains(entity.uid.type)) {
    for (const std::string_view name : kDerived) {
      if (entity.attributes.contains(std::string(name))) {
        return Invalid(Format("the request states `{}` of {}, which follows from its id", name,
                              value::ToText(entity.uid)));
      }
    }
  }
  RUNE_TRY(NormalFields(entity.attributes, options));
  RUNE_TRY(NormalFields(entity.tags, options));
  std::set<EntityUid> parents;
  for (const EntityUid& parent : entity.parents) {
    RUNE_ASSIGN_OR_RETURN(EntityUid normal, Normal(parent, options));
    parents.insert(std::move(normal));
  }
  entity.parents = std::move(parents);
  return entity;
}

// The attributes as `agent.x: T` has them; those of other types of entities are not declared.
Result<void> FitAttributes(Entity& entity, const Declarations& declarations) {
  if (entity.uid.type != "Agent" || declarations.all().empty()) return {};
  Value attributes = Value::Record(entity.attributes);
  std::string problem;
  declarations.FitAgent(attributes, [&](const Declaration& declaration, const std::string& reason) {
    if (!problem.empty()) return;
    problem = Format("`{}` of {}: {}", DottedPath(std::span(declaration.path).subspan(1)),
                     value::ToText(entity.uid), reason);
  });
  if (!problem.empty()) return Invalid("the request states " + problem);
  entity.attributes = attributes.fields();
  return {};
}

Entity& OwnEntity(Request& request, const EntityUid& uid) {
  const auto known = std::ranges::find(request.entities, uid, &Entity::uid);
  if (known != request.entities.end()) return *known;
  return request.entities.emplace_back(Entity{uid, {}, {}, {}});
}

// Whether the reader stopped because the text is no JSON at all, and not because of what the JSON
// says.
bool IsNoJson(const text::Diagnostics& diagnostics) {
  const std::string_view code = text::Info(Code::kJsonSyntax).code;
  return std::ranges::any_of(diagnostics.all(),
                             [&](const Diagnostic& d) { return d.code == code; });
}

}  // namespace

Result<EntityUid> ReadUid(std::string_view text, std::string_view default_type,
                          const Options& options) {
  RUNE_TRY(CheckUtf8(text, "the name of an entity"));
  if (auto uid = value::ParseEntityUid(text)) return Normal(*std::move(uid), options);
  if (text.find("::\"") != std::string_view::npos) {
    return Invalid(Format("`{}` does not read as the name of an entity, such as {}::\"id\"", text,
                          default_type));
  }
  return Normal({std::string(default_type), std::string(text)}, options);
}

std::optional<EntityUid> LooksLike(std::string_view text) {
  if (value::ParseEntityUid(text)) return std::nullopt;
  return value::ParseEntityReference(text);
}

Result<std::pair<std::string, Value>> ReadAssignment(std::string_view text) {
  RUNE_TRY(CheckUtf8(text, "an option"));
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Invalid(Format("`{}` is not of the form key=value", text));
  }
  const std::string key(text.substr(0, equals));
  const std::string_view rest = text.substr(equals + 1);
  Reading reading(rest);
  const auto json =
      value::ParseJson(reading.sources.Whole(reading.file), Bounds{}, reading.diagnostics);
  if (!json) {
    if (IsNoJson(reading.diagnostics)) return std::pair(key, Value(rest));
    return reading.Failed(Format("the value of `{}` cannot be read", key));
  }
  const auto escapes = key == "args" ? value::Escapes::kPlain : value::Escapes::kInterpret;
  auto value = value::ToValue(*json, escapes, value::Arrays::kSets, reading.diagnostics);
  if (!value) return reading.Failed(Format("the value of `{}` cannot be read", key));
  return std::pair(key, *std::move(value));
}

Result<Value::Fields> ReadContext(std::string_view json, const Bounds& bounds) {
  Reading reading(json);
  const auto parsed =
      value::ParseJson(reading.sources.Whole(reading.file), bounds, reading.diagnostics);
  if (!parsed) return reading.Failed("the context cannot be read");
  auto fields = value::ToContext(*parsed, reading.diagnostics);
  if (!fields) return reading.Failed("the context cannot be read");
  return *std::move(fields);
}

Result<std::vector<Entity>> ReadEntitiesText(std::string_view json, const Options& options) {
  Reading reading(json);
  auto read = store::ReadEntities(reading.sources.Whole(reading.file), options.bounds,
                                  reading.diagnostics);
  if (!read) return reading.Failed("the entities cannot be read");
  std::vector<Entity> out;
  for (store::PlacedEntity& placed : *read) {
    RUNE_ASSIGN_OR_RETURN(Entity normal, NormalEntity(std::move(placed.entity), options));
    out.push_back(std::move(normal));
  }
  if (reading.diagnostics.has_errors()) return reading.Failed("the entities cannot be read");
  return out;
}

void AddAttribute(Request& request, const EntityUid& uid, const std::string& name, Value value) {
  OwnEntity(request, uid).attributes.insert_or_assign(name, std::move(value));
}

void AddParent(Request& request, const EntityUid& uid, EntityUid parent) {
  OwnEntity(request, uid).parents.insert(std::move(parent));
}

Result<Request> Normalize(Request request, const Options& options,
                          const Declarations& declarations) {
  if (request.context.contains("datalog")) {
    return Invalid("the context has a key `datalog`, which is a name of the policies");
  }
  RUNE_ASSIGN_OR_RETURN(request.principal, Normal(std::move(request.principal), options));
  RUNE_ASSIGN_OR_RETURN(request.action, Normal(std::move(request.action), options));
  RUNE_ASSIGN_OR_RETURN(request.resource, Normal(std::move(request.resource), options));
  for (auto& [key, value] : request.context) {
    if (key == "args") continue;  // what a model wrote is plain data
    RUNE_ASSIGN_OR_RETURN(value, NormalValue(value, options));
  }
  for (Entity& entity : request.entities) {
    RUNE_TRY(FitAttributes(entity, declarations));
    RUNE_ASSIGN_OR_RETURN(entity, NormalEntity(std::move(entity), options));
  }
  return request;
}

}  // namespace rune::config
