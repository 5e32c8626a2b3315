// How far a word of letters, digits and `_` reaches.
//
// Where the machine can, sixteen bytes are looked at in one step: a loop over the bytes costs one
// wrong guess of the processor for every word, which is half of what reading a policy takes.
#pragma once

#include <bit>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rune::cedar {

constexpr bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

inline const char* PlainWordEnd(const char* at, const char* end) {
  while (at != end && IsWordByte(*at)) ++at;
  return at;
}

#ifdef __SSE2__
// The same for every text.
inline const char* WordEnd(const char* at, const char* end) {
  // Whether the bytes lie in [first, first + count), as signed numbers moved to the lowest ones.
  const auto within = [](__m128i bytes, char first, int count) {
    const __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8(static_cast<char>(first + 128)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8(static_cast<char>(count - 128)));
  };
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    const __m128i word = _mm_or_si128(_mm_or_si128(within(lower, 'a', 26), within(bytes, '0', 10)),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
    const auto others = static_cast<std::uint32_t>(_mm_movemask_epi8(word)) ^ 0xFFFFu;
    if (others != 0) return at + std::countr_zero(others);
  }
  return PlainWordEnd(at, end);
}
#else
inline const char* WordEnd(const char* at, const char* end) { return PlainWordEnd(at, end); }
#endif

}  // namespace rune::cedar
