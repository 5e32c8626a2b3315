#include "base/display_width.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/code_point_range.h"
#include "base/utf8.h"

namespace rune {
namespace {

// What stands behind a code point, as far as that one may join with it.
enum class Joint : std::uint8_t {
  kNone,
  kLineFeed,
  kKiratRaiE,
  kKiratRaiAi,
  kModifier,             // a colour of skin
  kRegional,             // a letter of a flag
  kRegionals,            // several
  kEmoji,                // a picture
  kJoinedEmoji,          // a joiner and a picture
  kJoinedKeycap,         // the frame of a key, and kJoinedEmoji
  kJoinedRegional,       // a letter of a flag, and kJoinedEmoji
  kJoinedEvenRegionals,  // 2, 4, ..
  kJoinedOddRegionals,   // 3, 5, ..
  kJoinedTags,           // tags that end a flag, and kJoinedEmoji
  // Ligatures, whose parts selectors do not part.
  kAlef,
  kLamed,
  kKhmerLetter,
  kBugineseYa,
  kBugineseVowelYa,
  kTifinagh,
  kTifinaghJoined,
  kLisuTone,
  kOldTurkicI,
};

struct WidthRange {
  char32_t first;
  char32_t last;
  std::int8_t width;
  Joint joint;
};

#include "base/width_tables.inc"

constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kWideQuoteSelector = 0xFE01;
constexpr char32_t kTextSelector = 0xFE0E;
constexpr char32_t kEmojiSelector = 0xFE0F;

struct Behind {
  Joint joint = Joint::kNone;
  bool joiner = false;  // stands before the part of a ligature
  // Selectors that stand before it, or before nothing of interest.
  bool wide_quote_selector = false;
  bool text_selector = false;
  bool emoji_selector = false;
  // Of kJoinedTags.
  std::uint8_t tag_letters = 0;
  std::uint8_t tag_digits = 0;
};

struct Step {
  int cells = 0;  // that the code point adds to those behind it; may be less than 0
  Behind behind;  // what it is, with those, to the code point before it
};

constexpr Step kPictureJoiner = {0, {Joint::kJoinedEmoji}};

bool IsBetween(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }

bool IsLigature(Joint joint) { return joint >= Joint::kAlef; }

bool TakesEmojiSelector(Joint joint) {
  return joint == Joint::kJoinedEmoji || joint == Joint::kJoinedKeycap;
}

Step Alone(char32_t c) {
  const auto* range = std::ranges::lower_bound(kWidthRanges, c, {}, &WidthRange::last);
  if (range == std::end(kWidthRanges) || c < range->first) return {1, {}};
  return {range->width, {range->joint}};
}

// Latin signs and controls join with nothing but a line end.
Step Latin(char32_t c, Joint behind) {
  if (c == '\n') return {1, {Joint::kLineFeed}};
  return {c == '\r' && behind == Joint::kLineFeed ? 0 : 1, {}};
}

Step Select(char32_t selector, Behind behind) {
  const bool stays =
      IsLigature(behind.joint) || (selector == kEmojiSelector && TakesEmojiSelector(behind.joint));
  if (!stays) behind = {};
  behind.wide_quote_selector |= selector == kWideQuoteSelector;
  behind.text_selector |= selector == kTextSelector;
  behind.emoji_selector |= selector == kEmojiSelector;
  return {0, behind};
}

// What `c` makes with the selector behind it, if anything. Else a selector is forgotten.
std::optional<Step> WithTextOrQuoteSelector(char32_t c, Behind& behind) {
  if (behind.text_selector) {
    if (Contains(kTextBases, c)) return Step{1, {}};
    behind.text_selector = false;
  } else if (behind.wide_quote_selector) {
    if (IsBetween(c, 0x2018, 0x2019) || IsBetween(c, 0x201C, 0x201D)) return Step{2, {}};
    behind.wide_quote_selector = false;
  }
  return std::nullopt;
}

// The tags behind a flag: three to six letters, or three digits and up to four letters.
std::optional<Step> WithTags(char32_t c, Behind behind) {
  if (IsBetween(c, 0xE0061, 0xE007A) && behind.tag_digits == 0 && behind.tag_letters < 6) {
    ++behind.tag_letters;
    return Step{0, behind};
  }
  if (IsBetween(c, 0xE0030, 0xE0039) && behind.tag_letters <= 4 && behind.tag_digits < 3) {
    ++behind.tag_digits;
    return Step{0, behind};
  }
  const bool whole = behind.tag_digits == 3 || (behind.tag_digits == 0 && behind.tag_letters >= 3);
  if (c == 0x1F3F4 && whole) return Step{0, {Joint::kEmoji}};
  return std::nullopt;
}

std::optional<Step> WithJoinedPicture(char32_t c, Behind behind) {
  const Joint own = Alone(c).behind.joint;
  switch (behind.joint) {
    case Joint::kJoinedEmoji:
      if (c == 0x20E3) return Step{0, {Joint::kJoinedKeycap}};
      if (c == 0xE007F) return Step{0, {Joint::kJoinedTags}};
      if (own == Joint::kRegional) return Step{1, {Joint::kJoinedRegional}};
      if (own == Joint::kModifier || own == Joint::kEmoji) return Step{0, {own}};
      break;
    case Joint::kJoinedRegional:
    case Joint::kJoinedOddRegionals:
      if (own == Joint::kRegional) return Step{-1, {Joint::kJoinedEvenRegionals}};
      if (c == kJoiner && behind.joint == Joint::kJoinedOddRegionals) return kPictureJoiner;
      break;
    case Joint::kJoinedEvenRegionals:
      if (c == kJoiner) return kPictureJoiner;
      if (own == Joint::kRegional) return Step{3, {Joint::kJoinedOddRegionals}};
      break;
    case Joint::kJoinedTags: return WithTags(c, behind);
    default: break;
  }
  return std::nullopt;
}

std::optional<Step> WithPicture(char32_t c, Joint behind) {
  const bool regional = behind == Joint::kRegional || behind == Joint::kRegionals;
  if (c == kJoiner && behind != Joint::kRegional) return kPictureJoiner;
  if (regional && Alone(c).behind.joint == Joint::kRegional) return Step{1, {Joint::kRegionals}};
  if (behind == Joint::kModifier && Contains(kModifierBases, c)) return Step{0, {Joint::kEmoji}};
  return std::nullopt;
}

std::optional<Step> WithKiratRai(char32_t c, Joint behind) {
  if (c == 0x16D63) return Step{0, {}};
  if (behind == Joint::kKiratRaiAi) return std::nullopt;
  if (c == 0x16D67) return Step{0, {Joint::kKiratRaiAi}};
  if (c == 0x16D68) return Step{1, {Joint::kKiratRaiE}};
  if (c == 0x16D69) return Step{0, {}};
  return std::nullopt;
}

std::optional<Step> WithAlef(char32_t c) {
  if (Contains(kLams, c)) return Step{0, {}};
  if (Alone(c).cells == 0 && !Contains(kOpaqueMarks, c)) return Step{0, {Joint::kAlef}};
  return std::nullopt;
}

std::optional<Step> WithTifinagh(char32_t c, Behind behind) {
  const bool consonant = Alone(c).behind.joint == Joint::kTifinagh;
  if (behind.joint == Joint::kTifinaghJoined) {
    return consonant ? std::optional(Step{-1, {}}) : std::nullopt;
  }
  if (c == 0x2D7F) return Step{1, {Joint::kTifinaghJoined}};
  if (consonant && behind.joiner) return Step{0, {}};
  return std::nullopt;
}

std::optional<Step> WithLigature(char32_t c, Behind behind) {
  switch (behind.joint) {
    case Joint::kAlef: return WithAlef(c);
    case Joint::kTifinagh:
    case Joint::kTifinaghJoined: return WithTifinagh(c, behind);
    case Joint::kLamed:
      if (behind.joiner && c == 0x5D0) return Step{0, {}};
      break;
    case Joint::kKhmerLetter:
      if (c == 0x17D2) return Step{-1, {}};
      break;
    case Joint::kBugineseYa:
      if (behind.joiner && c == 0x1A17) return Step{0, {Joint::kBugineseVowelYa}};
      break;
    case Joint::kBugineseVowelYa:
      if (c == 0x1A15) return Step{0, {}};
      break;
    case Joint::kLisuTone:
      if (IsBetween(c, 0xA4F8, 0xA4FB)) return Step{0, {}};
      break;
    case Joint::kOldTurkicI:
      if (behind.joiner && c == 0x10C32) return Step{0, {}};
      break;
    default: break;
  }
  return std::nullopt;
}

std::optional<Step> Joined(char32_t c, Behind behind) {
  switch (behind.joint) {
    case Joint::kNone:
    case Joint::kLineFeed: return std::nullopt;
    case Joint::kKiratRaiE:
    case Joint::kKiratRaiAi: return WithKiratRai(c, behind.joint);
    case Joint::kModifier:
    case Joint::kRegional:
    case Joint::kRegionals:
    case Joint::kEmoji: return WithPicture(c, behind.joint);
    default: break;
  }
  return IsLigature(behind.joint) ? WithLigature(c, behind) : WithJoinedPicture(c, behind);
}

Step Before(char32_t c, Behind behind) {
  if (behind.emoji_selector) {
    if (Contains(kEmojiBases, c)) {
      return {TakesEmojiSelector(behind.joint) ? 0 : 2, {Joint::kEmoji}};
    }
    behind.emoji_selector = false;
    if (!IsLigature(behind.joint)) behind = {};
  }
  if (c <= 0xA0) return Latin(c, behind.joint);
  if (c == kWideQuoteSelector || c == kTextSelector || c == kEmojiSelector) {
    return Select(c, behind);
  }
  if (const auto step = WithTextOrQuoteSelector(c, behind)) return *step;
  if (IsLigature(behind.joint) && behind.joint != Joint::kAlef && Contains(kUnseenMarks, c)) {
    behind.joiner |= c == kJoiner;
    return {0, behind};
  }
  // A quote's selector is only left where a text selector stood behind it.
  const auto step = behind.wide_quote_selector ? std::nullopt : Joined(c, behind);
  return step ? *step : Alone(c);
}

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

int DisplayWidth(char32_t code_point) { return Alone(code_point).cells; }

std::size_t DisplayWidth(std::string_view text) {
  if (std::ranges::all_of(text, IsAscii)) return text.size();
  std::u32string code_points;
  for (std::size_t pos = 0; pos < text.size();) code_points += DecodeUtf8(text, pos);
  std::ptrdiff_t cells = 0;
  Behind behind;
  for (auto c = code_points.rbegin(); c != code_points.rend(); ++c) {
    const Step step = Before(*c, behind);
    cells += step.cells;
    behind = step.behind;
  }
  return static_cast<std::size_t>(cells);
}

}  // namespace rune
