// Static types as messages show them: `Long`, `Set<User>`, `{name: String, age?: Long}`.
#pragma once

#include <span>
#include <string>

#include "cedar/validate/schema_index.h"

namespace rune::cedar {

// Requires: the entity types in `type` are numbers of `index`.
std::string TypeText(const StaticType& type, const SchemaIndex& index);

// "`A`", "`A` and `B`", "`A`, `B`, and `C`". Equal texts are named once.
std::string Listed(std::vector<std::string> names, std::string_view conjunction);

}  // namespace rune::cedar
