#include "cedar/schema/schema.h"

#include <algorithm>

namespace rune::cedar {

bool Schema::complete() const {
  const auto defined = [](const auto& entry) { return !entry.second.external; };
  return std::ranges::all_of(entity_types, defined) && std::ranges::all_of(actions, defined);
}

bool IsActionType(std::string_view type) { return type == "Action" || type.ends_with("::Action"); }

}  // namespace rune::cedar
