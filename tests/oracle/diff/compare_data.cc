#include "compare_data.h"

#include "cedar/validate/request_check.h"
#include "cedar/validate/typed_json.h"
#include "store/entity_json.h"

namespace rune::diff {
namespace {

using cedar::DataFindings;

std::string Told(const DataFindings& findings) {
  if (findings.empty()) return "accepted";
  return std::string(cedar::DataKindName(findings[0].kind)) + ": " + findings[0].message;
}

// Whether the reference's first error (a path of kinds) is our first one.
bool SameKind(const DataFindings& findings, const value::Json& error) {
  const value::Json* errors = error.Find("errors");
  if (findings.empty() || errors == nullptr || errors->array.empty()) return false;
  std::string path = "/" + TextAt(errors->array[0], {"kind"}) + "/";
  // One kind for what makes no value, in an entity or in a context.
  if (path.starts_with("/ContextCreation/Evaluation/")) path += "EntityAttributeEvaluation/";
  return path.contains("/" + std::string(cedar::DataKindName(findings[0].kind)) + "/");
}

std::string Described(const store::Entities& entities) {
  std::vector<Entity> closed;
  for (const Entity& entity : entities.all()) {
    closed.push_back(entity);
    closed.back().parents = entities.Ancestors(entity.uid);
  }
  return store::WriteEntities(closed);
}

// The reference's export, read by ourselves.
std::string TheirEntities(const value::Json& list, const text::SourceMap& sources) {
  text::Diagnostics diagnostics(sources);
  std::vector<Entity> read;
  for (store::PlacedEntity& placed : store::ReadEntities(list, diagnostics)) {
    read.push_back(std::move(placed.entity));
  }
  if (diagnostics.has_errors()) return "unreadable: " + diagnostics.all()[0].message;
  const Result<store::Entities> built = store::Entities::Build(std::move(read));
  return built ? Described(*built) : built.error().message;
}

struct OurRequest {
  DataFindings findings;
  std::optional<Value::Fields> context;
};

OurRequest ReadRequest(const RequestModel& request, const cedar::Schema& schema) {
  OurRequest read;
  read.context = cedar::ReadTypedContext(ParseJsonText(request.context), request.action, schema,
                                         read.findings);
  if (!read.context) return read;
  const cedar::RequestParts parts{&request.principal, &request.action, &request.resource,
                                  &*read.context};
  if (auto finding = cedar::CheckRequest(parts, schema)) read.findings.push_back(*finding);
  return read;
}

}  // namespace

std::string AskEntities(const Setup& /*setup*/) { return R"({"op":"entities"})"; }

std::optional<Difference> JudgeEntities(const Setup& setup, const Ours& ours,
                                        const value::Json& result, Counts& counts) {
  const std::string stage = Stage(result);
  if (!ours.schema || (!stage.empty() && stage != "entities")) return std::nullopt;
  ++counts.other;
  DataFindings findings;
  const auto read =
      cedar::ReadTypedEntities(ParseJsonText(setup.EntitiesText()), *ours.schema, findings);
  if (read.has_value() != stage.empty()) {
    return Difference{"entities.accepted", std::nullopt, Told(findings),
                      JsonText(result).substr(0, 2000)};
  }
  if (!read) {
    if (SameKind(findings, *result.Find("error"))) return std::nullopt;
    return Difference{"entities.kind", std::nullopt, Told(findings), JsonText(result)};
  }
  const Result<store::Entities> built = store::Entities::Build(*read);
  const std::string our_text = built ? Described(*built) : built.error().message;
  const std::string their_text = TheirEntities(*result.Find("entities"), ours.sources());
  if (our_text == their_text) return std::nullopt;
  return Difference{"entities.content", std::nullopt, our_text, their_text};
}

std::string AskRequests(const Setup& setup) {
  std::string requests;
  for (std::size_t i = 0; i < setup.requests.size() && i < 10; ++i) {
    requests += (requests.empty() ? "" : ",") + Setup::RequestJson(setup.requests[i]);
  }
  return R"({"op":"request","requests":[)" + requests + "]}";
}

std::optional<Difference> JudgeRequests(const Setup& setup, const Ours& ours,
                                        const value::Json& result, Counts& counts) {
  if (!ours.schema || !Stage(result).empty()) return std::nullopt;
  const std::vector<value::Json>& answers = result.Find("answers")->array;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const OurRequest read = ReadRequest(setup.requests[i], *ours.schema);
    ++counts.other;
    const value::Json* error = answers[i].Find("error");
    const bool refused = !read.findings.empty();
    if (refused != (error != nullptr)) {
      return Difference{"requests.accepted", i, Told(read.findings), JsonText(answers[i])};
    }
    if (error != nullptr && !SameKind(read.findings, *error)) {
      return Difference{"requests.kind", i, Told(read.findings), JsonText(answers[i])};
    }
  }
  return std::nullopt;
}

}  // namespace rune::diff
