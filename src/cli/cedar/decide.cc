#include "cli/cedar/decide.h"

#include "base/format.h"

namespace rune::cli {

CedarWorld::CedarWorld(const store::EntityView& view, const Request& request)
    : context_(Value::Record(request.context)),
      meter_(Bounds().steps, Bounds().facts),
      environment_{request.principal, request.action, request.resource, context_, view,
                   nullptr,           meter_} {}

Reported<CedarAnswer> Decide(const cedar::PolicySet& policies, const store::Entities& entities,
                             const Request& request) {
  const auto view = store::EntityView::Make(entities, {});
  if (!view) return std::unexpected(ToReport(view.error(), nullptr));
  const CedarWorld world(*view, request);
  const auto evaluation = cedar::EvaluatePolicies(policies.Instances(), world.environment());
  if (!evaluation) return std::unexpected(ToReport(evaluation.error(), nullptr));
  cedar::Authorization authorization = cedar::Authorize(*evaluation);
  CedarAnswer answer{authorization.allow, std::move(authorization.reasons), {}};
  for (const cedar::PolicyError& error : evaluation->errors) {
    answer.errors.push_back(
        Format("error while evaluating policy `{}`: {}", error.instance.id, error.error.message));
  }
  return answer;
}

}  // namespace rune::cli
