#include "ours.h"

#include <algorithm>
#include <stdexcept>

#include "base/json_writer.h"
#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"
#include "store/entity_json.h"

namespace rune::diff {
namespace {

// The reference has no bound of its own that a generated text would reach.
Bounds WideBounds() {
  Bounds bounds;
  bounds.json_depth = 1000;
  return bounds;
}

void WriteJson(const value::Json& json, JsonWriter& out) {
  switch (json.kind) {
    case value::Json::Kind::kNull: return out.Null();
    case value::Json::Kind::kBool: return out.Bool(json.boolean);
    case value::Json::Kind::kInteger: return out.Raw(std::to_string(json.integer));
    case value::Json::Kind::kString: return out.String(json.string);
    case value::Json::Kind::kArray:
      out.BeginArray();
      for (const value::Json& element : json.array) WriteJson(element, out);
      return out.End();
    case value::Json::Kind::kObject: break;
  }
  std::vector<const value::Json::Member*> members;
  for (const value::Json::Member& member : json.object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const value::Json::Member* m) { return m->first; });
  out.BeginObject();
  for (const value::Json::Member* member : members) {
    out.Key(member->first);
    WriteJson(member->second, out);
  }
  out.End();
}

}  // namespace

value::Json ParseJsonText(const std::string& text) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  const std::uint32_t file = map.Add("reply", text);
  std::optional<value::Json> json = value::ParseJson(map.Whole(file), WideBounds(), diagnostics);
  if (!json) {
    throw std::runtime_error("not JSON (" + diagnostics.all().at(0).message +
                             "): " + text.substr(0, 2000));
  }
  return *std::move(json);
}

std::string JsonText(const value::Json& json) {
  JsonWriter out;
  WriteJson(json, out);
  return out.Take();
}

Ours::Ours(const Setup& setup) {
  ReadPolicies(setup);
  ReadLinks(setup);
  ReadEntities(setup);
  ReadSchema(setup);
}

void Ours::Note(const text::Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.severity != Severity::kError || !problem.empty()) continue;
    problem = diagnostic.code + " " + diagnostic.message;
  }
}

void Ours::ReadPolicies(const Setup& setup) {
  text::Diagnostics diagnostics(map_);
  const std::uint32_t file = map_.Add("policies", setup.PolicyText());
  cedar::ParseOptions options;
  options.id_annotations = false;
  for (cedar::Policy& policy : cedar::ParsePolicies(map_.Whole(file), options, diagnostics)) {
    set.Add(std::move(policy), diagnostics);
  }
  policies_good = !diagnostics.has_errors();
  Note(diagnostics);
}

void Ours::ReadLinks(const Setup& setup) {
  text::Diagnostics diagnostics(map_);
  for (const LinkModel& link : setup.links) {
    set.AddLink({link.id, PolicyId(link.policy), {link.principal, link.resource}, {}}, diagnostics);
  }
  links_good = !diagnostics.has_errors();
  Note(diagnostics);
  instances = set.Instances();
}

void Ours::ReadEntities(const Setup& setup) {
  text::Diagnostics diagnostics(map_);
  const std::uint32_t file = map_.Add("entities", setup.EntitiesText());
  Result<store::Entities> built = store::LoadEntities(map_.Whole(file), Bounds{}, diagnostics);
  Note(diagnostics);
  if (diagnostics.has_errors()) return;
  entities_good = built.has_value();
  if (entities_good) {
    entities = *std::move(built);
  } else if (problem.empty()) {
    problem = built.error().message;
  }
}

void Ours::ReadSchema(const Setup& setup) {
  text::Diagnostics diagnostics(map_);
  cedar::SchemaFindings findings(diagnostics);
  const std::uint32_t file = map_.Add("schema", setup.schema);
  fragment = cedar::ReadFragment(map_.Whole(file), cedar::SchemaFormat::kCedar, Bounds{}, findings);
  if (fragment) schema = cedar::Resolve(std::span(&*fragment, 1), Bounds{}, findings);
  if (schema) index.emplace(*schema);
  for (const cedar::SchemaKind kind : findings.kinds()) {
    const bool warning =
        kind == cedar::SchemaKind::kShadowsBuiltin || kind == cedar::SchemaKind::kShadowsEntity;
    (warning ? schema_warnings : schema_kinds).insert(std::string(cedar::KindName(kind)));
  }
}

}  // namespace rune::diff
