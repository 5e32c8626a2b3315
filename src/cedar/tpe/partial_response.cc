#include "cedar/tpe/partial_response.h"

#include "base/result.h"
#include "cedar/tpe/partial_evaluator.h"
#include "cedar/tpe/typed_condition.h"
#include "cedar/validate/entity_check.h"
#include "cedar/validate/request_check.h"

namespace rune::cedar {
namespace {

TpeResult<void> CheckFits(const ConcreteRequest& request, const store::EntitySource& entities,
                          const Schema& schema) {
  const RequestParts parts{&request.principal, &request.action, &request.resource,
                           &request.context};
  if (auto problem = CheckRequest(parts, schema)) return TpeFail(*std::move(problem));
  for (const EntityUid& uid : entities.AllUids()) {
    const Entity entity{uid, entities.AttributesOf(uid), entities.TagsOf(uid),
                        entities.AncestorsOf(uid)};
    auto problem = IsActionType(uid.type) ? CheckAction(entity, entity.parents, schema)
                                          : CheckEntity(entity, schema);
    if (!problem) continue;
    problem->uid = uid;
    return TpeFail(*std::move(problem));
  }
  return {};
}

}  // namespace

TpeResult<void> CheckComplete(const SchemaIndex& index) {
  if (index.schema().complete()) return {};
  return TpeFail(TpeErrorKind::kIncompleteSchema,
                 "the schema says of some names that they are defined in another schema");
}

std::unexpected<TpeError> MeterRanOut() {
  return TpeFail(TpeErrorKind::kLimit, "the bound of steps is reached");
}

ResidualClass ResidualPolicy::residual_class() const {
  if (residual.IsTrue()) return ResidualClass::kTrue;
  if (residual.IsFalse()) return ResidualClass::kFalse;
  return residual.state() == ResidualState::kError ? ResidualClass::kError
                                                   : ResidualClass::kResidual;
}

std::optional<bool> DecideResiduals(const std::vector<ResidualPolicy>& residuals) {
  bool permits = false;
  bool forbids = false;
  bool may_permit = false;
  bool may_forbid = false;
  for (const ResidualPolicy& policy : residuals) {
    const ResidualClass is = policy.residual_class();
    const bool permit = policy.effect() == Effect::kPermit;
    if (is == ResidualClass::kTrue) (permit ? permits : forbids) = true;
    if (is == ResidualClass::kResidual) (permit ? may_permit : may_forbid) = true;
  }
  if (forbids || (!permits && !may_permit)) return false;
  if (may_forbid || !permits) return std::nullopt;
  return true;
}

std::vector<std::size_t> UndecidedOf(const std::vector<ResidualPolicy>& residuals) {
  std::vector<std::size_t> places;
  for (const Effect effect : {Effect::kPermit, Effect::kForbid}) {
    for (std::size_t i = 0; i < residuals.size(); ++i) {
      if (residuals[i].effect() != effect) continue;
      if (residuals[i].residual_class() == ResidualClass::kResidual) places.push_back(i);
    }
  }
  return places;
}

TpeResult<std::vector<ResidualPolicy>> ResidualsOf(const PolicySet& policies,
                                                   const PartialRequest& request,
                                                   const PartialEntities& entities,
                                                   const SchemaIndex& index, WorkMeter& meter) {
  RUNE_ASSIGN_OR_RETURN(const RequestEnvironment environment, request.FindEnvironment(index));
  std::vector<ResidualPolicy> residuals;
  for (Instance& instance : policies.Instances()) {
    RUNE_ASSIGN_OR_RETURN(const Residual typed, TypedCondition(instance, index, environment));
    Residual residual = PartiallyEvaluate(typed, {request, entities, index, meter});
    if (meter.exhausted()) return MeterRanOut();
    residuals.push_back({std::move(instance), std::move(residual)});
  }
  return residuals;
}

TpeResult<PartialResponse> AuthorizePartially(const PolicySet& policies,
                                              const PartialRequest& request,
                                              const PartialEntities& entities,
                                              const SchemaIndex& index, WorkMeter& meter) {
  RUNE_TRY(CheckComplete(index));
  RUNE_ASSIGN_OR_RETURN(std::vector<ResidualPolicy> residuals,
                        ResidualsOf(policies, request, entities, index, meter));
  return PartialResponse(std::move(residuals), request, entities, index);
}

PartialResponse::PartialResponse(std::vector<ResidualPolicy> residuals,
                                 const PartialRequest& request, const PartialEntities& entities,
                                 const SchemaIndex& index)
    : residuals_(std::move(residuals)),
      request_(request),
      entities_(entities),
      index_(index),
      allow_(DecideResiduals(residuals_)) {
  policies_.reserve(residuals_.size());
  for (const ResidualPolicy& residual : residuals_) policies_.push_back(residual.ToPolicy());
}

std::optional<std::vector<std::string>> PartialResponse::Reasons() const {
  if (!allow_) return std::nullopt;
  return Of(*allow_ ? Effect::kPermit : Effect::kForbid, ResidualClass::kTrue);
}

std::vector<std::string> PartialResponse::Of(Effect effect, ResidualClass residual_class) const {
  std::vector<std::string> ids;
  for (const ResidualPolicy& policy : residuals_) {
    if (policy.effect() != effect || policy.residual_class() != residual_class) continue;
    ids.push_back(policy.instance.id);
  }
  return ids;
}

std::vector<Policy> PartialResponse::ResidualPolicies() const {
  std::vector<Policy> policies;
  for (const std::size_t at : UndecidedOf(residuals_)) policies.push_back(policies_[at]);
  return policies;
}

TpeResult<Authorization> PartialResponse::Reauthorize(const ConcreteRequest& request,
                                                      const store::EntitySource& entities,
                                                      WorkMeter& meter) const {
  RUNE_TRY(CheckFits(request, entities, index_.schema()));
  RUNE_TRY(entities_.CheckConsistency(entities));
  RUNE_TRY(request_.CheckConsistency(request));
  return Decide(request, entities, meter);
}

TpeResult<Authorization> PartialResponse::Decide(const ConcreteRequest& request,
                                                 const store::EntitySource& entities,
                                                 WorkMeter& meter) const {
  std::vector<Instance> instances;
  for (const Policy& policy : policies_) instances.push_back({&policy, policy.id, {}, policy.span});
  const Value context = Value::Record(request.context);
  const Environment environment{.principal = request.principal,
                                .action = request.action,
                                .resource = request.resource,
                                .context = context,
                                .entities = entities,
                                .meter = meter};
  const Result<Evaluation> evaluation = EvaluatePolicies(instances, environment);
  if (!evaluation) return MeterRanOut();
  return Authorize(*evaluation);
}

}  // namespace rune::cedar
