// Names as both languages write them: identifiers, type names, entity references.
#pragma once

#include <optional>
#include <string_view>

#include "rune/entity_uid.h"

namespace rune::value {

bool IsIdentifier(std::string_view text);      // [_a-zA-Z][_a-zA-Z0-9]*
bool IsReserved(std::string_view identifier);  // true false if then else in is like has __cedar
// `A::B::C`, each an identifier and none of them reserved.
bool IsTypeName(std::string_view text);
// `T::"id"` with escapes and without blanks outside the quotes. Nothing if it does not parse.
std::optional<EntityUid> ParseEntityUid(std::string_view text);
// `T::"id"`, or `T::rest` split at the last `::` (the whole rest is the id, taken as it stands, and
// not empty). A text with `::"` is the first form or nothing.
std::optional<EntityUid> ParseEntityReference(std::string_view text);

}  // namespace rune::value
