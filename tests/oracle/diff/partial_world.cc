#include "partial_world.h"

#include <algorithm>
#include <functional>

#include "base/json_writer.h"
#include "cedar/schema/read.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/typed_json.h"

namespace rune::diff {
namespace {

std::optional<value::Json> Parsed(const std::string& text) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("data", text);
  return value::ParseJson(map.Whole(file), Bounds{}, diagnostics);
}

std::optional<cedar::Schema> ReadSchema(const Setup& setup) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("schema", setup.schema);
  return cedar::ReadSchema(map.Whole(file), cedar::SchemaFormat::kCedar, Bounds{}, diagnostics);
}

}  // namespace

// FNV-1a, so that every machine takes the same.
std::uint64_t TextHash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash ^ (hash >> 29);
}

Knowledge KnowledgeOf(const RequestModel& request) {
  const std::uint64_t hash = TextHash(Setup::RequestJson(request));
  return {(hash & 3) != 0, (hash & 12) == 0, (hash & 48) != 0};
}

std::size_t PartialRequests(const Setup& setup) {
  return std::min<std::size_t>(setup.requests.size(), 12);
}

std::string PartialEntitiesText(const Setup& setup) {
  const bool all_parents = setup.seed % 2 == 0;
  // One bad entity hides everything behind it, so that mostly there are none.
  const bool any = setup.seed % 8 == 0;
  const std::optional<cedar::Schema> schema = any ? std::nullopt : ReadSchema(setup);
  std::optional<cedar::SchemaIndex> index;
  if (schema) index.emplace(*schema);
  std::string out;
  for (const std::string& entity : setup.entities) {
    std::optional<value::Json> json = Parsed(entity);
    const std::uint64_t hash = TextHash(entity);
    if (!json || hash % 4 == 0) continue;
    std::erase_if(json->object, [&](const value::Json::Member& member) {
      if (member.first == "attrs") return (hash & 0x30) == 0;
      if (member.first == "parents") return !all_parents && (hash & 0xC0) == 0;
      return member.first == "tags" && (hash & 0x300) == 0;
    });
    const std::string text = JsonText(*json);
    if (index && !cedar::ReadPartialEntities(ParseJsonText("[" + text + "]"), *index)) continue;
    out += (out.empty() ? "" : ",") + text;
  }
  return "[" + out + "]";
}

std::string Quoted(const std::string& text) {
  JsonWriter out;
  out.String(text);
  return out.Take();
}

std::string UidOrTypeJson(const EntityUid& uid, bool known) {
  return known ? UidJson(uid) : R"({"type":)" + Quoted(uid.type) + "}";
}

WholeWorld::WholeWorld(const Setup& setup, const Ours& ours) {
  const std::optional<value::Json> json = Parsed(setup.EntitiesText());
  if (!json || !ours.schema) return;
  cedar::DataFindings findings;
  auto read = cedar::ReadTypedEntities(*json, *ours.schema, findings);
  if (!read) return;
  Result<store::Entities> built = store::Entities::Build(*std::move(read));
  if (!built) return;
  entities_ = *std::move(built);
  Result<store::EntityView> view = store::EntityView::Make(entities_, {});
  if (view) view_ = std::make_unique<store::EntityView>(*std::move(view));
}

std::optional<Value::Fields> TypedContext(const Ours& ours, const RequestModel& request) {
  const std::optional<value::Json> json = Parsed(request.context);
  cedar::DataFindings findings;
  if (!json) return std::nullopt;
  return cedar::ReadTypedContext(*json, request.action, *ours.schema, findings);
}

bool PlainContext(const RequestModel& request) { return Parsed(request.context).has_value(); }

std::optional<std::string> RequestProblem(const Ours& ours, const cedar::ConcreteRequest& request) {
  const auto problem = cedar::CheckRequest(
      {&request.principal, &request.action, &request.resource, &request.context}, *ours.schema);
  if (!problem) return std::nullopt;
  return std::string(cedar::DataKindName(problem->kind));
}

std::string KindOf(const value::Json& error) {
  const value::Json* errors = error.Find("errors");
  if (errors == nullptr || errors->array.empty()) return "";
  std::string kind = TextAt(errors->array[0], {"kind"});
  // What fails while a value of an entity is made is the evaluator's own error there.
  if (kind.contains("RestrictedExprEvaluation")) return "EntityAttributeEvaluation";
  kind = kind.substr(kind.rfind('/') + 1);
  return kind.ends_with("Error") ? kind.substr(0, kind.size() - 5) : kind;
}

WorkMeter WideMeter() { return {Bounds{}.request_steps * 100, Bounds{}.request_facts}; }

}  // namespace rune::diff
