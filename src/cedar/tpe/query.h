// Which principals, resources or actions may be allowed: questions answered by partial evaluation.
#pragma once

#include <optional>
#include <vector>

#include "cedar/tpe/partial_response.h"

namespace rune::cedar {

// The entities of the type of the unknown part, among those of `entities`, for which the request is
// allowed; in the order of `entities`. Policies are partially evaluated once, and only what is left
// of them is evaluated for each entity.
// Requires: the other part and the context of `request` are known.
// Returns: kUnsupported if they are not; what PartialEntities::FromSource and AuthorizePartially
// do.
TpeResult<std::vector<EntityUid>> QueryPrincipal(const PolicySet& policies,
                                                 const PartialRequest& request,
                                                 const store::EntitySource& entities,
                                                 const SchemaIndex& index, WorkMeter& meter);
TpeResult<std::vector<EntityUid>> QueryResource(const PolicySet& policies,
                                                const PartialRequest& request,
                                                const store::EntitySource& entities,
                                                const SchemaIndex& index, WorkMeter& meter);

struct ActionAnswer {
  EntityUid action;
  bool certain = false;  // allowed, whatever is not known; else it depends on that
};

// The actions that the schema lets apply to both types and that are not certainly denied, in the
// order of their uids. An action whose context is not of this form is left out.
TpeResult<std::vector<ActionAnswer>> QueryAction(const PolicySet& policies,
                                                 const PartialUid& principal,
                                                 const PartialUid& resource,
                                                 const std::optional<Value::Fields>& context,
                                                 const PartialEntities& entities,
                                                 const SchemaIndex& index, WorkMeter& meter);

}  // namespace rune::cedar
