// Questions and batches: compare_tpe.h.
#include <algorithm>

#include "cedar/tpe/batched.h"
#include "cedar/tpe/query.h"
#include "compare_tpe.h"
#include "partial_world.h"

namespace rune::diff {
namespace {

constexpr std::size_t kQueries = 4;

std::string Failure(const cedar::TpeError& error) {
  return "error " + std::string(cedar::TpeErrorName(error));
}

std::string TheirFailure(const value::Json& answer) {
  const std::string stage = Stage(answer);
  return "error " + (stage == "context" ? stage : KindOf(*answer.Find("error")));
}

std::string UidText(const std::string& type, const std::string& id) { return type + " " + id; }

struct Question {
  const char* op;
  bool principal = false;  // known
  bool resource = false;
  bool action = true;
  bool context = true;
};
constexpr Question kPrincipal = {"query_principal", false, true};
constexpr Question kResource = {"query_resource", true, false};
constexpr Question kBatched = {"batched", true, true};

std::size_t Count(const Setup& setup) { return std::min(setup.requests.size(), kQueries); }

std::string Ask(const Setup& setup, const Question& question, const std::string& more = "") {
  std::string requests;
  for (std::size_t i = 0; i < Count(setup); ++i) {
    const RequestModel& request = setup.requests[i];
    if (!PlainContext(request)) return "";
    requests += (requests.empty() ? "" : ",") + std::string(R"({"principal":)") +
                UidOrTypeJson(request.principal, question.principal) + R"(,"action":)" +
                UidJson(request.action) + R"(,"resource":)" +
                UidOrTypeJson(request.resource, question.resource) + R"(,"context":)" +
                request.context + "}";
  }
  return R"({"op":")" + std::string(question.op) + R"(")" + more + R"(,"requests":[)" + requests +
         "]}";
}

cedar::PartialUid Part(const EntityUid& uid, bool known) {
  return known ? cedar::PartialUid(uid) : cedar::PartialUid(uid.type);
}

std::string UidsText(std::vector<EntityUid> uids) {
  std::ranges::sort(uids);
  std::string text;
  for (const EntityUid& uid : uids) text += UidText(uid.type, uid.id) + "\n";
  return text;
}

cedar::TpeResult<cedar::PartialRequest> PartialOf(const Ours& ours, const RequestModel& request,
                                                  const Question& question, Value::Fields context) {
  return cedar::PartialRequest::Make(Part(request.principal, question.principal), request.action,
                                     Part(request.resource, question.resource), std::move(context),
                                     *ours.index);
}

std::string OurUids(const Ours& ours, const WholeWorld& whole, const RequestModel& request,
                    const Question& question) {
  std::optional<Value::Fields> context = TypedContext(ours, request);
  if (!context) return "error context";
  const auto partial = PartialOf(ours, request, question, *std::move(context));
  if (!partial) return Failure(partial.error());
  WorkMeter meter = WideMeter();
  auto* const ask = question.principal ? cedar::QueryResource : cedar::QueryPrincipal;
  auto found = ask(ours.set, *partial, whole.entities(), *ours.index, meter);
  return found ? UidsText(*std::move(found)) : Failure(found.error());
}

// An IPv6 address that stands for an IPv4 one, as residuals write it: `::ffff:7f00:1`.
bool IsMappedAddress(const std::string& text) {
  return text.starts_with("::ffff:") && std::ranges::count(text, ':') == 4;
}

// The residual as the reference takes it: it writes such an address in a form that it does not read
// again (compare_tpe.cc), so that evaluating it is an error.
cedar::Policy Misread(cedar::Policy policy) {
  cedar::ExprPool& pool = policy.pool;
  for (cedar::ExprId id = 0; id < pool.size(); ++id) {
    const cedar::Expr& call = pool[id];
    if (call.kind != cedar::ExprKind::kExtension) continue;
    if (call.extension != cedar::ExtensionFunction::kIp) continue;
    const cedar::ExprId text = call.children()[0];
    const cedar::Expr& written = pool[text];
    if (written.kind != cedar::ExprKind::kLiteral) continue;
    if (!IsMappedAddress(written.literal().as_string())) continue;
    pool.at(text).SetLiteral(pool.memory().Keep(Value("not read")));
  }
  return policy;
}

// The entities of the type that is asked about whose requests the policies allow.
std::string UidsAllowed(const std::vector<cedar::Policy>& policies, const WholeWorld& whole,
                        const RequestModel& request, const Question& question,
                        const Value& context) {
  std::vector<cedar::Instance> instances;
  for (const cedar::Policy& policy : policies) instances.push_back({&policy, policy.id, {}, {}});
  const EntityUid& open = question.principal ? request.resource : request.principal;
  WorkMeter meter = WideMeter();
  std::vector<EntityUid> found;
  for (const EntityUid& uid : whole.entities().AllUids()) {
    if (uid.type != open.type) continue;
    const cedar::Environment environment{.principal = question.principal ? request.principal : uid,
                                         .action = request.action,
                                         .resource = question.principal ? uid : request.resource,
                                         .context = context,
                                         .entities = whole.entities(),
                                         .meter = meter};
    const auto evaluation = cedar::EvaluatePolicies(instances, environment);
    if (evaluation && cedar::Authorize(*evaluation).allow) found.push_back(uid);
  }
  return UidsText(std::move(found));
}

// What the reference finds where it answers by way of residuals. None where it does not.
std::optional<std::string> UidsByMisreading(const Ours& ours, const WholeWorld& whole,
                                            const RequestModel& request, const Question& question) {
  const std::optional<Value::Fields> context = TypedContext(ours, request);
  if (!context) return std::nullopt;
  const auto partial = PartialOf(ours, request, question, *context);
  const auto entities = cedar::PartialEntities::FromSource(whole.entities(), *ours.index);
  if (!partial || !entities) return std::nullopt;
  WorkMeter meter = WideMeter();
  const auto response =
      cedar::AuthorizePartially(ours.set, *partial, *entities, *ours.index, meter);
  if (!response || response->allow()) return std::nullopt;
  std::vector<cedar::Policy> policies;
  for (const cedar::Policy& policy : response->policies()) policies.push_back(Misread(policy));
  return UidsAllowed(policies, whole, request, question, Value::Record(*context));
}

std::string TheirUids(const value::Json& answer) {
  if (!Stage(answer).empty()) return TheirFailure(answer);
  std::string text;
  for (const value::Json& uid : answer.Find("uids")->array) {
    text += UidText(uid.array[0].string, uid.array[1].string) + "\n";
  }
  return text;
}

// Whether there is something to compare.
bool Ready(const Ours& ours, const value::Json& result) {
  return ours.policies_good && ours.links_good && ours.index && Stage(result).empty();
}

std::optional<Difference> JudgeUids(const Setup& setup, const Ours& ours, const value::Json& result,
                                    Counts& counts, const Question& question) {
  if (!Ready(ours, result)) return std::nullopt;
  const WholeWorld whole(setup, ours);
  if (!whole.good()) {
    return Difference{std::string(question.op) + ".entities", std::nullopt, "refused", "accepted"};
  }
  for (std::size_t i = 0; i < Count(setup); ++i) {
    ++counts.other;
    const std::string a = OurUids(ours, whole, setup.requests[i], question);
    const std::string b = TheirUids(result.Find("answers")->array.at(i));
    if (a == b || b == UidsByMisreading(ours, whole, setup.requests[i], question)) continue;
    return Difference{question.op, i, a, b};
  }
  return std::nullopt;
}

std::string OurBatched(const Setup& setup, const Ours& ours, const WholeWorld& whole,
                       const cedar::ConcreteRequest& request) {
  if (const auto problem = RequestProblem(ours, request)) return "error " + *problem;
  cedar::SourceLoader loader(whole.entities());
  WorkMeter meter = WideMeter();
  const auto allowed =
      cedar::AuthorizeBatched(ours.set, request, *ours.index, loader, setup.seed % 4, meter);
  if (!allowed) return Failure(allowed.error());
  return *allowed ? "allow" : "deny";
}

}  // namespace

std::string AskQueryPrincipal(const Setup& setup) { return Ask(setup, kPrincipal); }
std::optional<Difference> JudgeQueryPrincipal(const Setup& setup, const Ours& ours,
                                              const value::Json& result, Counts& counts) {
  return JudgeUids(setup, ours, result, counts, kPrincipal);
}

std::string AskQueryResource(const Setup& setup) { return Ask(setup, kResource); }
std::optional<Difference> JudgeQueryResource(const Setup& setup, const Ours& ours,
                                             const value::Json& result, Counts& counts) {
  return JudgeUids(setup, ours, result, counts, kResource);
}

std::string AskQueryAction(const Setup& setup) {
  std::string requests;
  for (std::size_t i = 0; i < Count(setup); ++i) {
    const RequestModel& request = setup.requests[i];
    const Knowledge known = KnowledgeOf(request);
    requests += (requests.empty() ? "" : ",") + std::string(R"({"principal":)") +
                UidOrTypeJson(request.principal, known.principal) + R"(,"resource":)" +
                UidOrTypeJson(request.resource, known.resource) + "}";
  }
  return R"({"op":"query_action","partial_entities":)" + PartialEntitiesText(setup) +
         R"(,"requests":[)" + requests + "]}";
}

std::optional<Difference> JudgeQueryAction(const Setup& setup, const Ours& ours,
                                           const value::Json& result, Counts& counts) {
  if (!Ready(ours, result)) return std::nullopt;
  const auto entities =
      cedar::ReadPartialEntities(ParseJsonText(PartialEntitiesText(setup)), *ours.index);
  if (!entities) return Difference{"query_action.entities", std::nullopt, "refused", "accepted"};
  for (std::size_t i = 0; i < Count(setup); ++i) {
    const RequestModel& request = setup.requests[i];
    const Knowledge known = KnowledgeOf(request);
    WorkMeter meter = WideMeter();
    const auto found = cedar::QueryAction(ours.set, Part(request.principal, known.principal),
                                          Part(request.resource, known.resource), std::nullopt,
                                          *entities, *ours.index, meter);
    std::string a = found ? "" : Failure(found.error());
    if (found) {
      for (const cedar::ActionAnswer& answer : *found) {
        a += UidText(answer.action.type, answer.action.id) + (answer.certain ? " allow\n" : "\n");
      }
    }
    const value::Json& theirs = result.Find("answers")->array.at(i);
    std::string b = Stage(theirs).empty() ? "" : TheirFailure(theirs);
    if (b.empty()) {
      for (const value::Json& action : theirs.Find("actions")->array) {
        b += UidText(action.array[0].string, action.array[1].string) +
             (action.array[2].is(value::Json::Kind::kNull) ? "\n" : " allow\n");
      }
    }
    ++counts.other;
    if (a != b) return Difference{"query_action", i, a, b};
  }
  return std::nullopt;
}

std::string AskBatched(const Setup& setup) {
  return Ask(setup, kBatched, R"(,"iterations":)" + std::to_string(setup.seed % 4));
}

std::optional<Difference> JudgeBatched(const Setup& setup, const Ours& ours,
                                       const value::Json& result, Counts& counts) {
  if (!Ready(ours, result)) return std::nullopt;
  const WholeWorld whole(setup, ours);
  if (!whole.good()) return Difference{"batched.entities", std::nullopt, "refused", "accepted"};
  for (std::size_t i = 0; i < Count(setup); ++i) {
    const RequestModel& request = setup.requests[i];
    std::optional<Value::Fields> context = TypedContext(ours, request);
    std::string a = "error context";
    if (context) {
      const cedar::ConcreteRequest concrete{request.principal, request.action, request.resource,
                                            *std::move(context)};
      a = OurBatched(setup, ours, whole, concrete);
    }
    const value::Json& theirs = result.Find("answers")->array.at(i);
    const std::string b =
        Stage(theirs).empty() ? TextAt(theirs, {"decision"}) : TheirFailure(theirs);
    ++counts.other;
    if (a != b) return Difference{"batched", i, a, b};
  }
  return std::nullopt;
}

}  // namespace rune::diff
