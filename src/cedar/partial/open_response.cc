#include "cedar/partial/open_response.h"

#include "base/result.h"
#include "cedar/partial/open_evaluator.h"
#include "cedar/partial/whole_condition.h"
#include "cedar/tpe/typed_condition.h"

namespace rune::cedar {
namespace {

TpeResult<OpenResponse> AuthorizeInstances(std::vector<Instance> instances,
                                           const OpenEnvironment& environment) {
  std::vector<ResidualPolicy> residuals;
  std::vector<PolicyError> errors;
  for (Instance& instance : instances) {
    RUNE_TRY(CheckPlain(instance));
    auto residual = EvaluateOpen(WholeCondition(instance), environment);
    if (!residual) {
      if (residual.error().kind == EvalErrorKind::kLimit) return MeterRanOut();
      errors.push_back({instance, std::move(residual).error()});
      residual.emplace();
      residual->SetRoot(residual->AddError());
    }
    residuals.push_back({std::move(instance), *std::move(residual)});
  }
  return OpenResponse(std::move(residuals), std::move(errors));
}

}  // namespace

OpenResponse::OpenResponse(std::vector<ResidualPolicy> residuals, std::vector<PolicyError> errors)
    : residuals_(std::move(residuals)),
      errors_(std::move(errors)),
      allow_(DecideResiduals(residuals_)) {
  policies_.reserve(residuals_.size());
  for (const ResidualPolicy& residual : residuals_) policies_.push_back(residual.ToPolicy());
}

std::vector<std::string> OpenResponse::Ids(bool (*wanted)(Effect, ResidualClass)) const {
  std::vector<std::string> ids;
  for (const ResidualPolicy& policy : residuals_) {
    if (wanted(policy.effect(), policy.residual_class())) ids.push_back(policy.instance.id);
  }
  return ids;
}

bool OpenResponse::Any(Effect effect, ResidualClass residual_class) const {
  for (const ResidualPolicy& policy : residuals_) {
    if (policy.effect() == effect && policy.residual_class() == residual_class) return true;
  }
  return false;
}

std::vector<std::string> OpenResponse::Satisfied() const {
  return Ids([](Effect, ResidualClass is) { return is == ResidualClass::kTrue; });
}

std::vector<std::string> OpenResponse::Errored() const {
  return Ids([](Effect, ResidualClass is) { return is == ResidualClass::kError; });
}

std::vector<std::string> OpenResponse::MayDetermine() const {
  if (Any(Effect::kForbid, ResidualClass::kTrue)) {
    return Ids([](Effect effect, ResidualClass is) {
      return effect == Effect::kForbid &&
             (is == ResidualClass::kTrue || is == ResidualClass::kResidual);
    });
  }
  return Ids([](Effect, ResidualClass is) {
    return is == ResidualClass::kTrue || is == ResidualClass::kResidual;
  });
}

std::vector<std::string> OpenResponse::MustDetermine() const {
  const bool may_forbid =
      Any(Effect::kForbid, ResidualClass::kTrue) || Any(Effect::kForbid, ResidualClass::kResidual);
  if (may_forbid) {
    return Ids([](Effect effect, ResidualClass is) {
      return effect == Effect::kForbid && is == ResidualClass::kTrue;
    });
  }
  return Satisfied();
}

std::vector<Policy> OpenResponse::Undecided() const {
  std::vector<Policy> policies;
  for (const std::size_t at : UndecidedOf(residuals_)) policies.push_back(policies_[at]);
  return policies;
}

TpeResult<OpenResponse> OpenResponse::Reauthorize(const OpenRequest& request,
                                                  const Bindings& bindings,
                                                  const store::EntitySource& entities,
                                                  const OpenEntities& open,
                                                  WorkMeter& meter) const {
  RUNE_ASSIGN_OR_RETURN(const OpenRequest bound, request.Bind(bindings));
  std::vector<Instance> instances;
  for (const Policy& policy : policies_) instances.push_back({&policy, policy.id, {}, policy.span});
  return AuthorizeInstances(std::move(instances), {bound, entities, open, bindings, meter});
}

TpeResult<OpenResponse> AuthorizeOpen(const PolicySet& policies, const OpenRequest& request,
                                      const store::EntitySource& entities, const OpenEntities& open,
                                      WorkMeter& meter) {
  const Bindings none;
  return AuthorizeInstances(policies.Instances(), {request, entities, open, none, meter});
}

}  // namespace rune::cedar
