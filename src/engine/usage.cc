#include "engine/usage.h"

namespace rune::engine {

std::function<std::optional<std::int64_t>(const Value&)> UsageSource(const Snapshot& snapshot,
                                                                     const Inputs& inputs) {
  if (inputs.usage) return inputs.usage;
  const auto& relations = snapshot.configuration->facts.relations;
  auto it = relations.find({"current_usage", 2});
  if (it == relations.end()) return nullptr;
  return [rows = &it->second](const Value& key) -> std::optional<std::int64_t> {
    for (const Tuple& row : *rows) {
      if (row[0] == key && row[1].is(ValueKind::kLong)) return row[1].as_long();
    }
    return std::nullopt;
  };
}

}  // namespace rune::engine
