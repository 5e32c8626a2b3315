#include "compare_tpe.h"

#include "cedar/json/policy_json.h"
#include "cedar/syntax/print.h"
#include "cedar/tpe/partial_response.h"
#include "partial_world.h"

namespace rune::diff {
namespace {

// Sets of literals are unordered in truth; how they are listed is judged apart from the rest.
struct Shown {
  std::string decision;
  std::string classes;
  std::string json;
  std::string text;
  std::string then;
};

constexpr std::pair<const char*, cedar::ResidualClass> kClasses[] = {
    {"true", cedar::ResidualClass::kTrue},
    {"false", cedar::ResidualClass::kFalse},
    {"error", cedar::ResidualClass::kError},
    {"residual", cedar::ResidualClass::kResidual},
};

std::string Again(const Ours& ours, const WholeWorld& whole, const RequestModel& request,
                  const cedar::PartialResponse& response) {
  std::optional<Value::Fields> context = TypedContext(ours, request);
  if (!context) return "error context";
  const cedar::ConcreteRequest concrete{request.principal, request.action, request.resource,
                                        *std::move(context)};
  if (const auto problem = RequestProblem(ours, concrete)) return "error " + *problem;
  if (!whole.good()) return "error entities";
  WorkMeter meter = WideMeter();
  const auto decided = response.Reauthorize(concrete, whole.entities(), meter);
  if (!decided) return "error " + std::string(cedar::TpeErrorName(decided.error()));
  return (decided->allow ? "allow; " : "deny; ") + InOrder(decided->reasons) + "; " +
         InOrder(decided->errors);
}

// The reference writes an IPv6 address that stands for an IPv4 one as `::ffff:127.0.0.1`, which it
// does not read again, so that what it decides from there is an error.
bool HasMappedAddress(const std::string& json) {
  const std::size_t at = json.find("::ffff:");
  return at != std::string::npos && json.find_first_of(".\"/", at) != std::string::npos &&
         json[json.find_first_of(".\"/", at)] == '.';
}

std::string AgainTheirs(const value::Json& then) {
  if (const std::string stage = Stage(then); !stage.empty()) {
    return "error " + (stage == "context" ? stage : KindOf(*then.Find("error")));
  }
  std::vector<std::string> errors;
  for (const value::Json& error : then.Find("errors")->array) {
    errors.push_back(TextAt(error, {"policy"}));
  }
  return TextAt(then, {"decision"}) + "; " + InOrder(then.Find("reasons")) + "; " +
         InOrder(std::move(errors));
}

Shown OurAnswer(const Ours& ours, const cedar::PartialEntities& entities, const WholeWorld& whole,
                const RequestModel& request) {
  const Knowledge known = KnowledgeOf(request);
  std::optional<Value::Fields> context;
  if (known.context) {
    context = TypedContext(ours, request);
    if (!context) return {"error context", "", "", "", ""};
  }
  const auto part = [](const EntityUid& uid, bool id) {
    return id ? cedar::PartialUid(uid) : cedar::PartialUid(uid.type);
  };
  const auto partial = cedar::PartialRequest::Make(
      part(request.principal, known.principal), request.action,
      part(request.resource, known.resource), std::move(context), *ours.index);
  const auto failed = [](const cedar::TpeError& error) {
    return Shown{"error " + std::string(cedar::TpeErrorName(error)), "", "", "", ""};
  };
  if (!partial) return failed(partial.error());
  WorkMeter meter = WideMeter();
  const auto response = cedar::AuthorizePartially(ours.set, *partial, entities, *ours.index, meter);
  if (!response) return failed(response.error());
  Shown shown;
  shown.decision = !response->allow() ? "unknown" : *response->allow() ? "allow" : "deny";
  if (const auto reasons = response->Reasons()) shown.decision += "; " + InOrder(*reasons);
  for (const cedar::Effect effect : {cedar::Effect::kPermit, cedar::Effect::kForbid}) {
    for (const auto& [name, is] : kClasses) {
      shown.classes += std::string(name) + ": " + InOrder(response->Of(effect, is)) + "\n";
    }
  }
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  std::vector<std::string> jsons;
  std::vector<std::string> texts;
  for (const cedar::Policy& policy : response->ResidualPolicies()) {
    const std::string json = cedar::WritePolicyJson(policy, diagnostics).value_or("none");
    jsons.push_back("\n" + policy.id + " " + JsonText(ParseJsonText(json)));
    texts.push_back("\n" + policy.id + " " + cedar::PrintCorePolicy(policy));
  }
  shown.json = InOrder(std::move(jsons));
  shown.text = InOrder(std::move(texts));
  shown.then = Again(ours, whole, request, *response);
  return shown;
}

Shown TheirAnswer(const value::Json& answer) {
  if (const std::string stage = Stage(answer); !stage.empty()) {
    if (stage == "entities") return {"error entities", "", "", "", "error entities"};
    return {"error " + (stage == "context" ? stage : KindOf(*answer.Find("error"))), "", "", "",
            ""};
  }
  Shown shown;
  shown.decision = answer.Find("decision")->is(value::Json::Kind::kNull)
                       ? "unknown"
                       : TextAt(answer, {"decision"}) + "; " + InOrder(answer.Find("reasons"));
  for (const char* effect : {"permits", "forbids"}) {
    for (const auto& [name, is] : kClasses) {
      shown.classes += std::string(name) + ": " + InOrder(answer.Find(effect)->Find(name)) + "\n";
    }
  }
  std::vector<std::string> jsons;
  std::vector<std::string> texts;
  for (const auto& [id, residual] : answer.Find("residuals")->object) {
    jsons.push_back("\n" + id + " " + JsonText(*residual.Find("json")));
    texts.push_back("\n" + id + " " + TextAt(residual, {"text"}));
  }
  shown.json = InOrder(std::move(jsons));
  shown.text = InOrder(std::move(texts));
  shown.then = AgainTheirs(*answer.Find("then"));
  return shown;
}

std::optional<Difference> JudgeAnswer(std::size_t at, const Shown& ours, const Shown& theirs) {
  if (theirs.decision == "error entities" && ours.then == "error entities") return std::nullopt;
  const auto differ = [&](const char* what, const std::string& a,
                          const std::string& b) -> std::optional<Difference> {
    if (a == b) return std::nullopt;
    return Difference{what, at, a + "\n" + ours.text, b + "\n" + theirs.text};
  };
  if (auto found = differ("tpe.decision", ours.decision, theirs.decision)) return found;
  if (auto found = differ("tpe.classes", ours.classes, theirs.classes)) return found;
  if (HasMappedAddress(theirs.json)) return std::nullopt;
  if (auto found = differ("tpe.json", ours.json, theirs.json)) return found;
  if (auto found = differ("tpe.text", ours.text, theirs.text)) return found;
  return differ("tpe.again", ours.then, theirs.then);
}

}  // namespace

std::string AskTpe(const Setup& setup) {
  std::string requests;
  for (std::size_t i = 0; i < PartialRequests(setup); ++i) {
    const RequestModel& request = setup.requests[i];
    if (!PlainContext(request)) return "";
    const Knowledge known = KnowledgeOf(request);
    requests += (requests.empty() ? "" : ",") + std::string(R"({"principal":)") +
                UidOrTypeJson(request.principal, known.principal) + R"(,"action":)" +
                UidJson(request.action) + R"(,"resource":)" +
                UidOrTypeJson(request.resource, known.resource);
    if (known.context) requests += R"(,"context":)" + request.context;
    requests += R"(,"then":)" + Setup::RequestJson(request) + "}";
  }
  return R"({"op":"tpe","partial_entities":)" + PartialEntitiesText(setup) + R"(,"requests":[)" +
         requests + "]}";
}

std::optional<Difference> JudgeTpe(const Setup& setup, const Ours& ours, const value::Json& result,
                                   Counts& counts) {
  if (!ours.policies_good || !ours.links_good || !ours.index) return std::nullopt;
  const std::string stage = Stage(result);
  if (!stage.empty() && stage != "partial_entities") return std::nullopt;
  const auto entities =
      cedar::ReadPartialEntities(ParseJsonText(PartialEntitiesText(setup)), *ours.index);
  const std::string refused = entities ? "" : std::string(cedar::TpeErrorName(entities.error()));
  const std::string refused_theirs = stage.empty() ? "" : KindOf(*result.Find("error"));
  // Of several bad entities the reference names any.
  if (refused.empty() != refused_theirs.empty()) {
    return Difference{"tpe.entities", std::nullopt, refused, JsonText(result).substr(0, 1000)};
  }
  if (!entities) return std::nullopt;
  const WholeWorld whole(setup, ours);
  for (std::size_t i = 0; i < PartialRequests(setup); ++i) {
    const Shown answer = OurAnswer(ours, *entities, whole, setup.requests[i]);
    auto difference = JudgeAnswer(i, answer, TheirAnswer(result.Find("answers")->array.at(i)));
    if (difference) return difference;
    ++counts.other;
    // Where something was left to decide.
    counts.pairs += answer.json.empty() ? 0 : 1;
  }
  return std::nullopt;
}

}  // namespace rune::diff
