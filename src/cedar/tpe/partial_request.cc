#include "cedar/tpe/partial_request.h"

#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/validate/value_check.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

struct Side {
  std::string_view name;
  DataKind undeclared;
  DataKind invalid;
  TpeErrorKind other_type;
  TpeErrorKind other_id;
};
constexpr Side kPrincipal = {
    "principal", DataKind::kUndeclaredPrincipalType, DataKind::kInvalidPrincipalType,
    TpeErrorKind::kInconsistentPrincipalType, TpeErrorKind::kInconsistentPrincipalEid};
constexpr Side kResource = {"resource", DataKind::kUndeclaredResourceType,
                            DataKind::kInvalidResourceType, TpeErrorKind::kInconsistentResourceType,
                            TpeErrorKind::kInconsistentResourceEid};

std::unexpected<TpeError> Refuse(DataKind kind, std::string message) {
  DataFinding finding;
  finding.kind = kind;
  finding.message = std::move(message);
  return TpeFail(std::move(finding));
}

TpeResult<void> CheckApplies(const PartialUid& part, const Side& side,
                             const std::set<std::string>& types, const EntityUid& action) {
  if (types.contains(part.type)) return {};
  return Refuse(side.invalid, Format("a {} of type `{}` does not fit the action `{}`", side.name,
                                     part.type, value::ToText(action)));
}

TpeResult<void> CheckPart(const PartialUid& part, const Side& side, const Schema& schema) {
  if (schema.Find(part.type) == nullptr) {
    return Refuse(side.undeclared,
                  Format("the type `{}` of the {} is not in the schema", part.type, side.name));
  }
  if (!part.id) return {};
  if (auto problem = UidProblem(*part.uid(), schema)) return TpeFail(*std::move(problem));
  return {};
}

TpeResult<void> CheckContext(const Value::Fields& context, const EntityUid& uid,
                             const Action& action, const Schema& schema) {
  for (const auto& [name, field] : context) {
    if (auto problem = UidsProblem(field, schema)) return TpeFail(*std::move(problem));
  }
  const auto problem = RecordProblem(context, action.context);
  if (!problem) return {};
  return Refuse(DataKind::kInvalidContext, Format("the context does not fit the action `{}`: {}",
                                                  value::ToText(uid), *problem));
}

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
  const Action* declared = schema.Find(action);
  if (declared == nullptr) {
    return Refuse(DataKind::kUndeclaredAction,
                  Format("there is no action `{}` in the schema", value::ToText(action)));
  }
  if (declared->external) {
    return Refuse(DataKind::kExternalAction,
                  Format("the action `{}` is defined in another schema", value::ToText(action)));
  }
  RUNE_TRY(CheckApplies(principal, kPrincipal, declared->principals, action));
  RUNE_TRY(CheckApplies(resource, kResource, declared->resources, action));
  RUNE_TRY(CheckPart(principal, kPrincipal, schema));
  RUNE_TRY(CheckPart(resource, kResource, schema));
  if (context) RUNE_TRY(CheckContext(*context, action, *declared, schema));
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
