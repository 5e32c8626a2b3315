// What Unicode's security report (UTS 39) says of texts and identifiers. The tables are made by
// tools/unicode_tables. Each question is a binary search a code point.
#pragma once

#include <string_view>

namespace rune::cedar {

// Whether all letters may belong to one script, where Japanese, Korean and Han with Bopomofo are
// each one (UTS 39, 5.1). What belongs to no script at all, broken UTF-8 included, fits nowhere.
bool IsSingleScript(std::string_view text);

// Whether identifiers should hold it (UTS 39, 3.1).
bool IsAllowedInIdentifiers(char32_t code_point);

// One of the nine characters that change the direction of the text behind them, or end that.
bool IsBidiControl(char32_t code_point);

}  // namespace rune::cedar
