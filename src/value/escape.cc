#include "value/escape.h"

#include <optional>

#include "base/format.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace rune::value {
namespace {

constexpr std::size_t kMostHexDigits = 6;

std::optional<std::uint32_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

using CodePoint = std::expected<char32_t, EscapeError>;

// Reads what stands behind a backslash. `pos` is at the letter of the escape and is moved behind
// the escape.
class EscapeReader {
 public:
  EscapeReader(std::string_view text, std::size_t& pos) : text_(text), pos_(pos), start_(pos - 1) {}

  CodePoint Read() {
    if (pos_ == text_.size()) return Fail("a backslash with nothing behind it");
    const char letter = text_[pos_++];
    switch (letter) {
      case 'n': return U'\n';
      case 'r': return U'\r';
      case 't': return U'\t';
      case '0': return U'\0';
      case '\\': return U'\\';
      case '\'': return U'\'';
      case '"': return U'"';
      case 'x': return ReadByte();
      case 'u': return ReadBraced();
      default: break;
    }
    --pos_;
    const char32_t unknown = DecodeUtf8(text_, pos_);
    if (unknown == '\n' || unknown == '\r') return Fail("a backslash at the end of a line");
    if (!IsPrintable(unknown)) return Fail("unknown escape");
    return Fail(Format("unknown escape `{}`", text_.substr(start_, pos_ - start_)));
  }

 private:
  CodePoint Fail(std::string message) const {
    return std::unexpected(EscapeError{start_, pos_ - start_, std::move(message)});
  }

  // \xHH
  CodePoint ReadByte() {
    std::uint32_t value = 0;
    for (int i = 0; i < 2; ++i) {
      const auto digit = pos_ < text_.size() ? HexDigit(text_[pos_]) : std::nullopt;
      if (!digit) return Fail("`\\x` needs two hexadecimal digits");
      value = value * 16 + *digit;
      ++pos_;
    }
    if (value > 0x7F) return Fail("`\\x` reaches up to 7F; write `\\u{..}` for other characters");
    return value;
  }

  // \u{H_H..}
  CodePoint ReadBraced() {
    if (pos_ == text_.size() || text_[pos_] != '{') return Fail("`\\u` needs digits in braces");
    ++pos_;
    std::uint32_t value = 0;
    std::size_t digits = 0;
    while (true) {
      if (pos_ == text_.size()) return Fail("`\\u{` without `}`");
      const char c = text_[pos_++];
      if (c == '}') break;
      if (c == '_') {
        if (digits == 0) return Fail("`\\u{` must begin with a digit");
        continue;
      }
      const auto digit = HexDigit(c);
      if (!digit) {
        --pos_;
        return Fail("`\\u{..}` holds hexadecimal digits only");
      }
      // Digits beyond the limit are counted and not added, so that nothing overflows.
      if (++digits <= kMostHexDigits) value = value * 16 + *digit;
    }
    if (digits == 0) return Fail("`\\u{}` without a digit");
    if (digits > kMostHexDigits) return Fail("`\\u{..}` holds at most six digits");
    if (value >= 0xD800 && value <= 0xDFFF) return Fail("a surrogate is no character");
    if (value > 0x10FFFF) return Fail("there is no character above 10FFFF");
    return value;
  }

  std::string_view text_;
  std::size_t& pos_;
  std::size_t start_;
};

std::unexpected<EscapeError> Broken(std::size_t offset) {
  return std::unexpected(EscapeError{offset, 1, "broken UTF-8"});
}

std::unexpected<EscapeError> RawReturn(std::size_t offset) {
  return std::unexpected(EscapeError{offset, 1, "a raw carriage return; write `\\r`"});
}

// How a character other than the ones with meaning looks between quotes.
void AppendShown(std::string& out, char32_t c, bool first) {
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\\': out += "\\\\"; return;
    case '"': out += "\\\""; return;
    case '\0': out += "\\0"; return;
    default: break;
  }
  // A mark at the beginning would join the quote.
  if (IsPrintable(c) && !(first && IsCombining(c))) {
    AppendUtf8(out, c);
  } else {
    out += Format("\\u{{{:x}}}", static_cast<std::uint32_t>(c));
  }
}

}  // namespace

std::expected<std::string, EscapeError> Unescape(std::string_view text) {
  if (const std::size_t at = FindInvalidUtf8(text); at != std::string_view::npos) return Broken(at);
  std::string out;
  out.reserve(text.size());
  std::size_t pos = 0;
  while (true) {
    const std::size_t next = text.find_first_of("\\\r", pos);
    out += text.substr(pos, next - pos);
    if (next == std::string_view::npos) return out;
    if (text[next] == '\r') return RawReturn(next);
    pos = next + 1;
    const CodePoint c = EscapeReader(text, pos).Read();
    if (!c) return std::unexpected(c.error());
    AppendUtf8(out, *c);
  }
}

std::expected<std::vector<char32_t>, EscapeError> UnescapePattern(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t start = pos;
    CodePoint c = DecodeUtf8(text, pos);
    if (*c == kInvalidCodePoint) return Broken(start);
    if (*c == U'\r') return RawReturn(start);
    if (*c == U'\\') {
      if (pos < text.size() && text[pos] == '*') {
        ++pos;
        out.push_back(U'*');
        continue;
      }
      c = EscapeReader(text, pos).Read();
      if (!c) return std::unexpected(c.error());
    }
    out.push_back(*c == U'*' ? kPatternWildcard : *c);
  }
  return out;
}

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    const bool first = pos == 0;
    const char32_t c = DecodeUtf8(text, pos);
    AppendShown(out, c == kInvalidCodePoint ? kReplacementCodePoint : c, first);
  }
  return out;
}

std::string EscapePattern(const std::vector<char32_t>& pattern) {
  std::string out;
  for (const char32_t& c : pattern) {
    if (c == kPatternWildcard) {
      out += '*';
    } else if (c == U'*') {
      out += "\\*";
    } else {
      AppendShown(out, c, &c == pattern.data());
    }
  }
  return out;
}

std::string Quote(std::string_view text) { return '"' + Escape(text) + '"'; }

std::string EscapeApostrophes(std::string_view escaped) {
  std::string out;
  for (const char c : escaped) {
    if (c == '\'') out += '\\';
    out += c;
  }
  return out;
}

std::string CedarQuote(std::string_view text) {
  return '"' + EscapeApostrophes(Escape(text)) + '"';
}

}  // namespace rune::value
