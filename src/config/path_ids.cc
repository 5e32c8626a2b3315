#include "config/path_ids.h"

#include "base/format.h"
#include "value/path.h"
#include "value/print.h"

namespace rune::config {
namespace {

std::expected<Value::Elements, std::string> NormalizeAll(const Value::Elements& elements,
                                                         const Options& options) {
  Value::Elements out;
  out.reserve(elements.size());
  for (const Value& element : elements) {
    RUNE_ASSIGN_OR_RETURN(Value normal, NormalizeUids(element, options));
    out.push_back(std::move(normal));
  }
  return out;
}

}  // namespace

std::expected<EntityUid, std::string> NormalizeUid(EntityUid uid, const Options& options) {
  if (!options.path_types.contains(uid.type)) return uid;
  if (const auto problem = value::PathIdProblem(uid.id)) {
    return std::unexpected(Format("the id of {} is no path: {}", value::ToText(uid), *problem));
  }
  uid.id = value::NormalizePath(uid.id);
  if (options.fold_paths) uid.id = value::FoldCase(uid.id);
  return uid;
}

std::expected<Value, std::string> NormalizeUids(const Value& value, const Options& options) {
  switch (value.kind()) {
    case ValueKind::kEntity: {
      RUNE_ASSIGN_OR_RETURN(EntityUid uid, NormalizeUid(value.as_entity(), options));
      return Value(std::move(uid));
    }
    case ValueKind::kList: {
      RUNE_ASSIGN_OR_RETURN(Value::Elements items, NormalizeAll(value.elements(), options));
      return Value::List(std::move(items));
    }
    case ValueKind::kSet: {
      RUNE_ASSIGN_OR_RETURN(Value::Elements items, NormalizeAll(value.elements(), options));
      return Value::Set(std::move(items));
    }
    case ValueKind::kRecord: {
      Value::Fields fields;
      for (const auto& [key, inner] : value.fields()) {
        RUNE_ASSIGN_OR_RETURN(Value normal, NormalizeUids(inner, options));
        fields.emplace(key, std::move(normal));
      }
      return Value::Record(std::move(fields));
    }
    default: return value;
  }
}

}  // namespace rune::config
