// What to do about our own bugs: three macros, by what going on would cost.
//
//   RUNE_ASSERT(condition)
//       Checked in debug builds only, stops there; costs nothing in a release.
//   RUNE_INVARIANT(condition, fallback)
//       Always checked. A broken one is counted and the function returns `fallback`, which must be
//       the denying or empty answer: the service goes on, and the counter is seen.
//   RUNE_CHECK(condition)
//       Always checked, stops the process: going on would corrupt something lasting.
//
// None of them is for input: what an author or a host did wrong is a diagnostic or a fault.
#pragma once

#include <cstdint>

namespace rune {

// How many invariants broke in this process. Safe from any thread (one relaxed atomic counter).
std::uint64_t BrokenInvariants();

namespace internal {
void CountBrokenInvariant();
[[noreturn]] void StopOnBrokenCheck(const char* file, int line, const char* condition);
}  // namespace internal

}  // namespace rune

#define RUNE_CHECK(condition)                                              \
  do {                                                                     \
    if (!(condition)) [[unlikely]] {                                       \
      ::rune::internal::StopOnBrokenCheck(__FILE__, __LINE__, #condition); \
    }                                                                      \
  } while (false)

#ifdef NDEBUG
#define RUNE_ASSERT(condition) static_cast<void>(sizeof((condition) ? 1 : 0))
#else
#define RUNE_ASSERT(condition) RUNE_CHECK(condition)
#endif

// The fallback is the rest of the line, so that it may hold commas; empty for a function without a
// result.
#define RUNE_INVARIANT(condition, ...)          \
  do {                                          \
    if (!(condition)) [[unlikely]] {            \
      ::rune::internal::CountBrokenInvariant(); \
      return __VA_ARGS__;                       \
    }                                           \
  } while (false)
