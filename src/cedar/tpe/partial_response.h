// Type-aware partial evaluation: policies against a request and entities of which a part is known.
//
//   const SchemaIndex index(schema);
//   auto request = PartialRequest::Make(alice, view, PartialUid("Photo"), std::nullopt, index);
//   auto entities = PartialEntities::Make({..}, index);
//   WorkMeter meter(bounds.request_steps, bounds.request_facts);
//   auto response = AuthorizePartially(policies, *request, *entities, index, meter);
//   if (response->allow()) ..                    // decided, whatever the rest may be
//   for (auto& policy : response->ResidualPolicies()) ..  // what decides, if it is not
//   auto decided = response->Reauthorize(concrete, all_entities, meter);
//
// A decision that is reached here is the one that every request and every set of entities gets that
// fit the known parts and the schema. The policies must be valid (strictly) in the environment that
// the request is about; each is checked there.
//
// Thread safety: constant after construction. A response refers to the policies, the request, the
// entities and the index that it was made from, and must not outlive them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bounds.h"
#include "cedar/authorize.h"
#include "cedar/tpe/partial_entities.h"
#include "cedar/tpe/partial_request.h"
#include "cedar/tpe/residual.h"

namespace rune::cedar {

enum class ResidualClass : std::uint8_t { kTrue, kFalse, kError, kResidual };

struct ResidualPolicy {
  Instance instance;
  Residual residual;

  Effect effect() const { return instance.policy->effect; }
  ResidualClass residual_class() const;
  Policy ToPolicy() const { return ResidualToPolicy(residual, *instance.policy, instance.id); }
};

// What residuals decide: deny by a satisfied forbid, or when no permit may be satisfied; allow by a
// satisfied permit when no forbid may be. None: it depends on what is not known.
std::optional<bool> DecideResiduals(const std::vector<ResidualPolicy>& residuals);

// Places of those that are neither true, false nor in error: permits, then forbids.
std::vector<std::size_t> UndecidedOf(const std::vector<ResidualPolicy>& residuals);

class PartialResponse {
 public:
  // Requires: as AuthorizePartially, which makes these.
  PartialResponse(std::vector<ResidualPolicy> residuals, const PartialRequest& request,
                  const PartialEntities& entities, const SchemaIndex& index);

  std::optional<bool> allow() const { return allow_; }
  // The policies that decided: satisfied permits of an allow, satisfied forbids of a deny. None
  // without a decision.
  std::optional<std::vector<std::string>> Reasons() const;
  // Ids, in the order of the policy set.
  std::vector<std::string> Of(Effect effect, ResidualClass residual_class) const;

  // All, decided or not, in the order of the policy set.
  const std::vector<ResidualPolicy>& residuals() const { return residuals_; }
  // The same as policies.
  const std::vector<Policy>& policies() const { return policies_; }
  // As UndecidedOf has them.
  std::vector<Policy> ResidualPolicies() const;

  // The decision about a request and entities of which everything is known, from the residuals.
  // Both must fit the schema (the actions of the schema must be among the entities) and what was
  // known. Returns: kData, kInconsistentContext, kMissingEntity, ..; kLimit.
  TpeResult<Authorization> Reauthorize(const ConcreteRequest& request,
                                       const store::EntitySource& entities, WorkMeter& meter) const;
  // The same without any check.
  TpeResult<Authorization> Decide(const ConcreteRequest& request,
                                  const store::EntitySource& entities, WorkMeter& meter) const;

 private:
  std::vector<ResidualPolicy> residuals_;
  std::vector<Policy> policies_;  // of residuals_, each as a policy
  const PartialRequest& request_;
  const PartialEntities& entities_;
  const SchemaIndex& index_;
  std::optional<bool> allow_;
};

// Static policies and links. Returns: kIncompleteSchema, kNoMatchingReqEnv, kValidation,
// kUnsupported, kLimit.
TpeResult<PartialResponse> AuthorizePartially(const PolicySet& policies,
                                              const PartialRequest& request,
                                              const PartialEntities& entities,
                                              const SchemaIndex& index, WorkMeter& meter);

// The residuals alone.
TpeResult<std::vector<ResidualPolicy>> ResidualsOf(const PolicySet& policies,
                                                   const PartialRequest& request,
                                                   const PartialEntities& entities,
                                                   const SchemaIndex& index, WorkMeter& meter);

// kIncompleteSchema, if something is defined in another schema.
TpeResult<void> CheckComplete(const SchemaIndex& index);
std::unexpected<TpeError> MeterRanOut();

}  // namespace rune::cedar
