// `rune cedar partially-authorize`: decides a request of which parts may be missing, without types.
#include "base/format.h"
#include "cedar/partial/open_response.h"
#include "cedar/partial/typed_open_data.h"
#include "cedar/validate/request_check.h"
#include "cli/cedar/decide.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"
#include "cli/cedar/world.h"
#include "store/entity_json.h"

namespace rune::cli {

namespace {

using value::Json;

// The entities, and what of them is not known.
struct OpenStore {
  store::Entities entities;
  cedar::OpenEntities open;
};

Reported<OpenStore> ReadTypedStore(Json json, const cedar::Schema& schema, Document& document) {
  cedar::DataFindings findings;
  auto read =
      cedar::ReadTypedOpenEntities(std::move(json), schema, findings, document.diagnostics());
  if (!read) {
    return std::unexpected(findings.empty() ? document.Findings()
                                            : ToReport(findings, document.sources()));
  }
  RUNE_ASSIGN_OR_RETURN(auto entities, BuildEntities(std::move(read->entities)));
  return OpenStore{std::move(entities), std::move(read->open)};
}

Reported<OpenStore> ReadStore(Json json, const cedar::Schema* schema, Document& document) {
  if (schema != nullptr) return ReadTypedStore(std::move(json), *schema, document);
  OpenStore out;
  out.open = cedar::TakeOpenParts(json, document.diagnostics());
  if (document.failed()) return std::unexpected(document.Findings());
  RUNE_ASSIGN_OR_RETURN(out.entities, ReadEntities(json, nullptr, document));
  return out;
}

Reported<OpenStore> LoadStore(const std::string& path, const cedar::Schema* schema) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "entities"));
  auto json = document.Json(store::kEntitiesShape);
  Reported<OpenStore> read =
      json ? ReadStore(*std::move(json), schema, document) : std::unexpected(document.Findings());
  if (read) return read;
  return std::unexpected(
      Wrap(std::move(read).error(), Format("failed to parse entities from file {}", path)));
}

// Typed where the schema has the action; then nothing may be unknown, as in the reference.
Reported<cedar::OpenContext> ReadOpenContext(const Json& json,
                                             const std::optional<EntityUid>& action,
                                             const cedar::Schema* schema, Document& document) {
  const bool typed = schema != nullptr && action;
  if (!cedar::HasUnknowns(json)) {
    return ReadContext(json, action.value_or(EntityUid()), typed ? schema : nullptr, document);
  }
  if (typed) {
    return std::unexpected(
        Report{.message = "a context with `unknown(..)` does not fit the schema",
               .help = "leave out the schema, the action, or the whole context"});
  }
  auto context = cedar::ReadOpenContext(json, document.diagnostics());
  if (!context) return std::unexpected(document.Findings());
  return *std::move(context);
}

Reported<std::optional<EntityUid>> ReadPart(const std::optional<std::string>& text,
                                            std::string_view part) {
  if (!text) return std::nullopt;
  auto uid = ReadUid(*text);
  if (uid) return *std::move(uid);
  return std::unexpected(
      Wrap(std::move(uid).error(), Format("failed to parse {} {} as entity Uid", part, *text)));
}

// A text of a request object; null and absent are the same.
Reported<std::optional<std::string>> TextField(const Json& json, std::string_view name) {
  const Json* field = json.Find(name);
  if (field == nullptr || field->is(Json::Kind::kNull)) return std::nullopt;
  if (field->is(Json::Kind::kString)) return field->string;
  return std::unexpected(Report{.message = Format("`{}` must be a text", name)});
}

// `context` may be null: it is not known. `document` is where it stands.
Reported<cedar::OpenRequest> MakeRequest(const CedarRequestOptions& parts, const Json* context,
                                         const cedar::Schema* schema, Document& document) {
  cedar::OpenRequest request;
  RUNE_ASSIGN_OR_RETURN(request.principal, ReadPart(parts.principal, "principal"));
  RUNE_ASSIGN_OR_RETURN(request.action, ReadPart(parts.action, "action"));
  RUNE_ASSIGN_OR_RETURN(request.resource, ReadPart(parts.resource, "resource"));
  if (context == nullptr) return request;
  auto read = ReadOpenContext(*context, request.action, schema, document);
  if (!read) return std::unexpected(Wrap(std::move(read).error(), "failed to read the context"));
  request.context = *std::move(read);
  return request;
}

