#include "cli/cedar/world.h"

#include "base/format.h"
#include "store/entity_json.h"

namespace rune::cli {

namespace {

using value::Json;

Report Incomplete() {
  return {.message = "a request needs all of `principal`, `action` and `resource`"};
}

Reported<EntityUid> ReadPart(const std::optional<std::string>& text, std::string_view part) {
  if (!text) return std::unexpected(Incomplete());
  auto uid = ReadUid(*text);
  if (uid) return uid;
  return std::unexpected(
      Wrap(std::move(uid).error(), Format("failed to parse {} {} as entity uid", part, *text)));
}

Reported<Value::Fields> ReadContext(const Json& json, Document& document, const std::string& path) {
  std::optional<Value::Fields> context;
  const auto value = value::ToValue(json, value::Escapes::kInterpret, value::Arrays::kSets,
                                    document.diagnostics());
  if (value && value->is(ValueKind::kRecord)) return value->fields();
  Report why =
      document.failed() ? document.Findings() : Report{.message = "a context is a JSON object"};
  return std::unexpected(Wrap(std::move(why), Format("failed to create a context from {}", path)));
}

// One of the three in a request file; null and absent are the same.
Reported<EntityUid> ReadField(const Json& json, std::string_view part, const std::string& path) {
  const Json* field = json.Find(part);
  if (field == nullptr || field->is(Json::Kind::kNull)) return std::unexpected(Incomplete());
  if (!field->is(Json::Kind::kString)) {
    return std::unexpected(Wrap(Report{.message = Format("`{}` must be a text", part)},
                                Format("failed to parse request-json file {}", path)));
  }
  auto uid = ReadUid(field->string);
  if (uid) return uid;
  return std::unexpected(
      Wrap(std::move(uid).error(), Format("failed to parse {} in {} as entity uid", part, path)));
}

Reported<Request> LoadRequestFile(const std::string& path) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "request-json"));
  const auto json = document.Json();
  const Json* context = json ? json->Find("context") : nullptr;
  if (context == nullptr) {
    Report why =
        json ? Report{.message = "a request is an object with a `context`"} : document.Findings();
    return std::unexpected(
        Wrap(std::move(why), Format("failed to parse request-json file {}", path)));
  }
  Request request;
  RUNE_ASSIGN_OR_RETURN(request.principal, ReadField(*json, "principal", path));
  RUNE_ASSIGN_OR_RETURN(request.action, ReadField(*json, "action", path));
  RUNE_ASSIGN_OR_RETURN(request.resource, ReadField(*json, "resource", path));
  RUNE_ASSIGN_OR_RETURN(request.context, ReadContext(*context, document, path));
  return request;
}

}  // namespace

Reported<store::Entities> ReadEntities(const Json& json, Document& document) {
  std::vector<Entity> entities;
  for (store::PlacedEntity& placed : store::ReadEntities(json, document.diagnostics())) {
    entities.push_back(std::move(placed.entity));
  }
  if (document.failed()) return std::unexpected(document.Findings());
  auto built = store::Entities::Build(std::move(entities));
  if (!built) return std::unexpected(ToReport(built.error(), nullptr));
  return *std::move(built);
}

Reported<store::Entities> LoadEntities(const std::string& path) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "entities"));
  const auto json = document.Json();
  Reported<store::Entities> entities =
      json ? ReadEntities(*json, document) : std::unexpected(document.Findings());
  if (entities) return entities;
  return std::unexpected(
      Wrap(std::move(entities).error(), Format("failed to parse entities from file {}", path)));
}

Reported<Request> LoadRequest(const CedarRequestOptions& options) {
  if (options.request_file) return LoadRequestFile(*options.request_file);
  Request request;
  RUNE_ASSIGN_OR_RETURN(request.principal, ReadPart(options.principal, "principal"));
  RUNE_ASSIGN_OR_RETURN(request.action, ReadPart(options.action, "action"));
  RUNE_ASSIGN_OR_RETURN(request.resource, ReadPart(options.resource, "resource"));
  if (options.context_file) {
    RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(options.context_file, "context"));
    const auto json = document.Json();
    if (!json) {
      return std::unexpected(Wrap(document.Findings(), Format("failed to create a context from {}",
                                                              *options.context_file)));
    }
    RUNE_ASSIGN_OR_RETURN(request.context, ReadContext(*json, document, *options.context_file));
  }
  return request;
}

}  // namespace rune::cli
