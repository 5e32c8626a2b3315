#include "store/facts.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "value/canonical.h"

namespace rune::store {
namespace {

struct Leaf {
  std::string name;
  const Value* value;
};

std::string Below(const std::string& name, std::string_view key) {
  std::string out = name;
  if (!name.empty()) out += '.';
  for (const char c : key) {
    if (c == '.' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

bool IsRows(const Value& list) {
  return list.is(ValueKind::kList) &&
         std::all_of(list.elements().begin(), list.elements().end(),
                     [](const Value& row) { return row.is(ValueKind::kList); });
}

void AddLeaf(const Leaf& leaf, Facts& facts) {
  const Value& value = *leaf.value;
  if (!value.is(ValueKind::kList) && !value.is(ValueKind::kSet)) {
    facts.Add(leaf.name, {value});
    return;
  }
  const bool rows = IsRows(value);
  for (const Value& element : value.elements()) {
    facts.Add(leaf.name, rows ? element.elements() : Tuple{element});
  }
}

bool MayBeEscape(const value::Json& json) {
  return json.Find("__entity") != nullptr || json.Find("__extn") != nullptr ||
         json.Find("__expr") != nullptr;
}

}  // namespace

void Facts::Add(const std::string& relation, Tuple tuple) {
  for (Value& value : tuple) value = value::Canonical(std::move(value));
  const RelationName name{relation, tuple.size()};
  relations[name].insert(std::move(tuple));
}

void AddLeafFacts(const Value& tree, Facts& facts) {
  if (!tree.is(ValueKind::kRecord)) return;
  std::vector<Leaf> open = {{"", &tree}};
  while (!open.empty()) {
    const Leaf leaf = std::move(open.back());
    open.pop_back();
    if (!leaf.value->is(ValueKind::kRecord)) {
      AddLeaf(leaf, facts);
      continue;
    }
    for (const auto& [key, value] : leaf.value->fields()) {
      open.push_back({Below(leaf.name, key), &value});
    }
  }
}

std::optional<Value> MergeJson(const Value& target, const value::Json& patch,
                               text::Diagnostics& diagnostics) {
  if (patch.is(value::Json::Kind::kNull)) return Value::Record({});
  if (!patch.is(value::Json::Kind::kObject) || MayBeEscape(patch)) {
    std::optional<Value> replaced =
        value::ToValue(patch, value::Escapes::kInterpret, value::Arrays::kLists, diagnostics);
    if (!replaced) return std::nullopt;
    // What only looked like an escape is a record, and is merged as such.
    if (!patch.is(value::Json::Kind::kObject) || !replaced->is(ValueKind::kRecord)) {
      return value::Canonical(*std::move(replaced));
    }
  }
  Value::Fields fields;
  if (target.is(ValueKind::kRecord)) fields = target.fields();
  bool failed = false;
  for (const auto& [key, member] : patch.object) {
    if (member.is(value::Json::Kind::kNull)) {
      fields.erase(key);
      continue;
    }
    const auto it = fields.find(key);
    std::optional<Value> merged =
        MergeJson(it == fields.end() ? Value() : it->second, member, diagnostics);
    failed |= !merged.has_value();
    if (merged) fields.insert_or_assign(key, *std::move(merged));
  }
  if (failed) return std::nullopt;
  return Value::Record(std::move(fields));
}

}  // namespace rune::store
