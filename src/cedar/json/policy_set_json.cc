// Policy sets in JSON: static policies, templates, links.
#include "base/format.h"
#include "cedar/json/json_reader.h"
#include "cedar/json/policy_json.h"
#include "cedar/json/quote.h"
#include "store/entity_json.h"

namespace rune::cedar {
namespace {

using text::Code;
using value::Json;

// Objects that refuse unknown fields are walked as well: their reader names such a field.
using Member = value::JsonShape::Member;
constexpr value::JsonShape kUids{.each = &store::kUidShape};
constexpr Member kScopeIn[] = {{"entity", &store::kUidShape}, {"slot"}};
constexpr value::JsonShape kScopeInShape{.members = kScopeIn};
constexpr Member kScope[] = {{"op"},          {"entity", &store::kUidShape},
                             {"slot"},        {"entities", &kUids},
                             {"entity_type"}, {"in", &kScopeInShape}};
constexpr value::JsonShape kScopeShape{.members = kScope};
constexpr Member kPolicy[] = {{"effect"},
                              {"principal", &kScopeShape},
                              {"action", &kScopeShape},
                              {"resource", &kScopeShape},
                              {"conditions"},
                              {"annotations"}};
constexpr value::JsonShape kPolicyShape{.members = kPolicy};
constexpr value::JsonShape kPolicyMap{.each = &kPolicyShape};
constexpr Member kLink[] = {{"templateId"}, {"newId"}, {"values", &kUids}};
constexpr value::JsonShape kLinkShape{.members = kLink};
constexpr value::JsonShape kLinks{.each = &kLinkShape};
// A policy or a set.
constexpr Member kPolicies[] = {{"effect"},
                                {"principal", &kScopeShape},
                                {"action", &kScopeShape},
                                {"resource", &kScopeShape},
                                {"conditions"},
                                {"annotations"},
                                {"staticPolicies", &kPolicyMap},
                                {"templates", &kPolicyMap},
                                {"templateLinks", &kLinks}};

void AddPolicies(const Json& json, std::string_view what, bool templates, PolicySet& set,
                 text::Diagnostics& diagnostics, Unknowns unknowns) {
  if (!JsonReader(diagnostics).Kind(json, Json::Kind::kObject, what)) return;
  for (const Json::Member& member : json.object) {
    auto policy =
        ReadPolicyJson(member.second, member.first, member.second.key, diagnostics, unknowns);
    if (!policy) continue;
    if (templates) {
      set.AddTemplate(*std::move(policy), diagnostics);
    } else if (policy->is_template()) {
      diagnostics
          .Add(Code::kPolicySlot, member.second.key,
               Format("the policy {} has a slot", JsonString(member.first)))
          .Help("put it into `templates`, and link it in `templateLinks`");
    } else {
      set.Add(*std::move(policy), diagnostics);
    }
  }
}

bool ReadValues(const Json& json, SlotValues& values, JsonReader& reader,
                text::Diagnostics& diagnostics) {
  if (!reader.Kind(json, Json::Kind::kObject, "`values`")) return false;
  bool good = true;
  for (const Json::Member& member : json.object) {
    std::optional<EntityUid> uid = reader.Entity(member.second);
    good = good && uid.has_value();
    if (member.first == "?principal") {
      values.principal = std::move(uid);
    } else if (member.first == "?resource") {
      values.resource = std::move(uid);
    } else {
      diagnostics
          .Add(Code::kPolicySlot, member.second.key,
               Format("{} is not a slot", JsonString(member.first)))
          .Help("the slots are \"?principal\" and \"?resource\"");
      good = false;
    }
  }
  return good;
}

void AddLink(const Json& json, PolicySet& set, text::Diagnostics& diagnostics) {
  JsonReader reader(diagnostics);
  if (!reader.Shape(json, "a link", {"templateId", "newId", "values"})) return;
  const Json& template_id = *json.Find("templateId");
  const Json& id = *json.Find("newId");
  Link link;
  bool good = reader.Kind(template_id, Json::Kind::kString, "`templateId`");
  good = reader.Kind(id, Json::Kind::kString, "`newId`") && good;
  good = ReadValues(*json.Find("values"), link.values, reader, diagnostics) && good;
  if (!good) return;
  link.id = id.string;
  link.template_id = template_id.string;
  link.span = json.span;
  set.AddLink(std::move(link), diagnostics);
}

std::string LinkJson(const Link& link) {
  std::string values;
  const auto add = [&](std::string_view slot, const std::optional<EntityUid>& uid) {
    if (!uid) return;
    values +=
        Format(R"({}"{}":{{"__entity":{}}})", values.empty() ? "" : ",", slot, JsonTypeAndId(*uid));
  };
  add("?principal", link.values.principal);
  add("?resource", link.values.resource);
  return Format(R"({{"templateId":{},"newId":{},"values":{{{}}}}})", JsonString(link.template_id),
                JsonString(link.id), values);
}

}  // namespace

constexpr value::JsonShape kPoliciesShape{.members = kPolicies, .in_tree = true};

PolicySet ReadPolicySetJson(const Json& json, text::Diagnostics& diagnostics, Unknowns unknowns) {
  PolicySet set;
  JsonReader reader(diagnostics);
  if (!reader.Shape(json, "a policy set", {"staticPolicies", "templates", "templateLinks"})) {
    return set;
  }
  AddPolicies(*json.Find("staticPolicies"), "`staticPolicies`", false, set, diagnostics, unknowns);
  AddPolicies(*json.Find("templates"), "`templates`", true, set, diagnostics, unknowns);
  const Json& links = *json.Find("templateLinks");
  if (!reader.Kind(links, Json::Kind::kArray, "`templateLinks`")) return set;
  for (const Json& link : links.array) AddLink(link, set, diagnostics);
  return set;
}

PolicySet ReadPoliciesJson(const Json& json, std::string id, text::Diagnostics& diagnostics,
                           Unknowns unknowns) {
  bool set_key = false;
  bool policy_key = false;
  for (const Json::Member& member : json.object) {
    const std::string& key = member.first;
    set_key |= key == "staticPolicies" || key == "templates" || key == "templateLinks";
    policy_key |= key == "effect" || key == "principal" || key == "action" || key == "resource" ||
                  key == "conditions";
  }
  if (set_key && !policy_key) return ReadPolicySetJson(json, diagnostics, unknowns);
  PolicySet set;
  if (set_key == policy_key) {
    diagnostics
        .Add(Code::kPolicyJsonShape, json.span,
             set_key ? "this has fields of a policy and of a policy set"
                     : "this is neither a policy nor a policy set")
        .Help(
            "a policy has `effect`, `principal`, `action`, `resource` and `conditions`, a set has "
            "`staticPolicies`, `templates` and `templateLinks`");
    return set;
  }
  auto policy = ReadPolicyJson(json, std::move(id), json.span, diagnostics, unknowns);
  if (policy) set.Add(*std::move(policy), diagnostics);
  return set;
}

std::optional<std::string> WritePolicySetJson(const PolicySet& set,
                                              text::Diagnostics& diagnostics) {
  std::string templates;
  std::string policies;
  bool good = true;
  for (const Policy& policy : set.policies()) {
    const auto json = WritePolicyJson(policy, diagnostics);
    good = good && json.has_value();
    if (!json) continue;
    std::string& out = set.IsTemplate(policy) ? templates : policies;
    out += Format("{}{}:{}", out.empty() ? "" : ",", JsonString(policy.id), *json);
  }
  std::string links;
  for (const Link& link : set.links()) links += (links.empty() ? "" : ",") + LinkJson(link);
  if (!good) return std::nullopt;
  return Format(R"({{"templates":{{{}}},"staticPolicies":{{{}}},"templateLinks":[{}]}})", templates,
                policies, links);
}

}  // namespace rune::cedar
