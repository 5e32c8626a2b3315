// Requests against a schema: the action exists, applies to the types of principal and resource,
// and the context is what it asks for.
#pragma once

#include <optional>

#include "cedar/schema/schema.h"
#include "cedar/validate/data_finding.h"
#include "rune/value.h"

namespace rune::cedar {

// The parts of a request that are known; what is not known is not looked at.
struct RequestParts {
  const EntityUid* principal = nullptr;
  const EntityUid* action = nullptr;
  const EntityUid* resource = nullptr;
  const Value::Fields* context = nullptr;
};

// The first thing that is wrong: the principal and its type, the resource and its type, the action
// and what it applies to, the context. Nothing if the request is fine.
std::optional<DataFinding> CheckRequest(const RequestParts& request, const Schema& schema);

}  // namespace rune::cedar
