#include "base/format.h"
#include "cedar/tpe/partial_response.h"
#include "cli/cedar/decide.h"
#include "cli/cedar/findings.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"
#include "cli/cedar/world.h"
#include "store/entity_json.h"
#include "value/name.h"

namespace rune::cli {

namespace {

using value::Json;

Report TpeReport(const cedar::TpeError& error, const SharedSources& sources) {
  Report report{.message = error.message};
  if (!error.data.empty()) report = ToReport(error.data, sources);
  report.kind = cedar::TpeErrorName(error);
  if (!error.findings.empty()) {
    report.related.push_back(ToReport(cedar::Validation{error.findings}, sources));
  }
  return report;
}

constexpr value::JsonShape::Member kGiven[] = {{"principal_type"}, {"principal_eid"}, {"action"},
                                               {"resource_type"},  {"resource_eid"},  {"context"}};
constexpr value::JsonShape kGivenShape{.members = kGiven};

// A request as it was given, its context not yet read.
struct Given {
  CedarTpeRequest parts;
  std::optional<Json> context;
};

Reported<std::optional<std::string>> TextField(const Json& json, std::string_view name,
                                               bool required) {
  const Json* field = json.Find(name);
  if (field != nullptr && field->is(Json::Kind::kString)) return field->string;
  if (!required && (field == nullptr || field->is(Json::Kind::kNull))) return std::nullopt;
  return std::unexpected(Report{.message = Format("the request needs a text `{}`", name)});
}

Reported<Given> ReadGiven(const Json& json) {
  Given given;
  RUNE_ASSIGN_OR_RETURN(given.parts.principal_type, TextField(json, "principal_type", true));
  RUNE_ASSIGN_OR_RETURN(given.parts.principal_id, TextField(json, "principal_eid", false));
  RUNE_ASSIGN_OR_RETURN(given.parts.action, TextField(json, "action", true));
  RUNE_ASSIGN_OR_RETURN(given.parts.resource_type, TextField(json, "resource_type", true));
  RUNE_ASSIGN_OR_RETURN(given.parts.resource_id, TextField(json, "resource_eid", false));
  const Json* context = json.Find("context");
  if (context != nullptr && !context->is(Json::Kind::kNull)) given.context = *context;
  return given;
}

Reported<cedar::PartialUid> ReadPartialUid(const std::optional<std::string>& type,
                                           const std::optional<std::string>& id,
                                           std::string_view part) {
  if (!type)
    return std::unexpected(Report{.message = Format("the type of the {} is missing", part)});
  if (!value::IsTypeName(*type)) {
    return std::unexpected(Report{.message = Format("`{}` is no entity type", *type)});
  }
  cedar::PartialUid uid(*type);
  uid.id = id;
  return uid;
}

Reported<cedar::PartialRequest> MakeRequest(const Given& given, const cedar::SchemaIndex& index,
                                            Document& document) {
  const CedarTpeRequest& parts = given.parts;
  if (!parts.action) return std::unexpected(Report{.message = "the action is missing"});
  RUNE_ASSIGN_OR_RETURN(const EntityUid action, ReadUid(*parts.action));
  RUNE_ASSIGN_OR_RETURN(auto principal,
                        ReadPartialUid(parts.principal_type, parts.principal_id, "principal"));
  RUNE_ASSIGN_OR_RETURN(auto resource,
                        ReadPartialUid(parts.resource_type, parts.resource_id, "resource"));
  std::optional<Value::Fields> context;
  if (given.context) {
    RUNE_ASSIGN_OR_RETURN(context, ReadContext(*given.context, action, &index.schema(), document));
  }
  auto request = cedar::PartialRequest::Make(std::move(principal), action, std::move(resource),
                                             std::move(context), index);
  if (!request) return std::unexpected(TpeReport(request.error(), nullptr));
  return *std::move(request);
}

Reported<cedar::PartialRequest> LoadPartialRequest(const CedarTpeRequest& options,
                                                   const cedar::SchemaIndex& index) {
  const std::optional<std::string>& path =
      options.request_file ? options.request_file : options.context_file;
  Given given{options, std::nullopt};
  if (!path) {
    Document nowhere("", "");
    return MakeRequest(given, index, nowhere);
  }
  const bool whole = options.request_file.has_value();
  RUNE_ASSIGN_OR_RETURN(Document document,
                        Document::Read(path, whole ? "request json" : "context-json"));
  auto json = whole ? document.Json(kGivenShape) : document.Json();
  if (!json) {
    return std::unexpected(
        Wrap(document.Findings(), Format("failed to parse context-json file {}", *path)));
  }
  if (whole) {
    RUNE_ASSIGN_OR_RETURN(given, ReadGiven(*json));
  } else {
    given.context = *std::move(json);
  }
  return MakeRequest(given, index, document);
}

Reported<cedar::PartialEntities> LoadPartialEntities(const std::string& path,
                                                     const cedar::SchemaIndex& index) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "entities"));
  value::JsonShape shape = store::kEntitiesShape;
  shape.in_tree = true;
  const auto json = document.Json(shape);
  const auto failed = [&](Report why) {
    return std::unexpected(
        Wrap(std::move(why), Format("failed to parse entities from file {}", path)));
  };
  if (!json) return failed(document.Findings());
  auto entities = cedar::ReadPartialEntities(*json, index);
  if (!entities) return failed(TpeReport(entities.error(), document.sources()));
  return *std::move(entities);
}

}  // namespace

int RunCedar(const CedarTpe& command, const CedarRun& run) {
  run.out << '\n';
  const auto policies = LoadPolicies(command.policies);
  if (!policies) run.Fail(policies.error());
  const auto schema = LoadSchema(command.schema, run);
  if (!schema) return run.Fail(schema.error());
  const cedar::SchemaIndex index(**schema);
  const auto entities = LoadPartialEntities(command.entities_file, index);
  if (!entities) run.Fail(entities.error());
  const auto request = LoadPartialRequest(command.request, index);
  if (!request) run.Fail(Wrap(request.error(), "failed to parse request"));
  if (!policies || !entities || !request) return kCedarFailure;

  const Stopwatch watch;
  WorkMeter meter(Bounds().steps, Bounds().facts);
  const auto response = cedar::AuthorizePartially(policies->set, *request, *entities, index, meter);
  if (!response) return run.Fail(TpeReport(response.error(), policies->sources));
  if (command.timing) watch.Tell(run);
  return TellDecision(response->allow(), response->policies(), run);
}

}  // namespace rune::cli
