#include "cli/cedar/policies.h"

#include <filesystem>

#include "base/format.h"
#include "base/json_writer.h"
#include "cedar/json/policy_json.h"
#include "cedar/syntax/parse.h"

namespace rune::cli {

namespace {

using value::Json;

constexpr value::JsonShape::Member kLink[] = {{"template_id"}, {"link_id"}, {"args"}};
constexpr value::JsonShape kLinkShape{.members = kLink};
constexpr value::JsonShape kLinksShape{.each = &kLinkShape};

Reported<LoadedPolicies> ReadPolicyText(const std::optional<std::string>& file,
                                        cedar::Unknowns unknowns) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(file, "policy set"));
  LoadedPolicies out;
  out.sources = document.sources();
  cedar::ParseOptions options;
  options.unknowns = unknowns;
  out.set.AddAll(cedar::ParsePolicies(document.slice(), options, document.diagnostics()),
                 document.diagnostics());
  if (document.failed()) {
    return std::unexpected(Wrap(document.Findings(), "failed to parse policy set"));
  }
  return out;
}

Reported<LoadedPolicies> ReadPolicyJson(const std::optional<std::string>& file,
                                        cedar::Unknowns unknowns) {
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(file, "JSON policy"));
  LoadedPolicies out;
  out.sources = document.sources();
  if (const auto json = document.Json(cedar::kPoliciesShape)) {
    out.set = cedar::ReadPoliciesJson(*json, "JSON policy", document.diagnostics(), unknowns);
  }
  if (document.failed()) {
    return std::unexpected(Wrap(document.Findings(), "failed to parse JSON policy"));
  }
  return out;
}

Reported<std::string> ReadString(const Json& json, std::string_view name) {
  const Json* field = json.Find(name);
  if (field == nullptr || !field->is(Json::Kind::kString)) {
    return std::unexpected(Report{.message = Format("a link needs a text `{}`", name)});
  }
  return field->string;
}

Reported<LinkEntry> ReadLink(const Json& json) {
  LinkEntry entry;
  RUNE_ASSIGN_OR_RETURN(entry.template_id, ReadString(json, "template_id"));
  RUNE_ASSIGN_OR_RETURN(entry.link_id, ReadString(json, "link_id"));
  const Json* args = json.Find("args");
  if (args == nullptr) return std::unexpected(Report{.message = "a link needs `args`"});
  RUNE_ASSIGN_OR_RETURN(entry.args, ReadArguments(*args));
  return entry;
}

}  // namespace

Reported<LoadedPolicies> LoadPolicies(const CedarPolicyFiles& files, MissingLinks missing,
                                      cedar::Unknowns unknowns) {
  RUNE_ASSIGN_OR_RETURN(LoadedPolicies out, files.format == "json"
                                                ? ReadPolicyJson(files.file, unknowns)
                                                : ReadPolicyText(files.file, unknowns));
  if (!files.links) return out;
  RUNE_ASSIGN_OR_RETURN(const std::vector<LinkEntry> entries, ReadLinks(*files.links, missing));
  for (const LinkEntry& entry : entries) {
    RUNE_ASSIGN_OR_RETURN(cedar::SlotValues slots, ReadSlots(entry.args));
    auto added = out.set.AddLink({entry.link_id, entry.template_id, std::move(slots), {}});
    if (!added) return std::unexpected(LinkReport(added.error()));
  }
  return out;
}

Report LinkReport(const cedar::PolicySetError& error) {
  Report report{.message = error.message};
  report.kind = PolicySetErrorName(error.kind);
  return Wrap(std::move(report), "unable to link template");
}

Reported<std::vector<LinkEntry>> ReadLinks(const std::string& path, MissingLinks missing) {
  std::vector<LinkEntry> entries;
  std::error_code error;
  if (missing == MissingLinks::kAreNone && !std::filesystem::exists(path, error)) return entries;
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(path, "links"));
  if (document.slice().text.empty()) return entries;
  const auto json = document.Json(kLinksShape);
  if (!json) return std::unexpected(Wrap(document.Findings(), "failed to read links"));
  if (!json->is(Json::Kind::kArray)) {
    return std::unexpected(
        Wrap(Report{.message = "a file of links holds a list"}, "failed to read links"));
  }
  for (const Json& link : json->array) {
    auto entry = ReadLink(link);
    if (!entry) return std::unexpected(Wrap(std::move(entry).error(), "failed to read links"));
    entries.push_back(*std::move(entry));
  }
  return entries;
}

std::string WriteLinks(const std::vector<LinkEntry>& entries) {
  JsonWriter w;
  w.BeginArray();
  for (const LinkEntry& entry : entries) {
    w.BeginObject();
    w.Member("template_id", entry.template_id);
    w.Member("link_id", entry.link_id);
    w.Key("args");
    w.BeginObject();
    for (const auto& [slot, entity] : entry.args) w.Member(slot, entity);
    w.End();
    w.End();
  }
  w.End();
  return w.Take();
}

Reported<std::vector<std::pair<std::string, std::string>>> ReadArguments(const Json& json) {
  std::vector<std::pair<std::string, std::string>> args;
  if (!json.is(Json::Kind::kObject)) {
    return std::unexpected(Report{.message = "slots and their entities are a JSON object"});
  }
  for (const Json::Member& member : json.object) {
    if (member.first != "?principal" && member.first != "?resource") {
      return std::unexpected(Report{.message = Format("`{}` is no slot", member.first),
                                    .help = "the slots are `?principal` and `?resource`"});
    }
    if (!member.second.is(Json::Kind::kString)) {
      return std::unexpected(
          Report{.message = Format("the value of `{}` must be a text, an entity", member.first)});
    }
    args.emplace_back(member.first, member.second.string);
  }
  return args;
}

Reported<cedar::SlotValues> ReadSlots(
    const std::vector<std::pair<std::string, std::string>>& args) {
  cedar::SlotValues slots;
  for (const auto& [slot, entity] : args) {
    RUNE_ASSIGN_OR_RETURN(EntityUid uid, ReadUid(entity));
    (slot == "?principal" ? slots.principal : slots.resource) = std::move(uid);
  }
  return slots;
}

}  // namespace rune::cli
