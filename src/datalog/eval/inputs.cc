#include "datalog/eval/inputs.h"

#include <string>

#include "value/canonical.h"

namespace rune::datalog {

Value Inputs::Handed(const Value& value, ColumnType type) {
  if (value.is(ValueKind::kEntity) && type != ColumnType::kEntity) {
    return Value(value.as_entity().id);
  }
  return value::Canonical(value);
}

bool Inputs::ReadsUsage(std::string_view parameter) {
  const std::string name = SnakeCase(parameter);
  return name == "current_calls" || name == "current_usage";
}

std::optional<Value> Inputs::Part(RequestPart part, ColumnType type) const {
  if (input_.request == nullptr) return std::nullopt;
  const Request& request = *input_.request;
  const auto attribute = [&](const std::string& name) -> std::optional<Value> {
    const Value* value = input_.entities->Attribute(request.resource, name);
    if (value == nullptr) return std::nullopt;
    return value::Canonical(*value);
  };
  switch (part) {
    case RequestPart::kPrincipal: return Handed(Value(request.principal), type);
    case RequestPart::kAction: return Handed(Value(request.action), type);
    case RequestPart::kResource: return Handed(Value(request.resource), type);
    case RequestPart::kPath: return attribute("path");
    case RequestPart::kDirectory: return attribute("directory");
    case RequestPart::kCommand: return attribute("command");
    case RequestPart::kApi: return attribute("api");
  }
  return std::nullopt;
}

std::optional<Value> Inputs::ByName(std::string_view parameter, ColumnType type) const {
  if (input_.request == nullptr || parameter.empty()) return std::nullopt;
  if (const auto part = FindRequestPart(parameter)) return Part(*part, type);
  const std::string name = SnakeCase(parameter);
  for (const EntityUid* uid : {&input_.request->resource, &input_.request->principal}) {
    if (const Value* value = input_.entities->Attribute(*uid, name)) {
      return Handed(*value, type);
    }
  }
  // What a model wrote is read by name only, never implicitly.
  if (name == "args") return std::nullopt;
  if (const Value* value = context_->Find(name)) return Handed(*value, type);
  return std::nullopt;
}

}  // namespace rune::datalog
