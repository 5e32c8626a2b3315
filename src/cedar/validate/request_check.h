// Requests against a schema: the action exists, applies to the types of principal and resource,
// and the context is what it asks for.
#pragma once

#include <cstdint>
#include <expected>
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
// An action with what its schema says of it. Both outlive it.
struct KnownAction {
  const EntityUid& uid;
  const Action& declared;
};
// UndeclaredAction, ExternalAction.
std::expected<KnownAction, DataFinding> FindRequestAction(const EntityUid& action,
                                                          const Schema& schema);
// InvalidPrincipalType, InvalidResourceType.
std::optional<DataFinding> CheckApplies(RequestSide side, const std::string& type,
                                        const KnownAction& action);
// InvalidContext, or what is wrong with an entity in it.
std::optional<DataFinding> CheckContext(const Value::Fields& context, const KnownAction& action,
                                        const Schema& schema);

}  // namespace rune::cedar
