#include "compare_partial_eval.h"

#include <algorithm>

#include "cedar/evaluate/operation.h"
#include "cedar/partial/open_response.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"
#include "partial_world.h"
#include "value/print.h"

namespace rune::diff {
namespace {

using cedar::ExprId;
using cedar::ExprKind;
using cedar::ExtensionFunction;

// What of a request is open: the same for both sides, whatever else is left out.
struct Openness {
  std::uint64_t bits = 0;

  bool Principal() const { return (bits & 1) == 0; }
  bool Action() const { return (bits & 0x0E) == 0; }
  bool Resource() const { return (bits & 0x10) == 0; }
  bool Context() const { return (bits & 0x60) == 0; }
  // Of the fields of a context, one in four.
  bool Field(std::size_t at) const { return (bits >> (8 + at % 48) & 3) == 0; }
};

Openness OpennessOf(const RequestModel& request) { return {TextHash(Setup::RequestJson(request))}; }

// The context with some of its values unknown, the name of which is the key.
std::string OpenContextText(const RequestModel& request, const Openness& open) {
  const value::Json json = ParseJsonText(request.context);
  if (!json.is(value::Json::Kind::kObject)) return request.context;
  std::string out;
  for (std::size_t i = 0; i < json.object.size(); ++i) {
    const auto& [key, value] = json.object[i];
    out += (out.empty() ? "" : ",") + Quoted(key) + ":" +
           (open.Field(i) ? R"({"__extn":{"fn":"unknown","arg":)" + Quoted(key) + "}}"
                          : JsonText(value));
  }
  return "{" + out + "}";
}

// Extension values are spelled as they were made there and in one way here, and the order in which
// elements of a set are listed says nothing: both are made the same.
class Normaliser {
 public:
  explicit Normaliser(cedar::ExprPool pool) : pool_(std::move(pool)), values_(pool_.size()) {}

  cedar::ExprPool Normalise() {
    for (ExprId id = 0; id < pool_.size(); ++id) values_[id] = ConstantOf(pool_[id]);
    for (ExprId id = 0; id < pool_.size(); ++id) {
      if (values_[id]) MakeLiteral(id);
      if (pool_[id].kind == ExprKind::kSet) Sort(id);
    }
    return std::move(pool_);
  }

 private:
  // Of a literal text and of the calls that make extension values.
  std::optional<Value> ConstantOf(const cedar::Expr& node) const {
    if (node.kind == ExprKind::kLiteral) return node.literal();
    const bool makes =
        node.kind == ExprKind::kExtension && node.extension != ExtensionFunction::kUnknown &&
        (cedar::IsConstructor(node.extension) || node.extension == ExtensionFunction::kOffset);
    if (!makes) return std::nullopt;
    std::vector<Value> operands;
    for (const ExprId child : node.children()) {
      if (!values_[child]) return std::nullopt;
      operands.push_back(*values_[child]);
    }
    const Value context = Value::Record({});
    const store::Entities none;
    const Result<store::EntityView> view = store::EntityView::Make(none, {});
    WorkMeter meter = WideMeter();
    const cedar::Environment env{.principal = {},
                                 .action = {},
                                 .resource = {},
                                 .context = context,
                                 .entities = *view,
                                 .meter = meter};
    const auto value = cedar::ApplyOperator(node, std::move(operands), env);
    if (!value) return std::nullopt;
    return *value;
  }

  void MakeLiteral(ExprId id) {
    if (pool_[id].kind == ExprKind::kLiteral) return;
    cedar::Expr literal;
    literal.SetLiteral(pool_.memory().Keep(Value("value " + value::ToText(*values_[id]))));
    pool_.at(id) = literal;
  }

  void Sort(ExprId set) {
    std::vector<std::pair<std::string, ExprId>> printed;
    for (const ExprId id : pool_[set].children()) {
      printed.emplace_back(cedar::PrintExpr(pool_, id), id);
    }
    std::ranges::sort(printed);
    std::vector<ExprId> elements;
    for (const auto& [text, id] : printed) elements.push_back(id);
    pool_.at(set).SetChildren(pool_.memory().Kept(elements));
  }

