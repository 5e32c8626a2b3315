#include "cedar/policy_set.h"

#include "base/format.h"

namespace rune::cedar {
namespace {

using text::Code;

// Whether a link gives a slot's value exactly if the template has the slot; reports when not.
bool CheckSlot(const Link& link, bool slot, const std::optional<EntityUid>& value,
               Variable variable, text::Diagnostics& diagnostics) {
  if (slot == value.has_value()) return true;
  const std::string_view name = VariableName(variable);
  auto report =
      diagnostics.Add(Code::kPolicyLinkSlots, link.span,
                      slot ? Format("the link `{}` gives no `{}`", link.id, name)
                           : Format("the template `{}` has no slot `?{}`", link.template_id, name));
  report.Help(slot ? Format("the template `{}` has the slot `?{}`: say who fills it",
                            link.template_id, name)
                   : Format("leave `{}` out of the link", name));
  return false;
}

void ReportTaken(const std::string& id, text::Span span, text::Span by,
                 text::Diagnostics& diagnostics) {
  diagnostics.Add(Code::kPolicyDuplicateId, span, Format("the id `{}` is taken", id))
      .Other(by, "by this one")
      .Help("give one of them another id");
}

bool IsActionType(const std::string& type) {
  return type == "Action" || type.ends_with("::Action");
}

}  // namespace

bool PolicySet::IsFree(const std::string& id, text::Span span,
                       text::Diagnostics& diagnostics) const {
  const Policy* policy = Find(id);
  const Link* link = policy == nullptr ? FindLink(id) : nullptr;
  if (policy == nullptr && link == nullptr) return true;
  ReportTaken(id, span, policy == nullptr ? link->span : policy->id_span, diagnostics);
  return false;
}

void PolicySet::Insert(Policy policy, bool is_template) {
  policies_.push_back(std::move(policy));
  templates_.push_back(is_template);
  policy_ids_.Add(policies_.back().id, static_cast<Ids::Number>(policies_.size() - 1), PolicyId());
}

void PolicySet::Insert(Link link) {
  links_.push_back(std::move(link));
  link_ids_.Add(links_.back().id, static_cast<Ids::Number>(links_.size() - 1), LinkId());
}

void PolicySet::Add(Policy policy, text::Diagnostics& diagnostics) {
  if (!IsFree(policy.id, policy.id_span, diagnostics)) return;
  const bool is_template = policy.is_template();
  Insert(std::move(policy), is_template);
}

void PolicySet::AddAll(std::vector<Policy> policies, text::Diagnostics& diagnostics) {
  if (!empty()) {
    for (Policy& policy : policies) Add(std::move(policy), diagnostics);
    return;
  }
  // They become the set where they lie; those whose id is taken are closed over.
  policies_ = std::move(policies);
  policy_ids_.Reserve(policies_.size());
  templates_.reserve(policies_.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < policies_.size(); ++i) {
    if (kept != i) policies_[kept] = std::move(policies_[i]);
    const Policy& policy = policies_[kept];
    const auto taken = policy_ids_.FindOrAdd(policy.id, static_cast<Ids::Number>(kept), PolicyId());
    if (taken) {
      ReportTaken(policy.id, policy.id_span, policies_[*taken].id_span, diagnostics);
      continue;
    }
    templates_.push_back(policy.is_template());
    ++kept;
  }
  policies_.resize(kept);
}

void PolicySet::AddTemplate(Policy policy, text::Diagnostics& diagnostics) {
  if (!IsFree(policy.id, policy.id_span, diagnostics)) return;
  Insert(std::move(policy), true);
}

void PolicySet::AddLink(Link link, text::Diagnostics& diagnostics) {
  const Policy* policy = Find(link.template_id);
  if (policy == nullptr || !IsTemplate(*policy)) {
    diagnostics
        .Add(Code::kPolicyTemplate, link.span,
             policy == nullptr ? Format("there is no template `{}`", link.template_id)
                               : Format("the policy `{}` is no template", link.template_id))
        .Help("a template is a policy with `?principal` or `?resource` in its scope");
    return;
  }
  const bool principal = CheckSlot(link, policy->principal_slot(), link.values.principal,
                                   Variable::kPrincipal, diagnostics);
  const bool resource = CheckSlot(link, policy->resource_slot(), link.values.resource,
                                  Variable::kResource, diagnostics);
  if (!principal || !resource || !IsFree(link.id, link.span, diagnostics)) return;
  Insert(std::move(link));
}

const Policy* PolicySet::Find(const std::string& id) const {
  const auto number = policy_ids_.Find(id, PolicyId());
  return number ? &policies_[*number] : nullptr;
}

const Link* PolicySet::FindLink(const std::string& id) const {
  const auto number = link_ids_.Find(id, LinkId());
  return number ? &links_[*number] : nullptr;
}

bool PolicySet::IsTemplate(const Policy& policy) const { return templates_[PlaceOf(policy)]; }

std::vector<Instance> PolicySet::Instances() const {
  std::vector<Instance> instances;
  for (const Policy& policy : policies_) {
    if (!IsTemplate(policy)) instances.push_back({&policy, policy.id, {}, policy.span});
  }
  for (const Link& link : links_) {
    instances.push_back({Find(link.template_id), link.id, link.values, link.span});
  }
  return instances;
}

bool PolicySet::inert() const {
  if (!links_.empty()) return false;
  for (const Policy& policy : policies_) {
    if (!IsTemplate(policy)) return false;
  }
  return true;
}

std::vector<PredicateUse> PredicateUses(const Policy& policy) {
  std::vector<PredicateUse> uses;
  for (ExprId id = 0; id < policy.pool.size(); ++id) {
    const Expr& node = policy.pool[id];
    if (node.kind == ExprKind::kPredicateIn) {
      uses.push_back({node.names()[0], node.names()[1], std::nullopt, node.span, policy.id});
    } else if (node.kind == ExprKind::kPredicateCall) {
      uses.push_back({node.names()[0], "", node.children().size(), node.span, policy.id});
    }
  }
  return uses;
}

std::vector<std::pair<EntityUid, text::Span>> ActionLiterals(const Policy& policy) {
  std::vector<std::pair<EntityUid, text::Span>> actions;
  for (const Scope* scope : {&policy.principal, &policy.action, &policy.resource}) {
    for (const ScopeEntity& entity : scope->entities) {
      if (!entity.slot && entity.wild == nullptr && IsActionType(entity.uid().type)) {
        actions.emplace_back(entity.uid(), entity.span);
      }
    }
  }
  for (ExprId id = 0; id < policy.pool.size(); ++id) {
    const Expr& node = policy.pool[id];
    if (node.kind != ExprKind::kLiteral || node.wild() != nullptr) continue;
    if (!node.literal().is(ValueKind::kEntity)) continue;
    const EntityUid& uid = node.literal().as_entity();
    if (IsActionType(uid.type)) actions.emplace_back(uid, node.span);
  }
  return actions;
}

}  // namespace rune::cedar
