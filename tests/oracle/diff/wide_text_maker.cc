#include "wide_text_maker.h"

#include <algorithm>
#include <vector>

#include "base/display_width.h"
#include "base/utf8.h"
#include "random.h"

namespace rune::diff {
namespace {

// Sequences that are not as wide as their parts.
const std::vector<std::u32string> kPhrases = {
    U"\U0001F468\u200D\U0001F469\u200D\U0001F467",                                // a family
    U"\U0001F469\U0001F3FD\u200D\U0001F692",                                      // of one colour
    U"\U0001F44D\U0001F3FD",                                                      // a thumb
    U"\u2764\uFE0F\u200D\U0001F525",                                              // a heart
    U"\u231A\uFE0E",                                                              // a watch
    U"1\uFE0F\u20E3",                                                             // a key
    U"#\uFE0F\u20E3\u200D\U0001F525",                                             // joined
    U"\U0001F1E9\U0001F1EA",                                                      // a flag
    U"\U0001F1E9\U0001F1EA\U0001F1EB\u200D\U0001F525",                            // half one
    U"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",    // of tags
    U"\U0001F3F4\U000E0031\U000E0032\U000E0033\U000E007F\u200D\U0001F525",        // of digits
    U"\U0001F3F4\U000E0031\U000E0032\U000E0033\U000E0061\U000E007F\u200D\u2764",  // of both
    U"\u2018\uFE01",                                                              // a quote
    U"\u0644\u064E\u0627",                                                        // lam, alef
    U"\u05D0\u200D\u05DC",                                                        // alef, lamed
    U"\u1780\u17D2\u1780",                                                        // Khmer
    U"\u1A15\u1A17\u200D\u1A10",                                                  // Buginese
    U"\u2D4F\u2D7F\u2D3E\u200D\u2D4F",                                            // Tifinagh
    U"\uA4F9\uA4FC",                                                              // Lisu
    U"\U00010C32\u200D\U00010C03",                                                // Old Turkic
    U"\U00016D63\U00016D67\U00016D68",                                            // Kirat Rai
    U"\u1112\u1161\u11AB\uD55C",                                                  // Hangul
    U"\u65E5\u672C\uFF21\uFF71\uFF9E",                                            // wide, half wide
    U"e\u0301o\u0308\u0301",                                                      // accents
    U"\u202E\u200B\u00AD\u17D8",                                                  // unseen, long
    U"\u00E9\n",                                                                  // a line end
};

// Blocks where characters of several widths stand.
struct Block {
  char32_t first;
  char32_t last;
};
constexpr Block kBlocks[] = {{0xA1, 0x36F},      {0x590, 0x8FF},     {0x900, 0x1FFF},
                             {0x2000, 0x2BFF},   {0x2D30, 0x2D7F},   {0x3000, 0x33FF},
                             {0xA000, 0xABFF},   {0xD7B0, 0xD7FF},   {0xFE00, 0xFFFD},
                             {0x10000, 0x11FFF}, {0x16D40, 0x18DFF}, {0x1F000, 0x1FAFF},
                             {0xE0000, 0xE0FFF}, {0x20, 0x10FFFF}};

bool MayStand(char32_t c) {
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  return !surrogate && c != '"' && c != '\\';
}

char32_t AnyCharacter(Random& random) {
  char32_t c = '"';
  while (!MayStand(c)) {
    if (random.Chance(0.5)) {
      const std::u32string& phrase = random.Pick(kPhrases);
      c = phrase[random.Below(phrase.size())];
    } else {
      const Block& block = random.Pick(kBlocks);
      c = block.first + static_cast<char32_t>(random.Below(block.last - block.first + 1));
    }
  }
  return c;
}

// Phrases one after the other, with characters put in, taken away or changed here and there.
std::u32string AnyWideText(Random& random) {
  std::u32string text;
  for (std::size_t count = random.Below(4) + 1; count > 0; --count) text += random.Pick(kPhrases);
  for (std::size_t count = random.Below(4); count > 0 && !text.empty(); --count) {
    const std::size_t at = random.Below(text.size());
    switch (random.Below(3)) {
      case 0: text.insert(at, 1, AnyCharacter(random)); break;
      case 1: text.erase(at, 1); break;
      default: text[at] = AnyCharacter(random);
    }
  }
  return text;
}

std::string InUtf8(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) AppendUtf8(out, c);
  return out;
}

}  // namespace

std::string MakeWidePolicies(std::uint64_t seed, std::size_t width) {
  constexpr std::string_view before = "  context.a == \"";
  constexpr std::string_view behind = "\" && principal.b";
  constexpr std::size_t spread = 4;
  Random random(seed);
  std::string out;
  for (int i = 0; i < 40; ++i) {
    std::string text = InUtf8(AnyWideText(random));
    // At our own idea of the edge, or a little off: if ours is wrong, one of these shows it.
    const std::size_t cells = before.size() + DisplayWidth("\"" + text + "\"") + behind.size() - 2;
    const std::size_t edge = width + random.Below(spread + 1) - spread / 2;
    text.append(edge - std::min(edge, cells), 'x');
    out += "permit(principal, action, resource) when {";
    out.append(before).append(text).append(behind) += " };\n";
  }
  return out;
}

}  // namespace rune::diff
