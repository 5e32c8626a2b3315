// JSON strings, for everybody who writes JSON.
#pragma once

#include <string>
#include <string_view>

namespace rune {

// Appends `text` as a JSON string with its quotes. Controls are escaped; broken UTF-8 becomes
// U+FFFD, so that the result is always valid JSON in valid UTF-8.
void AppendJsonString(std::string& out, std::string_view text);

}  // namespace rune
