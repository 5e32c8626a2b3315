#include "compare_link.h"

#include "base/json_writer.h"
#include "cedar/schema/link.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "random.h"
#include "schema_maker.h"

namespace rune::diff {
namespace {

// Reads and joins schemas.
class Joined {
 public:
  Joined(const std::vector<std::string>& texts, cedar::SchemaFormat format) {
    std::vector<cedar::Schema> schemas;
    for (const std::string& text : texts) {
      if (text.empty()) continue;
      const std::uint32_t file = map_.Add("schema", text);
      const auto fragment = cedar::ReadFragment(map_.Whole(file), format, Bounds{}, findings_);
      std::optional<cedar::Schema> schema;
      if (fragment) schema = cedar::Resolve(std::span(&*fragment, 1), Bounds{}, findings_);
      if (!schema) {
        stage_ = "schema";
        return;
      }
      schemas.push_back(*std::move(schema));
    }
    const auto linked = cedar::Link(std::move(schemas), findings_);
    const auto fragment = linked ? cedar::ToFragment(*linked, findings_) : std::nullopt;
    if (!fragment) {
      stage_ = "link";
      return;
    }
    json_ = JsonText(ParseJsonText(cedar::ToJson(*fragment)));
  }

  const std::string& stage() const { return stage_; }
  const std::string& json() const { return json_; }
  std::string Shown() const {
    std::string out = stage_.empty() ? "accepted" : "refused at " + stage_ + ":";
    for (const cedar::SchemaKind kind : findings_.kinds()) {
      out += " " + std::string(cedar::KindName(kind));
    }
    return out;
  }
  bool Tells(const std::string& path) const {
    for (const cedar::SchemaKind kind : findings_.kinds()) {
      const std::string name(cedar::KindName(kind));
      const std::string_view theirs = name == "Syntax" ? "SyntaxError" : std::string_view(name);
      if (("/" + path + "/").contains("/" + std::string(theirs) + "/")) return true;
    }
    return false;
  }

 private:
  text::SourceMap map_;
  text::Diagnostics diagnostics_{map_};
  cedar::SchemaFindings findings_{diagnostics_};
  std::string stage_;
  std::string json_;
};

std::optional<Difference> Judge(const std::string& what, const Joined& ours,
                                const value::Json& result, Counts& counts) {
  ++counts.other;
  const std::string theirs = JsonText(result).substr(0, 4000);
  if (ours.stage() != Stage(result)) {
    return Difference{what + ".accepted", std::nullopt, ours.Shown() + "\n" + ours.json(), theirs};
  }
  if (!ours.stage().empty()) {
    const value::Json& errors = *result.Find("error")->Find("errors");
    const std::string path = errors.array.empty() ? "" : TextAt(errors.array[0], {"kind"});
    if (ours.Tells(path)) return std::nullopt;
    return Difference{what + ".kind", std::nullopt, ours.Shown(), theirs};
  }
  const std::string their_json = JsonText(*result.Find("json"));
  if (ours.json() == their_json) return std::nullopt;
  return Difference{what + ".json", std::nullopt, ours.json(), their_json};
}

// Empty where the schema is none.
std::string SchemaJson(const Setup& setup) {
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  cedar::SchemaFindings findings(diagnostics);
  const std::uint32_t file = map.Add("schema", setup.schema);
  const auto fragment =
      cedar::ReadFragment(map.Whole(file), cedar::SchemaFormat::kCedar, Bounds{}, findings);
  if (!fragment) return {};
  std::string json = cedar::ToJson(*fragment);
  Random random(setup.seed);
  return random.Chance(0.33) ? BreakText(std::move(json), random) : json;
}

}  // namespace

std::string AskLink(const Setup& setup) {
  if (setup.parts.empty()) return {};
  JsonWriter json;
  json.BeginObject();
  json.Member("op", "link_schemas");
  json.Key("schemas");
  json.BeginArray();
  for (const std::string& part : setup.parts) {
    if (!part.empty()) json.String(part);
  }
  json.End();
  json.End();
  return json.Take();
}

std::optional<Difference> JudgeLink(const Setup& setup, const Ours& /*ours*/,
                                    const value::Json& result, Counts& counts) {
  const Joined joined(setup.parts, cedar::SchemaFormat::kCedar);
  return Judge("link", joined, result, counts);
}

std::string AskSchemaJson(const Setup& setup) {
  const std::string text = SchemaJson(setup);
  if (text.empty()) return {};
  JsonWriter json;
  json.BeginObject();
  json.Member("op", "link_schemas");
  json.Key("schemas");
  json.BeginArray();
  json.BeginObject();
  json.Member("json_text", text);
  json.End();
  json.End();
  json.End();
  return json.Take();
}

std::optional<Difference> JudgeSchemaJson(const Setup& setup, const Ours& /*ours*/,
                                          const value::Json& result, Counts& counts) {
  const Joined joined({SchemaJson(setup)}, cedar::SchemaFormat::kJson);
  return Judge("schema_json", joined, result, counts);
}

}  // namespace rune::diff
