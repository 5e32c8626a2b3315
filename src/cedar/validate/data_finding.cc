#include "cedar/validate/data_finding.h"

namespace rune::cedar {

std::string_view DataKindName(DataKind kind) {
  static constexpr std::string_view kNames[] = {
#define RUNE_DATA_KIND(name) #name,
#include "cedar/validate/data_kinds.inc"
#undef RUNE_DATA_KIND
  };
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace rune::cedar