Reported<cedar::OpenRequest> ReadWhole(const Json& json, const cedar::Schema* schema,
                                       Document& document) {
  if (!json.is(Json::Kind::kObject)) {
    return std::unexpected(Report{.message = "a request is a JSON object"});
  }
  CedarRequestOptions parts;
  RUNE_ASSIGN_OR_RETURN(parts.principal, TextField(json, "principal"));
  RUNE_ASSIGN_OR_RETURN(parts.action, TextField(json, "action"));
  RUNE_ASSIGN_OR_RETURN(parts.resource, TextField(json, "resource"));
  const Json* context = json.Find("context");
  if (context != nullptr && context->is(Json::Kind::kNull)) context = nullptr;
  return MakeRequest(parts, context, schema, document);
}

Reported<cedar::OpenRequest> ReadRequest(const CedarRequestOptions& options,
                                         const cedar::Schema* schema) {
  const bool whole = options.request_file.has_value();
  const std::optional<std::string>& path = whole ? options.request_file : options.context_file;
  if (!path) {
    Document nowhere("", "");
    return MakeRequest(options, nullptr, schema, nowhere);
  }
  const std::string_view what = whole ? "request-json" : "context-json";
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, what));
  const auto json = whole ? document.Json(kRequestShape) : document.Json();
  if (!json) {
    return std::unexpected(
        Wrap(document.Findings(), Format("failed to parse {} file {}", what, *path)));
  }
  return whole ? ReadWhole(*json, schema, document)
               : MakeRequest(options, &*json, schema, document);
}

// What is known of the request is held against the schema.
Reported<cedar::OpenRequest> LoadOpenRequest(const CedarRequestOptions& options,
                                             const cedar::Schema* schema) {
  RUNE_ASSIGN_OR_RETURN(cedar::OpenRequest request, ReadRequest(options, schema));
  if (schema == nullptr) return request;
  const auto known = [](const auto& part) { return part ? &*part : nullptr; };
  const Value::Fields* context =
      request.context ? std::get_if<Value::Fields>(&*request.context) : nullptr;
  auto wrong = cedar::CheckRequest(
      {known(request.principal), known(request.action), known(request.resource), context}, *schema);
  if (!wrong) return request;
  return std::unexpected(ToReport({*std::move(wrong)}, nullptr));
}

}  // namespace

int RunCedar(const CedarPartiallyAuthorize& command, const CedarRun& run) {
  run.out << '\n';
  const auto policies =
      LoadPolicies(command.policies, MissingLinks::kRefused, cedar::Unknowns::kAllowed);
  if (!policies) run.Fail(policies.error());
  const auto schema = LoadSchema(command.schema, run);
  if (!schema) run.Fail(schema.error());
  const cedar::Schema* held = schema && *schema ? &**schema : nullptr;
  const auto store = LoadStore(command.entities_file, held);
  if (!store) run.Fail(store.error());
  const auto request = LoadOpenRequest(command.request, held);
  if (!request) run.Fail(Wrap(request.error(), "failed to parse request"));
  if (!policies || !schema || !store || !request) return kCedarFailure;
  const auto view = store::EntityView::Make(store->entities, {});
  if (!view) return run.Fail(ToReport(view.error(), nullptr));

  const Stopwatch watch;
  WorkMeter meter(Bounds().steps, Bounds().facts);
  const auto response = cedar::AuthorizeOpen(policies->set, *request, *view, store->open, meter);
  if (!response) return run.Fail(Report{.message = response.error().message});
  if (command.timing) watch.Tell(run);
  return TellDecision(response->allow(), response->Undecided(), run);
}

}  // namespace rune::cli
