// Entities and requests as the subcommands of `rune cedar` are given them.
//
// With a schema they are read as it says (`"10.0.0.1"` where an address belongs) and held against
// it; the actions of the schema are entities too. `schema` may be null everywhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cedar/schema/schema.h"
#include "cedar/validate/data_finding.h"
#include "cli/cedar/input.h"
#include "rune/request.h"
#include "store/entities.h"

namespace rune::cli {

// What is looked at in a request that is an object.
extern const value::JsonShape kRequestShape;

Reported<store::Entities> LoadEntities(const std::string& path, const cedar::Schema* schema);
// The same from JSON; `document` is where it stands.
Reported<store::Entities> ReadEntities(const value::Json& json, const cedar::Schema* schema,
                                       Document& document);
Reported<store::Entities> BuildEntities(std::vector<Entity> entities);

// Principal, action, resource and context; nothing else of a request is set.
Reported<Request> LoadRequest(const CedarRequestOptions& options, const cedar::Schema* schema);

// The three names and the context of a request that is an object.
Reported<Request> ReadRequest(const value::Json& json, const cedar::Schema* schema,
                              Document& document);
// What a request with a schema must keep to.
Reported<void> CheckRequest(const Request& request, const cedar::Schema& schema);

// A context for an action of the schema, or for any action.
Reported<Value::Fields> ReadContext(const value::Json& json, const EntityUid& action,
                                    const cedar::Schema* schema, Document& document);

// The first as the report, the others as related to it; behind 200 (text::Diagnostics::kMost) only
// how many more there are. Requires: not empty.
Report ToReport(const cedar::DataFindings& findings, const SharedSources& sources);

}  // namespace rune::cli
