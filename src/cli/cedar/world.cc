#include "cli/cedar/world.h"

#include <algorithm>
#include <span>

#include "base/format.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/typed_json.h"
#include "store/entity_json.h"

namespace rune::cli {

namespace {

using value::Json;

constexpr value::JsonShape::Member kRequest[] = {
    {"principal"}, {"action"}, {"resource"}, {"context"}};

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

// One of the three in a request object; null and absent are the same.
Reported<EntityUid> ReadField(const Json& json, std::string_view part) {
  const Json* field = json.Find(part);
  if (field == nullptr || field->is(Json::Kind::kNull)) return std::unexpected(Incomplete());
  if (!field->is(Json::Kind::kString)) {
    return std::unexpected(Report{.message = Format("`{}` must be a text", part)});
  }
  return ReadPart(field->string, part);
}

Reported<Value::Fields> ReadPlainContext(const Json& json, Document& document) {
  const auto value = value::ToValue(json, value::Escapes::kInterpret, value::Arrays::kSets,
                                    document.diagnostics());
  if (value && value->is(ValueKind::kRecord)) return value->fields();
  return std::unexpected(document.failed() ? document.Findings()
                                           : Report{.message = "a context is a JSON object"});
}

Reported<Request> LoadRequestFile(const std::string& path, const cedar::Schema* schema) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "request-json"));
  const auto json = document.Json(kRequestShape);
  Reported<Request> request =
      json ? ReadRequest(*json, schema, document) : std::unexpected(document.Findings());
  if (request) return request;
  return std::unexpected(
      Wrap(std::move(request).error(), Format("failed to read the request of {}", path)));
}

Reported<Value::Fields> LoadContext(const std::string& path, const EntityUid& action,
                                    const cedar::Schema* schema) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "context"));
  const auto json = document.Json();
  auto context =
      json ? ReadContext(*json, action, schema, document) : std::unexpected(document.Findings());
  if (context) return context;
  return std::unexpected(
      Wrap(std::move(context).error(), Format("failed to create a context from {}", path)));
}

Reported<store::Entities> LoadPlainEntities(Document& document) {
  auto loaded = store::LoadEntities(document.slice(), Bounds(), document.diagnostics());
  if (document.failed()) return std::unexpected(document.Findings());
  if (!loaded) return std::unexpected(ToReport(loaded.error(), nullptr));
  return *std::move(loaded);
}

Reported<store::Entities> LoadTypedEntities(const cedar::Schema& schema, Document& document) {
  const auto json = document.Json(store::kEntitiesShape);
  if (!json) return std::unexpected(document.Findings());
  return ReadEntities(*json, &schema, document);
}

}  // namespace

constexpr value::JsonShape kRequestShape{.members = kRequest};

Report ToReport(const cedar::DataFindings& findings, const SharedSources& sources) {
  const std::size_t shown = std::min(findings.size(), text::Diagnostics::kMost);
  std::vector<Report> reports;
  for (const cedar::DataFinding& finding : std::span(findings).first(shown)) {
    Report& report = reports.emplace_back(Report{.message = finding.message});
    report.kind = cedar::DataKindName(finding.kind);
    report.help = finding.help;
    report.sources = sources;
    if (finding.span.end > 0 && sources != nullptr) {
      report.labels.push_back({sources->Resolve(finding.span), ""});
    }
  }
  if (shown < findings.size()) {
    reports.push_back({.message = Format("{} more are not shown", findings.size() - shown),
                       .severity = Severity::kNote});
  }
  Report first = std::move(reports.front());
  first.related.assign(std::make_move_iterator(reports.begin() + 1),
                       std::make_move_iterator(reports.end()));
  return first;
}

Reported<Value::Fields> ReadContext(const Json& json, const EntityUid& action,
                                    const cedar::Schema* schema, Document& document) {
  if (schema == nullptr) return ReadPlainContext(json, document);
  cedar::DataFindings findings;
  auto context = cedar::ReadTypedContext(json, action, *schema, findings);
  if (context) return *std::move(context);
  return std::unexpected(ToReport(findings, document.sources()));
}

Reported<store::Entities> BuildEntities(std::vector<Entity> entities) {
  auto built = store::Entities::Build(std::move(entities));
  if (!built) return std::unexpected(ToReport(built.error(), nullptr));
  return *std::move(built);
}

Reported<store::Entities> ReadEntities(const Json& json, const cedar::Schema* schema,
                                       Document& document) {
  std::vector<Entity> entities;
  if (schema != nullptr) {
    cedar::DataFindings findings;
    auto read = cedar::ReadTypedEntities(json, *schema, findings);
    if (!read) return std::unexpected(ToReport(findings, document.sources()));
    entities = *std::move(read);
  } else {
    for (store::PlacedEntity& placed : store::ReadEntities(json, document.diagnostics())) {
      entities.push_back(std::move(placed.entity));
    }
    if (document.failed()) return std::unexpected(document.Findings());
  }
  return BuildEntities(std::move(entities));
}

Reported<store::Entities> LoadEntities(const std::string& path, const cedar::Schema* schema) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "entities"));
  Reported<store::Entities> entities =
      schema == nullptr ? LoadPlainEntities(document) : LoadTypedEntities(*schema, document);
  if (entities) return entities;
  return std::unexpected(
      Wrap(std::move(entities).error(), Format("failed to parse entities from file {}", path)));
}

Reported<Request> ReadRequest(const Json& json, const cedar::Schema* schema, Document& document) {
  const Json* context = json.Find("context");
  if (context == nullptr) {
    return std::unexpected(Report{.message = "a request is an object with a `context`"});
  }
  Request request;
  RUNE_ASSIGN_OR_RETURN(request.principal, ReadField(json, "principal"));
  RUNE_ASSIGN_OR_RETURN(request.action, ReadField(json, "action"));
  RUNE_ASSIGN_OR_RETURN(request.resource, ReadField(json, "resource"));
  RUNE_ASSIGN_OR_RETURN(request.context, ReadContext(*context, request.action, schema, document));
  return request;
}

Reported<void> CheckRequest(const Request& request, const cedar::Schema& schema) {
  auto wrong = cedar::CheckRequest(
      {&request.principal, &request.action, &request.resource, &request.context}, schema);
  if (!wrong) return {};
  wrong->span = {};  // it is about values, which have no place any more
  return std::unexpected(ToReport({*std::move(wrong)}, nullptr));
}

Reported<Request> LoadRequest(const CedarRequestOptions& options, const cedar::Schema* schema) {
  Request request;
  if (options.request_file) {
    RUNE_ASSIGN_OR_RETURN(request, LoadRequestFile(*options.request_file, schema));
  } else {
    RUNE_ASSIGN_OR_RETURN(request.principal, ReadPart(options.principal, "principal"));
    RUNE_ASSIGN_OR_RETURN(request.action, ReadPart(options.action, "action"));
    RUNE_ASSIGN_OR_RETURN(request.resource, ReadPart(options.resource, "resource"));
    if (options.context_file) {
      RUNE_ASSIGN_OR_RETURN(request.context,
                            LoadContext(*options.context_file, request.action, schema));
    }
  }
  if (schema != nullptr && options.validation == "true") RUNE_TRY(CheckRequest(request, *schema));
  return request;
}

}  // namespace rune::cli
