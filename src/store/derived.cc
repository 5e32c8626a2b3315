#include "store/derived.h"

#include "value/path.h"

namespace rune::store {

const Value::Fields& DerivedEntities::Derived(const EntityUid& uid) const {
  auto [it, inserted] = derived_.try_emplace(uid);
  if (!inserted) return it->second;
  Value::Fields& fields = it->second;
  if (path_types_.contains(uid.type)) {
    fields.emplace("path", Value(uid.id));
    fields.emplace("directory", Value(value::PathDirectory(uid.id)));
    fields.emplace("name", Value(value::PathName(uid.id)));
    if (auto extension = value::PathExtension(uid.id)) {
      fields.emplace("extension", Value(*extension));
    }
  }
  if (uid.type == "Command") fields.emplace("command", Value(uid.id));
  if (uid.type == "API") fields.emplace("api", Value(uid.id));
  return fields;
}

const Value* DerivedEntities::Attribute(const EntityUid& uid, const std::string& name) const {
  if (const Value* stated = base_.Attribute(uid, name)) return stated;
  const Value::Fields& derived = Derived(uid);
  auto it = derived.find(name);
  return it == derived.end() ? nullptr : &it->second;
}

Value::Fields DerivedEntities::AttributesOf(const EntityUid& uid) const {
  Value::Fields fields = base_.AttributesOf(uid);
  for (const auto& [name, value] : Derived(uid)) fields.emplace(name, value);
  return fields;
}

}  // namespace rune::store
