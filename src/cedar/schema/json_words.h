// The words and names of schemas in JSON, as both of their readers know them.
#pragma once

#include <algorithm>
#include <string_view>

#include "value/name.h"

namespace rune::cedar {

// What a common type cannot be called.
inline bool IsTypeKeyword(std::string_view name) {
  static constexpr std::string_view kKeywords[] = {"Bool", "Boolean", "Entity", "Extension",
                                                   "Long", "Record",  "Set",    "String"};
  return std::ranges::find(kKeywords, name) != std::end(kKeywords);
}

inline bool IsPlainIdentifier(std::string_view name) {
  return value::IsIdentifier(name) && !value::IsReserved(name);
}

// A name that may hold `__cedar`.
inline bool IsTypeReference(std::string_view name) {
  while (true) {
    const std::string_view part = name.substr(0, name.find("::"));
    if (!value::IsIdentifier(part)) return false;
    if (value::IsReserved(part) && part != "__cedar") return false;
    if (part.size() == name.size()) return true;
    name.remove_prefix(part.size() + 2);
  }
}

}  // namespace rune::cedar
