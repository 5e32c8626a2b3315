// Static policies, templates and links under one name space of ids.
//
// Policies are added before the links to them. Invariants: no id is given twice; each link names a
// template here and fills exactly its slots; what broke one of them was reported and left out.
// Constant once a configuration is loaded; readers on many threads need no lock.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cedar/syntax/ast.h"
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

class PolicySet {
 public:
  // Pushes a diagnostic naming both places for an id that is taken.
  void Add(Policy policy, text::Diagnostics& diagnostics);
  // Pushes a diagnostic for an unknown template, a missing or superfluous slot, a taken id.
  void AddLink(Link link, text::Diagnostics& diagnostics);

  const std::vector<Policy>& policies() const { return policies_; }  // static ones and templates
  const std::vector<Link>& links() const { return links_; }
  // Static policies, then links, in order. The pointers live as long as this set is not changed.
  std::vector<Instance> Instances() const;
  const Policy* Find(const std::string& id) const;
  bool empty() const { return policies_.empty() && links_.empty(); }
  // Nothing that could be evaluated: no static policy and no link.
  bool inert() const;

 private:
  bool TakeId(const std::string& id, text::Span span, text::Diagnostics& diagnostics);

  std::vector<Policy> policies_;
  std::vector<Link> links_;
  std::map<std::string, text::Span> ids_;     // of policies, templates and links
  std::map<std::string, std::size_t> by_id_;  // of policies and templates, into policies_
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
