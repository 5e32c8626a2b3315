#include "base/pages.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstdint>

namespace rune {

void TouchPages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
  constexpr std::uintptr_t kPage = 4096;
  constexpr std::size_t kLeast = 4 * kPage;
  if (bytes < kLeast) return;
  // Since Linux 5.14; older ones refuse it.
  constexpr int kPopulateWrite = 23;
  const auto begin = (reinterpret_cast<std::uintptr_t>(memory) + kPage - 1) & ~(kPage - 1);
  const auto end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) & ~(kPage - 1);
  (void)madvise(reinterpret_cast<void*>(begin), end - begin, kPopulateWrite);
#endif
}

}  // namespace rune
