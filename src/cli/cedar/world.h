// Entities and requests as the subcommands of `rune cedar` are given them.
#pragma once

#include <optional>
#include <string>

#include "cli/cedar/input.h"
#include "rune/request.h"
#include "store/entities.h"

namespace rune::cli {

Reported<store::Entities> LoadEntities(const std::string& path);
// The same from JSON; `document` is where it stands.
Reported<store::Entities> ReadEntities(const value::Json& json, Document& document);

// Principal, action, resource and context; nothing else of a request is set.
Reported<Request> LoadRequest(const CedarRequestOptions& options);

}  // namespace rune::cli
