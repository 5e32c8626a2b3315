#include "base/assert.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace rune {
namespace {

std::atomic<std::uint64_t> broken_invariants{0};

}  // namespace

std::uint64_t BrokenInvariants() { return broken_invariants.load(std::memory_order_relaxed); }

namespace internal {

void CountBrokenInvariant() { broken_invariants.fetch_add(1, std::memory_order_relaxed); }

void StopOnBrokenCheck(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "rune: broken check at %s:%d: %s\n", file, line, condition);
  std::abort();
}

}  // namespace internal
}  // namespace rune
