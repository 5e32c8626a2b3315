// Changes of a policy set by a host: links, removals, merging. policy_set.h declares them.
#include <algorithm>

#include "base/format.h"
#include "cedar/policy_set.h"
#include "cedar/syntax/core_form.h"
#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

using Kind = PolicySetErrorKind;

std::unexpected<PolicySetError> Refuse(Kind kind, const std::string& id, std::string message) {
  return std::unexpected(PolicySetError{kind, id, std::move(message)});
}

std::unexpected<PolicySetError> Taken(const std::string& id) {
  return Refuse(Kind::kAlreadyDefined, id, Format("the id `{}` is taken", id));
}

// The same policy for Cedar: equal in meaning by form, wherever it was written.
bool SamePolicy(const Policy& a, const Policy& b) { return SameTree(CoreForm(a), CoreForm(b)); }

bool SameLink(const Link& a, const Link& b) {
  return a.template_id == b.template_id && a.values.principal == b.values.principal &&
         a.values.resource == b.values.resource;
}

// Says which slots lack a value and which values lack a slot; empty when they fit.
std::string SlotProblem(const Policy& policy, const SlotValues& values) {
  std::string out;
  const auto check = [&](bool slot, bool value, std::string_view name) {
    if (slot == value) return;
    if (!out.empty()) out += ", and ";
    out += slot ? Format("no value for `?{}`", name) : Format("a value for `?{}`, no slot", name);
  };
  check(policy.principal_slot(), values.principal.has_value(), "principal");
  check(policy.resource_slot(), values.resource.has_value(), "resource");
  return out;
}

}  // namespace

std::string_view PolicySetErrorName(PolicySetErrorKind kind) {
  switch (kind) {
    case Kind::kAlreadyDefined: return "AlreadyDefined";
    case Kind::kExpectedStatic: return "ExpectedStatic";
    case Kind::kExpectedTemplate: return "ExpectedTemplate";
    case Kind::kNoSuchTemplate: return "NoSuchTemplate";
    case Kind::kArity: return "ArityError";
    case Kind::kPolicyIdConflict: return "PolicyIdConflict";
    case Kind::kPolicyNonexistent: return "PolicyNonexistent";
    case Kind::kTemplateNonexistent: return "TemplateNonexistent";
    case Kind::kLinkNonexistent: return "LinkNonexistent";
    case Kind::kUnlinkNotLink: return "UnlinkLinkNotLink";
    case Kind::kRemoveTemplateWithActiveLinks: return "RemoveTemplateWithActiveLinks";
  }
  return "";
}

PolicySetResult<void> PolicySet::AddStatic(Policy policy) {
  if (policy.is_template()) {
    return Refuse(Kind::kExpectedStatic, policy.id, Format("`{}` is a template", policy.id));
  }
  if (HasId(policy.id)) return Taken(policy.id);
  Insert(std::move(policy), false);
  return {};
}

PolicySetResult<void> PolicySet::AddTemplate(Policy policy) {
  if (HasId(policy.id)) return Taken(policy.id);
  Insert(std::move(policy), true);
  return {};
}

std::optional<PolicySetError> PolicySet::LinkProblem(const Link& link) const {
  const Policy* policy = Find(link.template_id);
  if (!HasId(link.template_id)) {
    return PolicySetError{Kind::kNoSuchTemplate, link.template_id,
                          Format("there is no template `{}`", link.template_id)};
  }
  if (policy == nullptr || !IsTemplate(*policy)) {
    return PolicySetError{Kind::kExpectedTemplate, link.template_id,
                          Format("`{}` is no template", link.template_id)};
  }
  if (std::string problem = SlotProblem(*policy, link.values); !problem.empty()) {
    return PolicySetError{Kind::kArity, link.template_id,
                          Format("the link `{}` has {}", link.id, problem)};
  }
  if (!HasId(link.id)) return std::nullopt;
  return PolicySetError{Kind::kPolicyIdConflict, link.id, Format("the id `{}` is taken", link.id)};
}

PolicySetResult<void> PolicySet::AddLink(Link link) {
  if (auto problem = LinkProblem(link)) return std::unexpected(*std::move(problem));
  Insert(std::move(link));
  return {};
}

PolicySetResult<Link> PolicySet::Unlink(const std::string& id) {
  const Link* found = FindLink(id);
  if (found == nullptr) {
    const Policy* policy = Find(id);
    if (policy != nullptr && !IsTemplate(*policy)) {
      return Refuse(Kind::kUnlinkNotLink, id, Format("`{}` is a static policy, not a link", id));
    }
    return Refuse(Kind::kLinkNonexistent, id, Format("there is no link `{}`", id));
  }
  const auto place = links_.begin() + (found - links_.data());
  Link link = std::move(*place);
  links_.erase(place);
  Renumber();
  return link;
}

