#include "cedar/tpe/partial_request.h"

#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/value_check.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

TpeResult<void> Refuse(std::optional<DataFinding> problem) {
  if (problem) return TpeFail(*std::move(problem));
  return {};
}

TpeResult<void> CheckPart(const PartialUid& part, RequestSide side, const Schema& schema) {
  RUNE_TRY(Refuse(CheckDeclared(side, part.type, schema)));
  return part.id ? Refuse(UidProblem(*part.uid(), schema)) : TpeResult<void>();
}

struct Side {
  std::string_view name;
  TpeErrorKind other_type;
  TpeErrorKind other_id;
};
constexpr Side kPrincipal = {"principal", TpeErrorKind::kInconsistentPrincipalType,
                             TpeErrorKind::kInconsistentPrincipalEid};
constexpr Side kResource = {"resource", TpeErrorKind::kInconsistentResourceType,
                            TpeErrorKind::kInconsistentResourceEid};

TpeResult<void> CheckSame(const PartialUid& partial, const EntityUid& uid, const Side& side) {
  if (partial.type != uid.type) {
    return TpeFail(side.other_type, Format("the {} was known to be of type `{}` and is `{}`",
                                           side.name, partial.type, value::ToText(uid)));
  }
  if (partial.id && *partial.id != uid.id) {
    return TpeFail(side.other_id, Format("the {} was known to be `{}` and is `{}`", side.name,
                                         value::ToText(*partial.uid()), value::ToText(uid)));
  }
  return {};
}

}  // namespace

TpeResult<PartialRequest> PartialRequest::Make(PartialUid principal, EntityUid action,
                                               PartialUid resource,
                                               std::optional<Value::Fields> context,
                                               const SchemaIndex& index) {
  const Schema& schema = index.schema();
  const auto known = FindRequestAction(action, schema);
  if (!known) return TpeFail(known.error());
  RUNE_TRY(Refuse(CheckApplies(RequestSide::kPrincipal, principal.type, *known)));
  RUNE_TRY(Refuse(CheckApplies(RequestSide::kResource, resource.type, *known)));
  RUNE_TRY(CheckPart(principal, RequestSide::kPrincipal, schema));
  RUNE_TRY(CheckPart(resource, RequestSide::kResource, schema));
  if (context) RUNE_TRY(Refuse(CheckContext(*context, *known, schema)));
  PartialRequest request;
  request.principal_ = std::move(principal);
  request.action_ = std::move(action);
  request.resource_ = std::move(resource);
  if (context) request.context_ = Value::Record(*std::move(context));
  return request;
}

TpeResult<void> PartialRequest::CheckConsistency(const ConcreteRequest& request) const {
  RUNE_TRY(CheckSame(principal_, request.principal, kPrincipal));
  RUNE_TRY(CheckSame(resource_, request.resource, kResource));
  if (request.action != action_) {
    return TpeFail(TpeErrorKind::kInconsistentAction,
                   Format("the action was known to be `{}` and is `{}`", value::ToText(action_),
                          value::ToText(request.action)));
  }
  if (context_ && context_->fields() != request.context) {
    return TpeFail(TpeErrorKind::kInconsistentContext,
                   "the context is not the one that was known before");
  }
  return {};
}

TpeResult<RequestEnvironment> PartialRequest::FindEnvironment(const SchemaIndex& index) const {
  const std::optional<std::size_t> action = index.FindAction(action_);
  const std::optional<EntityTypeId> principal = index.FindType(principal_.type);
  const std::optional<EntityTypeId> resource = index.FindType(resource_.type);
  if (action && principal && resource) {
    const SchemaIndex::ActionInfo& info = index.actions()[*action];
    if (std::ranges::binary_search(info.principals, *principal) &&
        std::ranges::binary_search(info.resources, *resource)) {
      return RequestEnvironment{*principal, *action, *resource};
    }
  }
  return TpeFail(TpeErrorKind::kNoMatchingReqEnv,
                 Format("no action `{}` of this schema applies to the types `{}` and `{}`",
                        value::ToText(action_), principal_.type, resource_.type));
}

}  // namespace rune::cedar
