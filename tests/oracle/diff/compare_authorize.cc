#include "compare_authorize.h"

#include "cedar/authorize.h"

namespace rune::diff {
namespace {

struct Answer {
  std::string decision;
  std::string reasons;
  std::string errors;  // `policy0:TypeError`
};

// As the reference's enum calls it.
std::string_view KindName(cedar::EvalErrorKind kind) {
  switch (kind) {
    case cedar::EvalErrorKind::kEntityDoesNotExist: return "EntityDoesNotExist";
    case cedar::EvalErrorKind::kEntityAttrDoesNotExist: return "EntityAttrDoesNotExist";
    case cedar::EvalErrorKind::kRecordAttrDoesNotExist: return "RecordAttrDoesNotExist";
    case cedar::EvalErrorKind::kTypeError: return "TypeError";
    case cedar::EvalErrorKind::kWrongNumArguments: return "WrongNumArguments";
    case cedar::EvalErrorKind::kIntegerOverflow: return "IntegerOverflow";
    case cedar::EvalErrorKind::kFailedExtensionFunctionExecution:
      return "FailedExtensionFunctionExecution";
    default: return cedar::EvalErrorName(kind);
  }
}

// Where the request cannot be read, a decision that says so.
Answer OurAnswer(const Ours& ours, const store::EntityView& view, const RequestModel& request) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("context", request.context);
  const std::optional<value::Json> json = value::ParseJson(map.Whole(file), Bounds{}, diagnostics);
  std::optional<Value> context;
  if (json) {
    context = value::ToValue(*json, value::Escapes::kInterpret, value::Arrays::kSets, diagnostics);
  }
  if (!context || !context->is(ValueKind::kRecord)) return {"error: context", "", ""};
  WorkMeter meter(Bounds{}.request_steps * 100, Bounds{}.request_facts);
  const cedar::Environment env{.principal = request.principal,
                               .action = request.action,
                               .resource = request.resource,
                               .context = *context,
                               .entities = view,
                               .predicates = nullptr,
                               .meter = meter};
  const Result<cedar::Evaluation> evaluation = cedar::EvaluatePolicies(ours.instances, env);
  if (!evaluation) return {"error: " + evaluation.error().message, "", ""};
  const cedar::Authorization answer = cedar::Authorize(*evaluation);
  std::vector<std::string> errors;
  for (const cedar::PolicyError& error : evaluation->errors) {
    errors.push_back(error.instance.id + ":" + std::string(KindName(error.error.kind)));
  }
  return {answer.allow ? "allow" : "deny", InOrder(answer.reasons), InOrder(std::move(errors))};
}

Answer TheirAnswer(const value::Json& json) {
  if (const std::string stage = Stage(json); !stage.empty()) return {"error: " + stage, "", ""};
  Answer answer{TextAt(json, {"decision"}), "", ""};
  answer.reasons = InOrder(json.Find("reasons"));
  std::vector<std::string> errors;
  for (const value::Json& error : json.Find("errors")->array) {
    const std::string kind = TextAt(error, {"kind"});
    errors.push_back(TextAt(error, {"policy"}) + ":" + kind.substr(0, kind.find('/')));
  }
  answer.errors = InOrder(std::move(errors));
  return answer;
}

std::optional<Difference> JudgeAnswer(std::size_t at, const Answer& ours, const Answer& theirs) {
  const auto shown = [](const Answer& a) {
    return a.decision + "; reasons: " + a.reasons + "; errors: " + a.errors;
  };
  const char* what = ours.decision != theirs.decision ? "authorize.decision"
                     : ours.reasons != theirs.reasons ? "authorize.reasons"
                     : ours.errors != theirs.errors   ? "authorize.errors"
                                                      : nullptr;
  if (what == nullptr) return std::nullopt;
  return Difference{what, at, shown(ours), shown(theirs)};
}

std::string OurStage(const Ours& ours) {
  if (!ours.policies_good) return "policies";
  if (!ours.links_good) return "links";
  return ours.entities_good ? "" : "entities";
}

}  // namespace

std::string AskAuthorize(const Setup& setup) {
  std::string requests;
  for (const RequestModel& request : setup.requests) {
    requests += (requests.empty() ? "" : ",") + Setup::RequestJson(request);
  }
  return R"({"op":"authorize","typed":false,"messages":false,"requests":[)" + requests + "]}";
}

std::optional<Difference> JudgeAuthorize(const Setup& setup, const Ours& ours,
                                         const value::Json& result, Counts& counts) {
  const std::string stage = OurStage(ours);
  if (stage != Stage(result)) {
    return Difference{"authorize.accepted", std::nullopt, stage + " " + ours.problem,
                      JsonText(result).substr(0, 1000)};
  }
  if (!stage.empty()) {
    ++counts.rejected;
    return std::nullopt;
  }
  const Result<store::EntityView> view = store::EntityView::Make(ours.entities, {});
  const std::vector<value::Json>& answers = result.Find("answers")->array;
  for (std::size_t i = 0; i < setup.requests.size(); ++i) {
    const Answer answer = OurAnswer(ours, *view, setup.requests[i]);
    if (auto difference = JudgeAnswer(i, answer, TheirAnswer(answers[i]))) return difference;
    ++counts.pairs;
    counts.allowed += answer.decision == "allow" ? 1 : 0;
    counts.errors += answer.errors.empty() ? 0 : 1;
  }
  return std::nullopt;
}

}  // namespace rune::diff
