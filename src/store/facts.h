// Base facts and the data tree: what `[data]`, facts in rules and run-time facts state.
//
// A relation is named by its name and number of columns; its rows are a set. The tree answers data paths. Values are
// canonical (value/canonical.h). Constant after construction; copies share nothing and are for loading only.
#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>

#include "rune/value.h"

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

  void Add(const std::string& relation, Tuple tuple);
};

// The leaf facts of a data tree (language clause: what facts data gives): a scalar or record leaf gives one row, a list
// one row per element, a list of lists one row per inner list.
void AddLeafFacts(const Value& tree, Facts& facts);

// RFC 7396 on records: null is absent from Value, so a removal is a key of `removed`.
Value MergeRecord(const Value& target, const Value& patch);

}  // namespace rune::store
