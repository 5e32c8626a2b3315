#include "base/pages.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

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

void KeepFreedPages() {
#ifdef __GLIBC__
  constexpr int kKept = 32 << 20;  // glibc takes no larger threshold for pieces
  mallopt(M_TRIM_THRESHOLD, kKept);
  mallopt(M_MMAP_THRESHOLD, kKept);
#endif
}

}  // namespace rune
