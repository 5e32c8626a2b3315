#include "compare_schema.h"

#include <algorithm>
#include <set>

#include "cedar/schema/print.h"
#include "cedar/schema/read.h"

namespace rune::diff {
namespace {

std::string LastPart(const std::string& kind) { return kind.substr(kind.rfind('/') + 1); }

std::string Joined(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
  return out;
}

// The reference tells one kind (the path of an error's variants); all that we tell are right if it
// is among them.
bool TellsTheirs(const Ours& ours, const value::Json& errors) {
  return std::ranges::any_of(errors.array, [&](const value::Json& error) {
    const std::string path = "/" + TextAt(error, {"kind"}) + "/";
    return std::ranges::any_of(ours.schema_kinds, [&](const std::string& kind) {
      return path.contains("/" + (kind == "Syntax" ? "SyntaxError" : kind) + "/");
    });
  });
}

// A part of their answer, or that it could not be had.
std::string Part(const value::Json& result, std::string_view name) {
  const value::Json* part = result.Find(name);
  if (part == nullptr) return "absent";
  if (part->is(value::Json::Kind::kString)) return part->string;
  return part->Find("error") != nullptr ? "refused" : JsonText(*part);
}

std::optional<Difference> Differing(const char* what, const std::string& ours,
                                    const std::string& theirs) {
  if (ours == theirs) return std::nullopt;
  return Difference{what, std::nullopt, ours, theirs};
}

std::optional<Difference> JudgeConversions(const Ours& ours, const value::Json& result) {
  const std::string json = cedar::ToJson(*ours.fragment);
  if (auto d = Differing("schema.json", JsonText(ParseJsonText(json)), Part(result, "json"))) {
    return d;
  }
  text::SourceMap map;
  text::Diagnostics diagnostics(map);
  cedar::SchemaFindings findings(diagnostics);
  const auto cedar_text = cedar::ToCedarSchema(*ours.fragment, findings);
  if (auto d = Differing("schema.cedar", cedar_text.value_or("refused"), Part(result, "cedar"))) {
    return d;
  }
  const auto resolved = cedar::ResolveNames(*ours.fragment, Bounds{}, findings);
  const std::string shown =
      resolved ? JsonText(ParseJsonText(cedar::ToJson(*resolved))) : "refused";
  if (auto d = Differing("schema.resolved", shown, Part(result, "resolved"))) return d;
  const std::uint32_t file = map.Add("json", json);
  const auto again =
      cedar::ReadFragment(map.Whole(file), cedar::SchemaFormat::kJson, Bounds{}, findings);
  return Differing("schema.reread", again ? cedar::ToJson(*again) : "refused", json);
}

}  // namespace

std::string AskSchema(const Setup& /*setup*/) {
  return R"({"op":"schema","want":["json","cedar","resolved"]})";
}

std::optional<Difference> JudgeSchema(const Setup& /*setup*/, const Ours& ours,
                                      const value::Json& result, Counts& counts) {
  const bool theirs = Stage(result).empty();
  const std::string shown = (ours.schema ? "accepted " : "rejected ") + Joined(ours.schema_kinds);
  if (ours.schema.has_value() != theirs) {
    return Difference{"schema.accepted", std::nullopt, shown, JsonText(result).substr(0, 2000)};
  }
  ++counts.other;
  if (!theirs) {
    if (TellsTheirs(ours, *result.Find("error")->Find("errors"))) return std::nullopt;
    return Difference{"schema.kind", std::nullopt, shown, JsonText(result).substr(0, 2000)};
  }
  std::set<std::string> warnings;
  for (const value::Json& warning : result.Find("warnings")->array) {
    warnings.insert(LastPart(TextAt(warning, {"kind"})));
  }
  if (warnings == ours.schema_warnings) return JudgeConversions(ours, result);
  return Difference{"schema.warnings", std::nullopt, Joined(ours.schema_warnings),
                    Joined(warnings)};
}

}  // namespace rune::diff
