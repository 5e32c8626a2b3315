#include "cedar/tpe/query.h"

#include "base/result.h"

namespace rune::cedar {
namespace {

// `unknown` is the part of the concrete request that is filled in.
TpeResult<std::vector<EntityUid>> QueryPart(
    const PolicySet& policies, const PartialRequest& request, EntityUid ConcreteRequest::* unknown,
    const PartialUid& part, const PartialUid& other, EntityUid ConcreteRequest::* known,
    const store::EntitySource& entities, const SchemaIndex& index, WorkMeter& meter) {
  RUNE_TRY(CheckComplete(index));
  if (!other.id || request.context() == nullptr) {
    return TpeFail(TpeErrorKind::kUnsupported,
                   "a query leaves one of principal and resource open, and nothing else");
  }
  RUNE_ASSIGN_OR_RETURN(const PartialEntities partial,
                        PartialEntities::FromSource(entities, index));
  RUNE_ASSIGN_OR_RETURN(const PartialResponse response,
                        AuthorizePartially(policies, request, partial, index, meter));
  std::vector<EntityUid> found;
  if (response.allow() == false) return found;
  ConcreteRequest concrete;
  concrete.action = request.action();
  concrete.*known = *other.uid();
  concrete.context = request.context()->fields();
  for (EntityUid& uid : entities.AllUids()) {
    if (uid.type != part.type) continue;
    if (!response.allow()) {
      concrete.*unknown = uid;
      RUNE_ASSIGN_OR_RETURN(const Authorization decided,
                            response.Decide(concrete, entities, meter));
      if (!decided.allow) continue;
    }
    found.push_back(std::move(uid));
  }
  return found;
}

}  // namespace

TpeResult<std::vector<EntityUid>> QueryPrincipal(const PolicySet& policies,
                                                 const PartialRequest& request,
                                                 const store::EntitySource& entities,
                                                 const SchemaIndex& index, WorkMeter& meter) {
  return QueryPart(policies, request, &ConcreteRequest::principal, request.principal(),
                   request.resource(), &ConcreteRequest::resource, entities, index, meter);
}

TpeResult<std::vector<EntityUid>> QueryResource(const PolicySet& policies,
                                                const PartialRequest& request,
                                                const store::EntitySource& entities,
                                                const SchemaIndex& index, WorkMeter& meter) {
  return QueryPart(policies, request, &ConcreteRequest::resource, request.resource(),
                   request.principal(), &ConcreteRequest::principal, entities, index, meter);
}

TpeResult<std::vector<ActionAnswer>> QueryAction(const PolicySet& policies,
                                                 const PartialUid& principal,
                                                 const PartialUid& resource,
                                                 const std::optional<Value::Fields>& context,
                                                 const PartialEntities& entities,
                                                 const SchemaIndex& index, WorkMeter& meter) {
  RUNE_TRY(CheckComplete(index));
  std::vector<ActionAnswer> answers;
  for (const SchemaIndex::ActionInfo& action : index.actions()) {
    const auto request = PartialRequest::Make(principal, action.uid, resource, context, index);
    if (!request) continue;
    RUNE_ASSIGN_OR_RETURN(const PartialResponse response,
                          AuthorizePartially(policies, *request, entities, index, meter));
    if (response.allow() == false) continue;
    answers.push_back({action.uid, response.allow() == true});
  }
  return answers;
}

}  // namespace rune::cedar