  cedar::ExprPool pool_;
  std::vector<std::optional<Value>> values_;
};

// A residual as a text, read and written again.
std::string Normal(const std::string& residual) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("residual", residual);
  cedar::ParseOptions options;
  options.unknowns = cedar::Unknowns::kAllowed;
  options.bounds.depth = 1000;
  std::vector<cedar::Policy> policies = cedar::ParsePolicies(map.Whole(file), options, diagnostics);
  if (policies.size() != 1) return "unreadable: " + residual;
  policies[0].pool = Normaliser(std::move(policies[0].pool)).Normalise();
  std::ranges::sort(policies[0].annotations, {}, &cedar::Annotation::key);
  return cedar::PrintPolicyLine(policies[0]);
}

struct Shown {
  std::string decision;
  std::string classes;
  std::map<std::string, std::string> residuals;
};

std::optional<cedar::OpenRequest> OurRequest(const RequestModel& request) {
  const Openness is = OpennessOf(request);
  cedar::OpenRequest open;
  if (!is.Principal()) open.principal = request.principal;
  if (!is.Action()) open.action = request.action;
  if (!is.Resource()) open.resource = request.resource;
  if (is.Context()) return open;
  const value::Json json = ParseJsonText(OpenContextText(request, is));
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  if (cedar::HasUnknowns(json)) {
    auto context = cedar::ReadOpenContext(json, diagnostics);
    if (!context) return std::nullopt;
    open.context = *std::move(context);
    return open;
  }
  const auto context =
      value::ToValue(json, value::Escapes::kInterpret, value::Arrays::kSets, diagnostics);
  if (!context || !context->is(ValueKind::kRecord)) return std::nullopt;
  open.context = context->fields();
  return open;
}

std::string Classes(const std::string& satisfied, const std::string& errored,
                    const std::string& may, const std::string& must) {
  return "satisfied: " + satisfied + "\nerrored: " + errored + "\nmay: " + may + "\nmust: " + must;
}

Shown OurAnswer(const Ours& ours, const store::EntityView& view, const RequestModel& request) {
  const auto open = OurRequest(request);
  if (!open) return {"error context", "", {}};
  WorkMeter meter = WideMeter();
  const auto response = cedar::AuthorizeOpen(ours.set, *open, view, {}, meter);
  if (!response) return {"error " + std::string(cedar::TpeErrorName(response.error())), "", {}};
  Shown shown;
  shown.decision = !response->allow() ? "unknown" : *response->allow() ? "allow" : "deny";
  shown.classes = Classes(InOrder(response->Satisfied()), InOrder(response->Errored()),
                          InOrder(response->MayDetermine()), InOrder(response->MustDetermine()));
  for (const cedar::Policy& policy : response->Undecided()) {
    shown.residuals.emplace(policy.id, cedar::PrintPolicyLine(policy));
  }
  return shown;
}

Shown TheirAnswer(const value::Json& answer) {
  if (const std::string stage = Stage(answer); !stage.empty()) return {"error " + stage, "", {}};
  Shown shown;
  shown.decision = answer.Find("decision")->is(value::Json::Kind::kNull)
                       ? "unknown"
                       : TextAt(answer, {"decision"});
  shown.classes = Classes(InOrder(answer.Find("satisfied")), InOrder(answer.Find("errored")),
                          InOrder(answer.Find("may")), InOrder(answer.Find("must")));
  for (const auto& [id, residual] : answer.Find("residuals")->object) {
    shown.residuals.emplace(id, TextAt(residual, {"text"}));
  }
  return shown;
}

// The reference leaves a slot unfilled in a part that it shows as it was written.
bool HasSlot(const std::string& text) {
  return text.contains("?principal") || text.contains("?resource");
}

std::optional<Difference> JudgeAnswer(std::size_t at, const Shown& ours, const Shown& theirs) {
  if (ours.decision != theirs.decision) {
    return Difference{"partial_eval.decision", at, ours.decision + "\n" + ours.classes,
                      theirs.decision + "\n" + theirs.classes};
  }
  if (ours.classes != theirs.classes) {
    return Difference{"partial_eval.classes", at, ours.classes, theirs.classes};
  }
  for (const auto& [id, text] : ours.residuals) {
    const auto other = theirs.residuals.find(id);
    const std::string written = other == theirs.residuals.end() ? "none" : other->second;
    if (HasSlot(written) || Normal(text) == Normal(written)) continue;
    return Difference{"partial_eval.residual", at, id + " " + text, id + " " + written};
  }
  return std::nullopt;
}

}  // namespace

std::string AskPartialEval(const Setup& setup) {
  std::string requests;
  for (const RequestModel& request : setup.requests) {
    if (!PlainContext(request)) return "";
    const Openness open = OpennessOf(request);
    std::string parts;
    const auto add = [&](const char* name, const std::string& json) {
      parts += (parts.empty() ? "\"" : ",\"") + std::string(name) + "\":" + json;
    };
    if (!open.Principal()) add("principal", UidJson(request.principal));
    if (!open.Action()) add("action", UidJson(request.action));
    if (!open.Resource()) add("resource", UidJson(request.resource));
    if (!open.Context()) add("context", OpenContextText(request, open));
    requests += (requests.empty() ? "{" : ",{") + parts + "}";
  }
  return R"({"op":"partial_eval","typed":false,"requests":[)" + requests + "]}";
}

std::optional<Difference> JudgePartialEval(const Setup& setup, const Ours& ours,
                                           const value::Json& result, Counts& counts) {
  const bool read = ours.policies_good && ours.links_good && ours.entities_good;
  if (!read || !Stage(result).empty()) return std::nullopt;  // `authorize` judges what is read
  const Result<store::EntityView> view = store::EntityView::Make(ours.entities, {});
  for (std::size_t i = 0; i < setup.requests.size(); ++i) {
    const Shown answer = OurAnswer(ours, *view, setup.requests[i]);
    auto difference = JudgeAnswer(i, answer, TheirAnswer(result.Find("answers")->array.at(i)));
    if (difference) return difference;
    ++counts.other;
    // Where something was left to decide.
    counts.pairs += answer.residuals.empty() ? 0 : 1;
  }
  return std::nullopt;
}

}  // namespace rune::diff
