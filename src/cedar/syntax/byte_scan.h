// What kind each of the next 64 bytes of a policy text is of.
//
// Where the machine can, sixteen bytes are told in one step: a loop over the bytes costs one wrong
// guess of the processor for every word and every blank, which is half of what reading a policy
// takes. Both functions say the same of every text.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rune::cedar {

constexpr std::size_t kScanned = 64;

// A bit for each byte, the lowest for the first.
struct ByteKinds {
  std::uint64_t word = 0;   // letters, digits, `_`
  std::uint64_t blank = 0;  // of ASCII: blanks, tabs, ends of lines
  std::uint64_t stop = 0;   // what ends a string or makes it other than it looks: `"`, `\`, CR
};

constexpr bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Requires: kScanned bytes at `at`.
inline ByteKinds PlainScan(const char* at) {
  ByteKinds kinds;
  for (std::size_t i = 0; i < kScanned; ++i) {
    const char c = at[i];
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (IsWordByte(c)) kinds.word |= bit;
    if (c == ' ' || (c >= '\t' && c <= '\r')) kinds.blank |= bit;
    if (c == '"' || c == '\\' || c == '\r') kinds.stop |= bit;
  }
  return kinds;
}

#ifdef __SSE2__
inline ByteKinds Scan(const char* at) {
  // Whether the bytes lie in [first, first + count), as signed numbers moved to the lowest ones.
  const auto within = [](__m128i bytes, char first, int count) {
    const __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8(static_cast<char>(first + 128)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8(static_cast<char>(count - 128)));
  };
  const auto is = [](__m128i bytes, char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
  const auto bits = [](__m128i found) {
    return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))};
  };
  ByteKinds kinds;
  for (std::size_t i = 0; i < kScanned; i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i));
    const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    const __m128i letter = _mm_or_si128(within(lower, 'a', 26), is(bytes, '_'));
    kinds.word |= bits(_mm_or_si128(letter, within(bytes, '0', 10))) << i;
    kinds.blank |= bits(_mm_or_si128(within(bytes, '\t', 5), is(bytes, ' '))) << i;
    const __m128i quote = _mm_or_si128(is(bytes, '"'), is(bytes, '\\'));
    kinds.stop |= bits(_mm_or_si128(quote, is(bytes, '\r'))) << i;
  }
  return kinds;
}
#else
inline ByteKinds Scan(const char* at) { return PlainScan(at); }
#endif

}  // namespace rune::cedar
