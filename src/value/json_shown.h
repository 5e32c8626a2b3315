// How a message names a key or text of a JSON document, which may be long and hostile.
#pragma once

#include <string>
#include <string_view>

namespace rune::value {

// `"key"` in backquotes with escapes; cut after 60 bytes.
std::string ShownKey(std::string_view key);

}  // namespace rune::value
