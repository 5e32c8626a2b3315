// What is wrong with data that a schema describes: entities, contexts, requests. A kind by the
// name that Cedar's own errors bear, the place where the data has one, and what to do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rune/entity_uid.h"
#include "text/source.h"

namespace rune::cedar {

enum class DataKind : std::uint8_t {
#define RUNE_DATA_KIND(name) k##name,
#include "cedar/validate/data_kinds.inc"
#undef RUNE_DATA_KIND
};

std::string_view DataKindName(DataKind kind);  // `TypeMismatch`

struct DataFinding {
  DataKind kind = DataKind::kTypeMismatch;
  text::Span span;  // empty for data that was read from no text
  EntityUid uid;    // of the entity that is wrong; without a type where none is
  std::string message;
  std::string help;  // may be empty
};

// In the order of discovery: the first is the one that Cedar's library tells.
using DataFindings = std::vector<DataFinding>;

}  // namespace rune::cedar
