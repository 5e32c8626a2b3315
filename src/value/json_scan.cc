#include "value/json_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "base/utf8.h"

namespace rune::value {
namespace {

// Whether a byte stands for itself inside a string.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) plain[byte] = true;
  plain['"'] = plain['\\'] = false;
  return plain;
}();

constexpr std::uint64_t Repeat(std::uint64_t byte) { return byte * 0x0101010101010101; }

// A bit set in the lowest byte that is zero, and perhaps in higher ones.
constexpr std::uint64_t ZeroBytes(std::uint64_t eight) { return (eight - Repeat(1)) & ~eight; }

// The first byte that does not stand for itself, eight at a time.
const char* SkipPlain(const char* at, const char* end) {
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t eight = 0;
    for (; end - at >= std::ptrdiff_t{sizeof(eight)}; at += sizeof(eight)) {
      std::memcpy(&eight, at, sizeof(eight));
      const std::uint64_t controls = (eight - Repeat(0x20)) & ~eight;
      const std::uint64_t marks = ZeroBytes(eight ^ Repeat('"')) | ZeroBytes(eight ^ Repeat('\\'));
      const std::uint64_t found = (controls | marks) & Repeat(0x80);
      if (found != 0) return at + std::countr_zero(found) / 8;
    }
  }
  while (at != end && kPlain[static_cast<unsigned char>(*at)]) ++at;
  return at;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

const char* SkipDigits(const char* at, const char* end) {
  return std::find_if_not(at, end, IsDigit);
}

// Whether a number of JSON is less than 1.7976931348623158e308, where doubles end. Told from the
// digits: no number here goes through a double.
bool FitsDouble(std::string_view number) {
  constexpr std::string_view kLimit = "17976931348623158";
  constexpr std::int64_t kLimitPlaces = 309;  // before the point
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view mantissa = number.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return true;
  std::string_view written = number.substr(std::min(e + 1, number.size()));
  if (written.starts_with('+')) written.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto parsed = std::from_chars(written.data(), written.data() + written.size(), exponent);
  // Far beyond what the digits of a text can make good.
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  if (parsed.ec == std::errc::result_out_of_range || exponent > kFar || exponent < -kFar) {
    return written.starts_with('-');
  }
  // What the first digit that is not zero is worth, as places before the point.
  std::int64_t places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  if (places < 0) ++places;
  places += exponent;
  if (places != kLimitPlaces) return places < kLimitPlaces;
  std::string digits(mantissa.substr(first));
  std::erase(digits, '.');
  return digits < kLimit;
}

bool IsHighSurrogate(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLowSurrogate(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

JsonScanner::JsonScanner(std::string_view text, std::uint32_t most_depth)
    : begin_(text.data()),
      at_(text.data()),
      end_(text.data() + text.size()),
      depth_left_(static_cast<int>(std::min<std::uint32_t>(most_depth, kMostDepth))) {}

bool JsonScanner::TakeWord(std::string_view word) {
  SkipBlanks();
  if (!std::string_view(at_, end_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool JsonScanner::TakeInteger(std::int64_t& out) {
  SkipBlanks();
  const bool negative = at_ != end_ && *at_ == '-';
  const char* digits = at_ + (negative ? 1 : 0);
  // Neither `01` nor `-0`; a fraction is refused as the next token.
  if (digits != end_ && *digits == '0') {
    const bool alone = digits + 1 == end_ || digits[1] < '0' || digits[1] > '9';
    if (negative || !alone) return false;
  }
  const auto [stop, failure] = std::from_chars(at_, end_, out);
  if (failure != std::errc()) return false;
  at_ = stop;
  return true;
}

bool JsonScanner::TakeString(std::string_view& out) {
  if (!Take('"')) return false;
  const char* begin = at_;
  at_ = SkipPlain(at_, end_);
  if (at_ == end_) return false;
  if (*at_ != '"') return TakeEscapedString(begin, out);
  out = std::string_view(begin, at_);
  ++at_;
  return true;
}

bool JsonScanner::SkipValue(Skip how, std::size_t most_depth) {
  std::string open;  // the brackets that will close
  while (true) {
    const char mark = Peek();
    if (mark == '{' || mark == '[') {
      ++at_;
      open += mark == '{' ? '}' : ']';
      if (open.size() > most_depth) return false;
      if (!Take(open.back())) {
        if (mark == '{' && !SkipKey(how)) return false;
        continue;
      }
      open.pop_back();
    } else if (!SkipScalar(how)) {
      return false;
    }
    while (!open.empty() && Take(open.back())) open.pop_back();
    if (open.empty()) return true;
    if (!Take(',') || (open.back() == '}' && !SkipKey(how))) return false;
  }
}

bool JsonScanner::SkipKey(Skip how) { return SkipString(how) && Take(':'); }

bool JsonScanner::SkipScalar(Skip how) {
  switch (Peek()) {
    case '"': return SkipString(how);
    case 't': return TakeWord("true");
    case 'f': return TakeWord("false");
    case 'n': return TakeWord("null");
    default: return SkipNumber(how);
  }
}

bool JsonScanner::SkipString(Skip how) {
  std::string_view string;
  if (how == Skip::kContent) return TakeString(string);
  if (!Take('"')) return false;
  for (at_ = SkipPlain(at_, end_); at_ != end_ && *at_ == '\\'; at_ = SkipPlain(at_, end_)) {
    ++at_;
    if (at_ == end_ || !std::string_view("\"\\/bfnrtu").contains(*at_)) return false;
    char32_t unit = 0;
    if (*at_++ == 'u' && !TakeHex(unit)) return false;
  }
  return at_ != end_ && *at_++ == '"';
}

bool JsonScanner::SkipNumber(Skip how) {
  const char* begin = at_;
  if (at_ != end_ && *at_ == '-') ++at_;
  const char* whole = at_;
  at_ = SkipDigits(at_, end_);
  if (at_ == whole || (*whole == '0' && at_ - whole > 1)) return false;
  if (at_ != end_ && *at_ == '.') {
    const char* fraction = ++at_;
    at_ = SkipDigits(at_, end_);
    if (at_ == fraction) return false;
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    const char* exponent = at_;
    at_ = SkipDigits(at_, end_);
    if (at_ == exponent) return false;
  }
  return how == Skip::kForm || FitsDouble({begin, at_});
}

// From the first character that does not stand for itself.
bool JsonScanner::TakeEscapedString(const char* begin, std::string_view& out) {
  unescaped_.assign(begin, at_);
  while (at_ != end_ && *at_ == '\\') {
    ++at_;
    if (!TakeEscape()) return false;
    const char* plain = at_;
    at_ = SkipPlain(at_, end_);
    unescaped_.append(plain, at_);
  }
  if (at_ == end_ || *at_ != '"') return false;
  ++at_;
  out = unescaped_;
  return true;
}

bool JsonScanner::TakeEscape() {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (at_ == end_) return false;
  const char letter = *at_++;
  if (letter == 'u') return TakeUnicodeEscape();
  const std::size_t which = kLetters.find(letter);
  if (which == std::string_view::npos) return false;
  unescaped_ += kMeanings[which];
  return true;
}

bool JsonScanner::TakeUnicodeEscape() {
  char32_t unit = 0;
  if (!TakeHex(unit) || IsLowSurrogate(unit)) return false;
  if (IsHighSurrogate(unit)) {
    char32_t low = 0;
    if (!std::string_view(at_, end_).starts_with("\\u")) return false;
    at_ += 2;
    if (!TakeHex(low) || !IsLowSurrogate(low)) return false;
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  }
  AppendUtf8(unescaped_, unit);
  return true;
}

bool JsonScanner::TakeHex(char32_t& out) {
  constexpr std::ptrdiff_t kDigits = 4;
  if (end_ - at_ < kDigits) return false;
  std::uint32_t unit = 0;
  const auto [stop, failure] = std::from_chars(at_, at_ + kDigits, unit, 16);
  if (failure != std::errc() || stop != at_ + kDigits) return false;
  at_ = stop;
  out = unit;
  return true;
}

}  // namespace rune::value
