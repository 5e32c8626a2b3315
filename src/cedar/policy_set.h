// Static policies, templates and links under one name space of ids.
//
// Policies are added before the links to them. Invariants: no id is given twice; each link names a
// template here and fills exactly its slots; what broke one of them was reported and left out.
// Two doors: loading reports to the author of a text (`Add`, `AddTemplate`, `AddLink`), a host
// changes a set through the rest and gets a PolicySetError, with the set unchanged. Constant once a
// configuration is loaded; readers on many threads need no lock. A change of the set may move its
// policies, so pointers into it do not outlive one. Cost: adding and finding take the same time
// however many there are, removing and merging are linear in the set.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cedar/syntax/ast.h"
#include "store/name_index.h"
#include "text/diagnostics.h"

namespace rune::cedar {

struct SlotValues {
  std::optional<EntityUid> principal;
  std::optional<EntityUid> resource;
};

struct Link {
  std::string id;
  std::string template_id;
  SlotValues values;
  text::Span span;
};

// What is evaluated: a static policy, or a template with its slots filled.
struct Instance {
  const Policy* policy = nullptr;
  std::string id;
  SlotValues values;
  text::Span span;  // of the policy, or of the link
};

// Why a change was refused. The kinds are Cedar's.
enum class PolicySetErrorKind : std::uint8_t {
  kAlreadyDefined,                // the id is taken
  kExpectedStatic,                // a template where a static policy belongs
  kExpectedTemplate,              // a static policy or a link where a template belongs
  kNoSuchTemplate,                // link: nothing has the template's id
  kArity,                         // link: slots without a value, or values without a slot
  kPolicyIdConflict,              // link: the new id is taken
  kPolicyNonexistent,             // no static policy has the id
  kTemplateNonexistent,           // no template has the id
  kLinkNonexistent,               // no policy has the id
  kUnlinkNotLink,                 // unlink: the id is that of a static policy
  kRemoveTemplateWithActiveLinks  // the template has links
};
// `AlreadyDefined`, `ArityError`: as Cedar's library names them.
std::string_view PolicySetErrorName(PolicySetErrorKind kind);

struct PolicySetError {
  PolicySetErrorKind kind = PolicySetErrorKind::kAlreadyDefined;
  std::string id;
  std::string message;
};
template <typename T>
using PolicySetResult = std::expected<T, PolicySetError>;

class PolicySet {
 public:
  // Pushes a diagnostic naming both places for an id that is taken. A policy with slots becomes a
  // template.
  void Add(Policy policy, text::Diagnostics& diagnostics);
  // As `Add` for each in order.
  void AddAll(std::vector<Policy> policies, text::Diagnostics& diagnostics);
  // The same, but a policy without slots becomes a template too: one that is linked without values.
  void AddTemplate(Policy policy, text::Diagnostics& diagnostics);
  // Pushes a diagnostic for an unknown template, a missing or superfluous slot, a taken id.
  void AddLink(Link link, text::Diagnostics& diagnostics);

  const std::vector<Policy>& policies() const { return policies_; }  // static ones and templates
  const std::vector<Link>& links() const { return links_; }
  // Static policies, then links, in order. The pointers live as long as this set is not changed.
  std::vector<Instance> Instances() const;
  const Policy* Find(const std::string& id) const;
  const Link* FindLink(const std::string& id) const;
  // Requires: a policy of this set.
  bool IsTemplate(const Policy& policy) const;
  bool empty() const { return policies_.empty() && links_.empty(); }
  // Nothing that could be evaluated: no static policy and no link.
  bool inert() const;

  PolicySetResult<void> AddStatic(Policy policy);
  PolicySetResult<void> AddTemplate(Policy policy);
  PolicySetResult<void> AddLink(Link link);
  // Removes a link.
  PolicySetResult<Link> Unlink(const std::string& id);
  PolicySetResult<Policy> RemoveStatic(const std::string& id);
  // Requires that it has no links.
  PolicySetResult<Policy> RemoveTemplate(const std::string& id);
  // Ids of the links of a template, in their order; of a static policy its own id.
  PolicySetResult<std::vector<std::string>> LinkedPolicies(const std::string& template_id) const;
  // Adds all of `other`. What is the same in both is there once. Where an id means two things, that
  // of `other` becomes `policy<N>`, the first that is free in both sets, if `rename`; else nothing
  // is changed. Returns: the renamed ids.
  PolicySetResult<std::map<std::string, std::string>> Merge(const PolicySet& other, bool rename);

 private:
  using Ids = store::NameIndex<std::string>;

  std::optional<PolicySetError> LinkProblem(const Link& link) const;
  // Require: the id is free.
  void Insert(Policy policy, bool is_template);
  void Insert(Link link);
  Policy Take(const Policy& policy);
  void Renumber();
  std::map<std::string, std::string> Renaming(const PolicySet& other) const;
  bool IsFree(const std::string& id, text::Span span, text::Diagnostics& diagnostics) const;
  bool HasId(const std::string& id) const { return Find(id) != nullptr || FindLink(id) != nullptr; }
  auto PolicyId() const {
    return [this](Ids::Number i) -> const std::string& { return policies_[i].id; };
  }
  auto LinkId() const {
    return [this](Ids::Number i) -> const std::string& { return links_[i].id; };
  }
  std::size_t PlaceOf(const Policy& policy) const {
    return static_cast<std::size_t>(&policy - policies_.data());
  }

  std::vector<Policy> policies_;
  std::vector<Link> links_;
  std::vector<bool> templates_;  // by policy
  Ids policy_ids_;               // of policies_
  Ids link_ids_;                 // of links_; no id is in both
};

// A use of a relation in a policy, to be resolved against the rules.
struct PredicateUse {
  std::string relation;
  std::string parameter;             // kPredicateIn: the tested parameter's name, may be empty
  std::optional<std::size_t> arity;  // kPredicateCall
  text::Span span;
  std::string policy_id;
};
std::vector<PredicateUse> PredicateUses(const Policy& policy);

// Every action entity that scopes and conditions name as a literal (patterns are not names), with
// its place.
std::vector<std::pair<EntityUid, text::Span>> ActionLiterals(const Policy& policy);

}  // namespace rune::cedar
