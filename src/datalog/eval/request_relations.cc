#include "datalog/eval/request_relations.h"

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "datalog/eval/builtins.h"
#include "value/canonical.h"

namespace rune::datalog {
namespace {

using RowVisit = std::function<void(std::string key, const Value& value)>;

std::string EscapeKey(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '.') out += '\\';
    out += c;
  }
  return out;
}

// One row per element of a set or list, dotted keys for what lies in a record. Depth is that of a
// value, which is bounded.
void Flatten(const std::string& key, const Value& value, const RowVisit& visit) {
  if (value.is(ValueKind::kRecord)) {
    for (const auto& [name, field] : value.fields()) {
      Flatten(key + "." + EscapeKey(name), field, visit);
    }
  } else if (value.is(ValueKind::kSet) || value.is(ValueKind::kList)) {
    for (const Value& element : value.elements()) visit(key, element);
  } else {
    visit(key, value);
  }
}

void FlattenAll(const Value::Fields& fields, const RowVisit& visit) {
  for (const auto& [key, value] : fields) Flatten(EscapeKey(key), value, visit);
}

void Add(Table& table, Tuple tuple) {
  PartialTuple row;
  for (Value& value : tuple) row.emplace_back(std::move(value));
  table.Insert(std::move(row), nullptr, 1);
}

}  // namespace

RequestRelations::RequestRelations(const RequestInput& input, const Value* context,
                                   const store::Facts& facts)
    : input_(input), context_(context), facts_(facts) {}

const Table& RequestRelations::Rows(BuiltinRelation relation, const PartialTuple& pattern) {
  const bool over_store =
      relation == BuiltinRelation::kEntityIs || relation == BuiltinRelation::kEntityParent ||
      relation == BuiltinRelation::kEntityAncestor || relation == BuiltinRelation::kEntityAttr;
  if (relation == BuiltinRelation::kCurrentUsage) {
    static const Table empty;
    return pattern[0] ? Usage(*pattern[0]) : empty;
  }
  if (over_store && pattern[0] && pattern[0]->is(ValueKind::kEntity)) {
    const EntityUid& uid = pattern[0]->as_entity();
    const auto [it, made] = by_entity_.try_emplace({relation, uid});
    if (made) FillStore(relation, uid, it->second);
    return it->second;
  }
  const auto [it, made] = tables_.try_emplace(relation);
  if (!made) return it->second;
  if (over_store) {
    for (const EntityUid& uid : input_.entities->AllUids()) FillStore(relation, uid, it->second);
  } else if (input_.request != nullptr) {
    Fill(relation, it->second);
  }
  return it->second;
}

void RequestRelations::FillStore(BuiltinRelation relation, const EntityUid& uid,
                                 Table& table) const {
  const store::EntitySource& entities = *input_.entities;
  switch (relation) {
    case BuiltinRelation::kEntityIs:
      if (entities.Exists(uid)) Add(table, {Value(uid)});
      break;
    case BuiltinRelation::kEntityParent:
      for (const EntityUid& parent : entities.ParentsOf(uid)) {
        Add(table, {Value(uid), Value(parent)});
      }
      break;
    case BuiltinRelation::kEntityAncestor:
      for (const EntityUid& ancestor : entities.AncestorsOf(uid)) {
        Add(table, {Value(uid), Value(ancestor)});
      }
      break;
    default:
      FlattenAll(entities.AttributesOf(uid), [&](std::string key, const Value& value) {
        Add(table, {Value(uid), Value(std::move(key)), value::Canonical(value)});
      });
  }
}

// `principal..` or `resource..`: `relation` counted from the first of the five.
void RequestRelations::FillOne(const EntityUid& uid, BuiltinRelation first,
                               BuiltinRelation relation, Table& table) const {
  switch (static_cast<int>(relation) - static_cast<int>(first)) {
    case 0: return Add(table, {Value(uid.id)});
    case 1: return Add(table, {Value(uid.type)});
    case 2: return Add(table, {Value(uid)});
    case 3:
      return FlattenAll(
          input_.entities->AttributesOf(uid), [&](std::string key, const Value& value) {
            Add(table, {Value(uid.id), Value(std::move(key)), value::Canonical(value)});
          });
    default:
      for (const EntityUid& ancestor : input_.entities->AncestorsOf(uid)) {
        Add(table, {Value(uid.id), Value(ancestor)});
      }
  }
}

void RequestRelations::FillContext(bool params, Table& table) const {
  const std::string& action = input_.request->action.id;
  Value::Fields fields = context_->fields();
  if (params) {
    const Value* stated = context_->Find("params");
    if (stated == nullptr || !stated->is(ValueKind::kRecord)) return;
    fields = stated->fields();
  } else {
    fields.erase("args");  // what a model wrote is read by name only
  }
  FlattenAll(fields, [&](std::string key, const Value& value) {
    Tuple row;
    if (params) row.emplace_back(action);
    row.emplace_back(std::move(key));
    row.push_back(value);
    Add(table, std::move(row));
  });
}

void RequestRelations::Fill(BuiltinRelation relation, Table& table) const {
  const Request& request = *input_.request;
  const auto attribute = [&](const std::string& name) {
    const Value* value = input_.entities->Attribute(request.resource, name);
    if (value != nullptr) Add(table, {value::Canonical(*value)});
  };
  switch (relation) {
    case BuiltinRelation::kAction: return Add(table, {Value(request.action.id)});
    case BuiltinRelation::kActionParam: return FillContext(true, table);
    case BuiltinRelation::kContext: return FillContext(false, table);
    case BuiltinRelation::kPath: return attribute("path");
    case BuiltinRelation::kCommand: return attribute("command");
    case BuiltinRelation::kApi: return attribute("api");
    default: break;
  }
  if (relation < BuiltinRelation::kResource) {
    FillOne(request.principal, BuiltinRelation::kPrincipal, relation, table);
  } else {
    FillOne(request.resource, BuiltinRelation::kResource, relation, table);
  }
}

const Table& RequestRelations::Usage(const Value& key) {
  const auto [it, made] = usage_.try_emplace(key);
  if (!made) return it->second;
  Table& table = it->second;
  std::optional<std::int64_t> calls;
  if (input_.usage) calls = input_.usage(key);
  if (calls) {
    Add(table, {key, Value(*calls)});
    return table;
  }
  if (const auto stated = facts_.relations.find({"current_usage", 2});
      stated != facts_.relations.end()) {
    const auto row = stated->second.lower_bound(Tuple{key});
    if (row != stated->second.end() && (*row)[0] == key) {
      Add(table, *row);
      return table;
    }
  }
  const std::string message = Format("usage of {} is not known", Show(key));
  table.Insert({key, std::nullopt},
               std::make_shared<const Failure>(
                   Failure{"current_usage", {}, "unknown_usage", message, "", ""}),
               1);
  return table;
}

}  // namespace rune::datalog
