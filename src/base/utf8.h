// UTF-8, decoded one code point at a time; strict (no surrogates, no overlong forms, nothing above
// U+10FFFF).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rune {

inline constexpr char32_t kInvalidCodePoint = 0xFFFFFFFF;
inline constexpr char32_t kReplacementCodePoint = 0xFFFD;

// Decodes the code point at `pos` and moves `pos` behind it; on a broken sequence returns
// kInvalidCodePoint and moves one byte. Requires: pos < text.size().
char32_t DecodeUtf8(std::string_view text, std::size_t& pos);
// Appends the code point; what is none (a surrogate, above U+10FFFF) becomes U+FFFD.
void AppendUtf8(std::string& out, char32_t code_point);
// The offset of the first broken sequence, or npos.
std::size_t FindInvalidUtf8(std::string_view text);
// The number of code points: of bytes that are no continuation byte, also in broken UTF-8.
std::size_t CountCodePoints(std::string_view text);

}  // namespace rune
