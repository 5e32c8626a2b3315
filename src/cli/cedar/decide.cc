#include "cli/cedar/decide.h"

#include "base/format.h"
#include "base/json_writer.h"
#include "cedar/syntax/print.h"
#include "cli/cedar/display.h"

namespace rune::cli {

namespace {

// `file` is where `json` stands; what is found in one request is no matter of the next.
Reported<CedarAnswer> DecideOne(const value::Json& json, const Document& file, bool check,
                                const cedar::PolicySet& policies, const store::Entities& entities,
                                const cedar::Schema* schema) {
  Document document = file.Again();
  RUNE_ASSIGN_OR_RETURN(const Request request, ReadRequest(json, schema, document));
  if (check && schema != nullptr) RUNE_TRY(CheckRequest(request, *schema));
  return Decide(policies, entities, request);
}

std::string AnswerLine(const Reported<CedarAnswer>& answer) {
  JsonWriter w;
  w.BeginObject();
  if (!answer) {
    std::string message = answer.error().message;
    for (const std::string& cause : answer.error().causes) message += ": " + cause;
    w.Member("error", message);
  } else {
    w.Member("decision", answer->allow ? "allow" : "deny");
    w.Key("forbidden");
    w.Bool(!answer->allow && !answer->reasons.empty());
    w.Key("reasons");
    w.BeginArray();
    for (const std::string& id : answer->reasons) w.String(id);
    w.End();
    w.Key("errors");
    w.BeginArray();
    for (const std::string& error : answer->errors) w.String(error);
    w.End();
  }
  w.End();
  return w.Take() + "\n";
}

}  // namespace

CedarWorld::CedarWorld(const store::EntityView& view, const Request& request)
    : context_(Value::Record(request.context)),
      meter_(Bounds().steps, Bounds().facts),
      environment_{request.principal, request.action, request.resource, context_, view,
                   nullptr,           meter_} {}

void Stopwatch::Tell(const CedarRun& run) const {
  const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start_);
  run.out << "Authorization Time (micro seconds) : " << spent.count() << '\n';
}

int TellDecision(std::optional<bool> allow, const std::vector<cedar::Policy>& residuals,
                 const CedarRun& run) {
  if (allow) {
    run.out << (*allow ? "ALLOW\n" : "DENY\n");
    return *allow ? kCedarSuccess : kCedarDeny;
  }
  run.out << "UNKNOWN\nAll policy residuals:\n";
  for (const cedar::Policy& policy : residuals) {
    run.out << cedar::PrintPolicyLine(policy) << '\n';
  }
  return kCedarUnknown;
}

Reported<CedarAnswer> Decide(const cedar::PolicySet& policies, const store::Entities& entities,
                             const Request& request) {
  const auto view = store::EntityView::Make(entities, {});
  if (!view) return std::unexpected(ToReport(view.error(), nullptr));
  const CedarWorld world(*view, request);
  const auto evaluation = cedar::EvaluatePolicies(policies.Instances(), world.environment());
  if (!evaluation) return std::unexpected(ToReport(evaluation.error(), nullptr));
  cedar::Authorization authorization = cedar::Authorize(*evaluation);
  CedarAnswer answer{authorization.allow, std::move(authorization.reasons), {}};
  for (const cedar::PolicyError& error : evaluation->errors) {
    answer.errors.push_back(Format("error while evaluating policy `{}`: {}",
                                   CedarEscaped(error.instance.id), error.error.message));
  }
  return answer;
}

Reported<int> DecideAll(const std::string& requests_file, bool check,
                        const cedar::PolicySet& policies, const store::Entities& entities,
                        const cedar::Schema* schema, std::ostream& out) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(requests_file, "requests-json"));
  constexpr value::JsonShape kRequestsShape{.each = &kRequestShape};
  const auto json = document.Json(kRequestsShape);
  if (!json || !json->is(value::Json::Kind::kArray)) {
    Report why = json ? Report{.message = "requests are a JSON list"} : document.Findings();
    return std::unexpected(
        Wrap(std::move(why), Format("failed to parse requests from file {}", requests_file)));
  }
  bool failed = false;
  bool denied = false;
  for (const value::Json& request : json->array) {
    const auto answer = DecideOne(request, document, check, policies, entities, schema);
    failed = failed || !answer;
    denied = denied || (answer && !answer->allow);
    out << AnswerLine(answer);
  }
  return failed ? kCedarFailure : denied ? kCedarDeny : kCedarSuccess;
}

}  // namespace rune::cli
