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
  if (!ids_.emplace(policy.id, policy.id_span).second) return Taken(policy.id);
  Insert(std::move(policy), false);
  return {};
}

PolicySetResult<void> PolicySet::AddTemplate(Policy policy) {
  if (!ids_.emplace(policy.id, policy.id_span).second) return Taken(policy.id);
  Insert(std::move(policy), true);
  return {};
}

std::optional<PolicySetError> PolicySet::LinkProblem(const Link& link) const {
  const Policy* policy = Find(link.template_id);
  if (policy == nullptr && !ids_.contains(link.template_id)) {
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
  if (!ids_.contains(link.id)) return std::nullopt;
  return PolicySetError{Kind::kPolicyIdConflict, link.id, Format("the id `{}` is taken", link.id)};
}

PolicySetResult<void> PolicySet::AddLink(Link link) {
  if (auto problem = LinkProblem(link)) return std::unexpected(*std::move(problem));
  ids_.emplace(link.id, link.span);
  links_.push_back(std::move(link));
  return {};
}

PolicySetResult<Link> PolicySet::Unlink(const std::string& id) {
  const auto found = std::ranges::find(links_, id, &Link::id);
  if (found == links_.end()) {
    const Policy* policy = Find(id);
    if (policy != nullptr && !IsTemplate(*policy)) {
      return Refuse(Kind::kUnlinkNotLink, id, Format("`{}` is a static policy, not a link", id));
    }
    return Refuse(Kind::kLinkNonexistent, id, Format("there is no link `{}`", id));
  }
  Link link = std::move(*found);
  links_.erase(found);
  ids_.erase(id);
  return link;
}

// Requires: a policy or template of this id.
Policy PolicySet::Take(const std::string& id) {
  const std::size_t at = by_id_.at(id);
  Policy policy = std::move(policies_[at]);
  policies_.erase(policies_.begin() + static_cast<std::ptrdiff_t>(at));
  by_id_.erase(id);
  ids_.erase(id);
  templates_.erase(id);
  for (auto& [other, index] : by_id_) index -= index > at ? 1 : 0;
  return policy;
}

PolicySetResult<Policy> PolicySet::RemoveStatic(const std::string& id) {
  const Policy* policy = Find(id);
  if (policy == nullptr || IsTemplate(*policy)) {
    return Refuse(Kind::kPolicyNonexistent, id, Format("there is no static policy `{}`", id));
  }
  return Take(id);
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
  return Take(id);
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
    } while (ids_.contains(fresh) || other.ids_.contains(fresh));
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
    if (ids_.emplace(copy.id, copy.id_span).second) Insert(std::move(copy), is_template);
  }
  for (Link link : other.links_) {
    link.id = renamed(link.id);
    link.template_id = renamed(link.template_id);
    if (ids_.emplace(link.id, link.span).second) links_.push_back(std::move(link));
  }
  return renaming;
}

}  // namespace rune::cedar
