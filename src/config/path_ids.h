// Path-like ids where they enter: normal, folded if the options say so, or refused.
#pragma once

#include <expected>
#include <string>

#include "config/configuration.h"

namespace rune::config {

// Returns: the name with a normal id when its type is path-like; else why the id cannot be one.
std::expected<EntityUid, std::string> NormalizeUid(EntityUid uid, const Options& options);

// The same for every entity name inside a value. Requires: a bounded depth.
std::expected<Value, std::string> NormalizeUids(const Value& value, const Options& options);

}  // namespace rune::config
