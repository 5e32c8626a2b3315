// Untyped partial evaluation: policies against a request and data of which parts are open.
//
//   const OpenRequest request{.principal = ann, .action = std::nullopt, ..};
//   auto response = AuthorizeOpen(policies, request, entities, {}, meter);
//   response->allow();       // true, false, or nothing: it depends on what is open
//   response->Undecided();   // policies: what is left of those that are neither true nor false
//   response->Reauthorize(request, {{"action", Value(view)}}, entities, {}, meter);
//
// The type-aware evaluation beside it (cedar/tpe) needs a schema and leaves less; this one is
// Cedar's older one and needs none. An entity that is not there does not exist.
//
// Thread safety: constant after construction. A response refers to the policies that it was made
// from (Reauthorize: to the response before), and must not outlive them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cedar/authorize.h"
#include "cedar/partial/open_data.h"
#include "cedar/tpe/partial_response.h"

namespace rune::cedar {

class OpenResponse {
 public:
  // All policies, in the order of their set. `errors`: why those in error are so.
  OpenResponse(std::vector<ResidualPolicy> residuals, std::vector<PolicyError> errors);

  // Deny by a satisfied forbid, or when no permit may be satisfied; allow by a satisfied permit
  // when no forbid may be.
  std::optional<bool> allow() const { return allow_; }
  const std::vector<ResidualPolicy>& residuals() const { return residuals_; }
  const std::vector<PolicyError>& errors() const { return errors_; }

  // Ids, in the order of the policy set.
  std::vector<std::string> Satisfied() const;
  std::vector<std::string> Errored() const;
  // Those that decide for some values of what is open, and those that do for all.
  std::vector<std::string> MayDetermine() const;
  std::vector<std::string> MustDetermine() const;

  // What is left of the policies that are neither true, false nor in error: permits, then forbids.
  std::vector<Policy> Undecided() const;

  // The same once more, with values for some of what is open. `request` is the one that this was
  // made for. Returns: what OpenRequest::Bind and AuthorizeOpen do.
  TpeResult<OpenResponse> Reauthorize(const OpenRequest& request, const Bindings& bindings,
                                      const store::EntitySource& entities, const OpenEntities& open,
                                      WorkMeter& meter) const;

 private:
  std::vector<std::string> Ids(bool (*wanted)(Effect, ResidualClass)) const;
  bool Any(Effect effect, ResidualClass residual_class) const;

  std::vector<ResidualPolicy> residuals_;
  std::vector<Policy> policies_;  // of residuals_, each as a policy
  std::vector<PolicyError> errors_;
  std::optional<bool> allow_;
};

// Static policies and links. `open`: what of the entities is not known.
// Returns: kUnsupported for policies that may use RUNE's own forms, kLimit.
TpeResult<OpenResponse> AuthorizeOpen(const PolicySet& policies, const OpenRequest& request,
                                      const store::EntitySource& entities, const OpenEntities& open,
                                      WorkMeter& meter);

}  // namespace rune::cedar
