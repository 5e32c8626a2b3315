// TOML trees as values.
#pragma once

#include <optional>

#include "config/configuration.h"
#include "config/toml_tree.h"
#include "value/json.h"

namespace rune::config {

struct ValueReading {
  value::Arrays arrays = value::Arrays::kLists;
  value::Escapes escapes = value::Escapes::kInterpret;
  const Options* options = nullptr;  // never null; for path-like ids
};

// Under kInterpret `{__entity = {type, id}}` and `{__extn = {fn, arg}}` are entities and extension
// values; pushes an error and returns nothing for malformed ones, and for path-like ids that are
// none.
std::optional<Value> ToValue(const Node& node, const ValueReading& reading,
                             text::Diagnostics& diagnostics);

// A reference: a text `T::"id"` or `T::rest`, or `{__entity = ..}`; with a normal id.
// `default_type` (may be empty) names the type of a text without `::`. Pushes an error and returns
// nothing if it names no entity.
std::optional<EntityUid> ToReference(const Node& node, std::string_view default_type,
                                     const Options& options, text::Diagnostics& diagnostics);

}  // namespace rune::config
