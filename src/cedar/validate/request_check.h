// Requests against a schema: the action exists, applies to the types of principal and resource,
// and the context is what it asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

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

// The steps of it, for requests of which only a type may be known.

enum class RequestSide : std::uint8_t { kPrincipal, kResource };

// UndeclaredPrincipalType, UndeclaredResourceType.
std::optional<DataFinding> CheckDeclared(RequestSide side, const std::string& type,
                                         const Schema& schema);
// UndeclaredAction, ExternalAction.
std::optional<DataFinding> CheckRequestAction(const EntityUid& action, const Schema& schema);
// InvalidPrincipalType, InvalidResourceType. Requires: the schema has the action.
std::optional<DataFinding> CheckApplies(RequestSide side, const std::string& type,
                                        const EntityUid& action, const Schema& schema);
// InvalidContext, or what is wrong with an entity in it. Requires: the schema has the action.
std::optional<DataFinding> CheckContext(const Value::Fields& context, const EntityUid& action,
                                        const Schema& schema);

}  // namespace rune::cedar
