// JSON strings with exactly the escapes that Cedar's tools write, so that output can be compared
// byte by byte.
#pragma once

#include <string>
#include <string_view>

#include "rune/entity_uid.h"

namespace rune::cedar {

// `"text"`: quote, backslash and control characters below U+0020 are escaped, nothing else.
std::string JsonString(std::string_view text);
// `{"type":..,"id":..}`
std::string JsonTypeAndId(const EntityUid& uid);

}  // namespace rune::cedar
