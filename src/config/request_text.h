// Requests as people write them on a command line or in a test case: texts to names and values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/configuration.h"

namespace rune::config {

// `T::"id"`, or a bare id to which `default_type` is given; text with `::"` that does not parse is
// kInvalidRequest. Path-like ids are normalised by the options; a path-like id with a control
// character is kInvalidRequest.
Result<EntityUid> ReadUid(std::string_view text, std::string_view default_type,
                          const Options& options);

// `T::rest` where ReadUid takes it for a bare id: the entity that it looks like. Nothing for what
// reads as it looks.
std::optional<EntityUid> LooksLike(std::string_view text);

// `k=v`: v as JSON where it parses as JSON, text otherwise. Under `context.args` nothing is
// interpreted.
Result<std::pair<std::string, Value>> ReadAssignment(std::string_view text);

// A whole context from JSON text.
Result<Value::Fields> ReadContext(std::string_view json, const Bounds& bounds);

// Request entities from Cedar entity JSON text.
Result<std::vector<Entity>> ReadEntitiesText(std::string_view json, const Options& options);

// Adds attributes and parents to the request's own entity of that name (made when missing).
void AddAttribute(Request& request, const EntityUid& uid, const std::string& name, Value value);
void AddParent(Request& request, const EntityUid& uid, EntityUid parent);

// Normalises the path-like ids of principal, resource, context and entities (where a request
// enters) and refuses what language clause 3.3 refuses: control characters, attributes that may
// only be derived, a context key `datalog`. Attributes of agents are fitted to the declarations
// `agent.x: T` (an integer becomes a decimal, a reference an entity); a misfit is kInvalidRequest.
// No declaration types the context.
Result<Request> Normalize(Request request, const Options& options,
                          const Declarations& declarations = {});

}  // namespace rune::config
