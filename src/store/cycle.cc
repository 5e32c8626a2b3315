#include "store/cycle.h"

#include "base/format.h"
#include "value/print.h"

namespace rune::store {

std::string CycleText(std::span<const EntityUid> path) {
  constexpr std::size_t kMostShown = 12;
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::size_t last = path.size() - 1;
    if (path.size() > kMostShown && i == kMostShown - 1 && i < last) {
      out += Format("({} more) in ", last - i);
      i = last;
    }
    out += value::ToText(path[i]) + " in ";
  }
  return out + value::ToText(path.front());
}

}  // namespace rune::store
