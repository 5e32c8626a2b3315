#include "text/suggest.h"

#include <algorithm>
#include <vector>

namespace rune::text {
namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kMostEdits = 3;

// The least number of insertions, deletions, replacements and swaps of neighbours, no part edited
// twice ("optimal string alignment"): dynamic programming over three rows.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> Suggest(std::string_view name, std::span<const std::string> known) {
  if (name.size() > kLongestName) return std::nullopt;
  const std::string* best = nullptr;
  std::size_t least = kMostEdits + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > kLongestName) continue;
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t allowed = std::min(kMostEdits, longer / 3);
    const std::size_t shorter = std::min(name.size(), candidate.size());
    if (longer - shorter > allowed) continue;  // so many edits it takes at least
    const std::size_t distance = Distance(name, candidate);
    if (distance > 0 && distance <= allowed && distance < least) {
      least = distance;
      best = &candidate;
    }
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

}  // namespace rune::text