// Requires: a policy or template of this set.
Policy PolicySet::Take(const Policy& policy) {
  const auto place = static_cast<std::ptrdiff_t>(PlaceOf(policy));
  Policy taken = std::move(policies_[PlaceOf(policy)]);
  policies_.erase(policies_.begin() + place);
  templates_.erase(templates_.begin() + place);
  Renumber();
  return taken;
}

// After a removal.
void PolicySet::Renumber() {
  std::vector<Policy> policies = std::exchange(policies_, {});
  std::vector<bool> templates = std::exchange(templates_, {});
  std::vector<Link> links = std::exchange(links_, {});
  policy_ids_.Clear();
  link_ids_.Clear();
  for (std::size_t i = 0; i < policies.size(); ++i) Insert(std::move(policies[i]), templates[i]);
  for (Link& link : links) Insert(std::move(link));
}

PolicySetResult<Policy> PolicySet::RemoveStatic(const std::string& id) {
  const Policy* policy = Find(id);
  if (policy == nullptr || IsTemplate(*policy)) {
    return Refuse(Kind::kPolicyNonexistent, id, Format("there is no static policy `{}`", id));
  }
  return Take(*policy);
}

PolicySetResult<Policy> PolicySet::RemoveTemplate(const std::string& id) {
  const Policy* policy = Find(id);
  if (policy == nullptr || !IsTemplate(*policy)) {
    return Refuse(Kind::kTemplateNonexistent, id, Format("there is no template `{}`", id));
  }
  if (std::ranges::find(links_, id, &Link::template_id) != links_.end()) {
    return Refuse(Kind::kRemoveTemplateWithActiveLinks, id,
                  Format("the template `{}` still has links", id));
  }
  return Take(*policy);
}

PolicySetResult<std::vector<std::string>> PolicySet::LinkedPolicies(
    const std::string& template_id) const {
  const Policy* policy = Find(template_id);
  if (policy == nullptr) {
    return Refuse(Kind::kTemplateNonexistent, template_id,
                  Format("there is no template `{}`", template_id));
  }
  if (!IsTemplate(*policy)) return std::vector<std::string>{template_id};
  std::vector<std::string> ids;
  for (const Link& link : links_) {
    if (link.template_id == template_id) ids.push_back(link.id);
  }
  return ids;
}

// What must get another id: policies and templates first, then links, each in its order.
std::map<std::string, std::string> PolicySet::Renaming(const PolicySet& other) const {
  std::map<std::string, std::string> renaming;
  std::size_t next = 0;
  const auto rename = [&](const std::string& id) {
    std::string fresh;
    do {
      fresh = Format("policy{}", next++);
    } while (HasId(fresh) || other.HasId(fresh));
    renaming.emplace(id, std::move(fresh));
  };
  for (const Policy& policy : other.policies_) {
    const Policy* mine = Find(policy.id);
    if (mine == nullptr) continue;
    const bool same = IsTemplate(*mine) == other.IsTemplate(policy) && SamePolicy(*mine, policy);
    if (!same) rename(policy.id);
  }
  for (const Link& link : other.links_) {
    const Link* mine = FindLink(link.id);
    const bool same = mine != nullptr && SameLink(*mine, link);
    if (mine != nullptr && (!same || renaming.contains(link.template_id))) rename(link.id);
  }
  for (const Policy& policy : other.policies_) {
    if (FindLink(policy.id) != nullptr) rename(policy.id);
  }
  for (const Link& link : other.links_) {
    if (Find(link.id) != nullptr) rename(link.id);
  }
  return renaming;
}

PolicySetResult<std::map<std::string, std::string>> PolicySet::Merge(const PolicySet& other,
                                                                     bool rename) {
  std::map<std::string, std::string> renaming = Renaming(other);
  if (!rename && !renaming.empty()) return Taken(renaming.begin()->first);
  const auto renamed = [&](const std::string& id) {
    const auto found = renaming.find(id);
    return found == renaming.end() ? id : found->second;
  };
  for (const Policy& policy : other.policies_) {
    Policy copy = policy;
    copy.id = renamed(policy.id);
    const bool is_template = other.IsTemplate(policy);
    if (!HasId(copy.id)) Insert(std::move(copy), is_template);
  }
  for (Link link : other.links_) {
    link.id = renamed(link.id);
    link.template_id = renamed(link.template_id);
    if (!HasId(link.id)) Insert(std::move(link));
  }
  return renaming;
}

}  // namespace rune::cedar
