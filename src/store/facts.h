// Base facts and the data tree: what `[data]`, facts in rules and run-time facts state.
//
// A relation is named by its name and number of columns; its rows are a set. The tree answers data
// paths. Values are canonical (value/canonical.h). Constant after construction; copies share
// nothing but the content of values, and are for loading only.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "rune/value.h"
#include "value/json.h"

namespace rune::store {

struct RelationName {
  std::string name;  // may hold dots: `agent.capabilities`
  std::size_t arity = 0;
  friend auto operator<=>(const RelationName&, const RelationName&) = default;
};

struct Facts {
  std::map<RelationName, std::set<Tuple>> relations;
  // The whole of `[data]`, overlaid with run-time maps.
  Value tree = Value::Record({});

  // Adds a row, its values made canonical.
  void Add(const std::string& relation, Tuple tuple);
};

// The leaf facts of a data tree (language clause: what facts data gives). A leaf is what is no
// record; its relation is named by the keys on the way to it, joined by dots (a dot inside a key is
// `\.`, a backslash `\\`). A scalar gives one row; a list or set one row per element; a list that
// holds lists only, one row per inner list, as wide as that is long. An empty list gives nothing,
// so `facts` does not tell that its relation is defined: ask the tree. Requires: `tree` is a record
// (another value gives nothing).
void AddLeafFacts(const Value& tree, Facts& facts);

// RFC 7396: an object is merged into a record key by key, null removes a key, anything else
// replaces. Lists are lists, `__entity` and `__extn` are interpreted (and replace), values become
// canonical. Returns: the new value; nothing when an error was pushed (a null inside an array, an
// escape that names no value). A patch that is null gives an empty record. Requires: the depth of
// `patch` is bounded, as value::ParseJson does.
std::optional<Value> MergeJson(const Value& target, const value::Json& patch,
                               text::Diagnostics& diagnostics);

}  // namespace rune::store
