#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace rune {
namespace {

// What a first byte promises: the length of the sequence, the bits it carries, and the range of the
// second byte, which is where overlong forms, surrogates and numbers above U+10FFFF show (Unicode,
// table "Well-Formed UTF-8 Byte Sequences").
struct Lead {
  std::uint8_t length;
  std::uint8_t bits;
  std::uint8_t low;
  std::uint8_t high;
};

Lead ReadLead(std::uint8_t b) {
  if (b >= 0xC2 && b <= 0xDF) return {2, static_cast<std::uint8_t>(b & 0x1F), 0x80, 0xBF};
  if (b == 0xE0) return {3, 0x0, 0xA0, 0xBF};
  if (b == 0xED) return {3, 0xD, 0x80, 0x9F};
  if (b >= 0xE1 && b <= 0xEF) return {3, static_cast<std::uint8_t>(b & 0x0F), 0x80, 0xBF};
  if (b == 0xF0) return {4, 0x0, 0x90, 0xBF};
  if (b == 0xF4) return {4, 0x4, 0x80, 0x8F};
  if (b >= 0xF1 && b <= 0xF3) return {4, static_cast<std::uint8_t>(b & 0x07), 0x80, 0xBF};
  return {0, 0, 0, 0};
}

// The offset of the first byte from `pos` on that is no ASCII, or the end. 32 bytes a step.
std::size_t SkipAscii(std::string_view text, std::size_t pos) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::array<std::uint64_t, 4> words{};
  while (text.size() - pos >= sizeof(words)) {
    std::memcpy(words.data(), text.data() + pos, sizeof(words));
    if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) != 0) break;
    pos += sizeof(words);
  }
  while (pos < text.size() && static_cast<std::uint8_t>(text[pos]) < 0x80) ++pos;
  return pos;
}

bool IsContinuation(char c) { return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80; }

}  // namespace

char32_t DecodeUtf8(std::string_view text, std::size_t& pos) {
  const auto first = static_cast<std::uint8_t>(text[pos]);
  if (first < 0x80) {
    ++pos;
    return first;
  }
  const Lead lead = ReadLead(first);
  const auto broken = [&pos] {
    ++pos;
    return kInvalidCodePoint;
  };
  if (lead.length == 0 || text.size() - pos < lead.length) return broken();
  const auto second = static_cast<std::uint8_t>(text[pos + 1]);
  if (second < lead.low || second > lead.high) return broken();
  char32_t code_point = (char32_t{lead.bits} << 6) | (second & 0x3F);
  for (std::size_t i = 2; i < lead.length; ++i) {
    if (!IsContinuation(text[pos + i])) return broken();
    code_point = (code_point << 6) | (static_cast<std::uint8_t>(text[pos + i]) & 0x3F);
  }
  pos += lead.length;
  return code_point;
}

void AppendUtf8(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacementCodePoint;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::size_t FindInvalidUtf8(std::string_view text) {
  std::size_t pos = 0;
  while (true) {
    pos = SkipAscii(text, pos);
    if (pos == text.size()) return std::string_view::npos;
    const std::size_t start = pos;
    if (DecodeUtf8(text, pos) == kInvalidCodePoint) return start;
  }
}

std::size_t CountCodePoints(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, IsContinuation));
}

}  // namespace rune
