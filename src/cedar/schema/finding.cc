#include "cedar/schema/finding.h"

namespace rune::cedar {
namespace {

constexpr std::string_view kNames[] = {
#define RUNE_SCHEMA_KIND(name) #name,
#include "cedar/schema/kinds.inc"
#undef RUNE_SCHEMA_KIND
};

}  // namespace

std::string_view KindName(SchemaKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

}  // namespace rune::cedar
