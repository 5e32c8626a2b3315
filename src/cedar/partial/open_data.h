// Requests and data of which parts are open: not known, but named, so that they can be filled in
// later.
//
// `unknown("name")` in a context or in an attribute or tag of an entity, written in JSON as the
// call
// `{"__extn": {"fn": "unknown", "arg": "name"}}`, stands for a value. A part of a request that is
// missing is the unknown of that part's name (`principal`, ..).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "cedar/syntax/parse.h"
#include "cedar/tpe/tpe_error.h"
#include "rune/value.h"
#include "text/diagnostics.h"
#include "value/json.h"

namespace rune::cedar {

// What unknowns turn out to be, by name.
using Bindings = std::map<std::string, Value>;

// A record: everything known, or the expression of one in which something is not.
using OpenContext = std::variant<Value::Fields, ParsedExpr>;

struct OpenRequest {
  std::optional<EntityUid> principal;  // none: not known; so for the others
  std::optional<EntityUid> action;
  std::optional<EntityUid> resource;
  std::optional<OpenContext> context;

  // The parts that are missing and bound under their names become known.
  // Returns: kInconsistentPrincipalEid, kInconsistentAction, kInconsistentResourceEid or
  // kInconsistentContext for a binding of a part that is known already, or of a wrong kind.
  TpeResult<OpenRequest> Bind(const Bindings& bindings) const;
};

// The attributes and tags that are not wholly known, by name. An entity that is here exists.
struct OpenEntity {
  std::map<std::string, ParsedExpr> attributes;
  std::map<std::string, ParsedExpr> tags;
};
using OpenEntities = std::map<EntityUid, OpenEntity>;

// Whether `unknown(..)` stands anywhere in the JSON.
bool HasUnknowns(const value::Json& json);

// The expression of a context with unknowns. Nothing is returned when an error was pushed.
std::optional<ParsedExpr> ReadOpenContext(const value::Json& json, text::Diagnostics& diagnostics);

// Takes the attributes and tags that are not wholly known out of a list of entities as Cedar writes
// them, so that the rest can be read as ever. Errors are pushed, also where one entity is stated
// twice and what is open differs; what has another form is left as it is.
OpenEntities TakeOpenParts(value::Json& entities, text::Diagnostics& diagnostics);

}  // namespace rune::cedar
