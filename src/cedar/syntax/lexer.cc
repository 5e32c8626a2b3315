#include "cedar/syntax/lexer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "base/utf8.h"
#include "cedar/syntax/byte_scan.h"

namespace rune::cedar {
namespace {

using text::Code;

// Beyond ASCII.
bool IsBlank(char32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

constexpr bool IsAsciiBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// --- words

// A word's first eight letters in one number.
static_assert(std::endian::native == std::endian::little);
constexpr std::size_t kLetters = 8;

// The bits of so many letters.
constexpr std::array<std::uint64_t, kLetters + 1> kLetterBits = [] {
  std::array<std::uint64_t, kLetters + 1> bits{};
  for (std::size_t size = 1; size <= kLetters; ++size) bits[size] = bits[size - 1] << 8 | 0xFF;
  return bits;
}();

// Requires: a word of `size` bytes at `at`, with `room` bytes to the end of the text.
std::uint64_t Letters(const char* at, std::size_t size, std::size_t room) {
  std::uint64_t letters = 0;
  if (room >= kLetters) [[likely]] {
    std::memcpy(&letters, at, kLetters);
  } else {
    std::memcpy(&letters, at, size);
  }
  return letters & kLetterBits[std::min(size, kLetters)];
}

struct KnownWord {
  std::string_view text = {};
  TokenKind kind = TokenKind::kIdentifier;
  Keyword keyword = Keyword::kOther;
};

constexpr std::array<KnownWord, 19> kKnownWords = {{
    {"true", TokenKind::kTrue},
    {"false", TokenKind::kFalse},
    {"if", TokenKind::kIf},
    {"then", TokenKind::kThen},
    {"else", TokenKind::kElse},
    {"in", TokenKind::kIn},
    {"is", TokenKind::kIs},
    {"like", TokenKind::kLike},
    {"has", TokenKind::kHas},
    {"__cedar", TokenKind::kCedar},
    {"permit", TokenKind::kIdentifier, Keyword::kPermit},
    {"forbid", TokenKind::kIdentifier, Keyword::kForbid},
    {"when", TokenKind::kIdentifier, Keyword::kWhen},
    {"unless", TokenKind::kIdentifier, Keyword::kUnless},
    {"Action", TokenKind::kIdentifier, Keyword::kActionType},
    {"principal", TokenKind::kIdentifier, Keyword::kPrincipal},
    {"action", TokenKind::kIdentifier, Keyword::kAction},
    {"resource", TokenKind::kIdentifier, Keyword::kResource},
    {"context", TokenKind::kIdentifier, Keyword::kContext},
}};

constexpr std::uint64_t LettersOf(std::string_view word) {
  std::uint64_t letters = 0;
  for (std::size_t i = std::min(word.size(), kLetters); i-- > 0;) {
    letters = letters << 8 | static_cast<std::uint8_t>(word[i]);
  }
  return letters;
}

// A place for each known word that no other one has.
constexpr std::size_t kWordPlaces = 64;
constexpr std::size_t PlaceOf(std::uint64_t letters, std::uint64_t factor) {
  return letters * factor >> 58;
}
constexpr std::uint64_t kWordFactor = [] {
  std::uint64_t factor = 0x9E3779B97F4A7C15;
  while (true) {
    std::uint64_t taken = 0;
    for (const KnownWord& known : kKnownWords) {
      taken |= std::uint64_t{1} << PlaceOf(LettersOf(known.text), factor);
    }
    if (static_cast<std::size_t>(std::popcount(taken)) == kKnownWords.size()) return factor;
    factor = factor * 6364136223846793005 + 1442695040888963407;
  }
}();

struct WordPlace {
  std::uint64_t letters = 0;  // of no word
  std::uint8_t size = 0;
  char last = '\0';        // letter: only `principal` is longer than the letters, by one
  std::uint16_t what = 0;  // the kind, and above it the keyword
};
constexpr std::uint16_t WhatIs(TokenKind kind, Keyword keyword) {
  return static_cast<std::uint16_t>(static_cast<unsigned>(kind) | static_cast<unsigned>(keyword)
                                                                      << 8);
}
constexpr std::uint16_t kOtherWord = WhatIs(TokenKind::kIdentifier, Keyword::kOther);

constexpr std::array<WordPlace, kWordPlaces> kWordTable = [] {
  std::array<WordPlace, kWordPlaces> table{};
  for (const KnownWord& known : kKnownWords) {
    const std::uint64_t letters = LettersOf(known.text);
    table[PlaceOf(letters, kWordFactor)] = {letters, static_cast<std::uint8_t>(known.text.size()),
                                            known.text.back(), WhatIs(known.kind, known.keyword)};
  }
  return table;
}();

// Says which of the known words this one is, if any.
Token Classified(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t size = end - begin;
  const char* const at = text.data() + begin;
  const std::uint64_t letters = Letters(at, size, text.size() - begin);
  const WordPlace& place = kWordTable[PlaceOf(letters, kWordFactor)];
  // No branch: which words are known cannot be guessed.
  const std::uint64_t differs = (place.letters ^ letters) | (place.size ^ size) |
                                static_cast<std::uint8_t>(place.last ^ at[size - 1]);
  const std::uint16_t what = differs == 0 ? place.what : kOtherWord;
  Token token(static_cast<TokenKind>(what & 0xFF), begin, end);
  token.keyword = static_cast<Keyword>(what >> 8);
  return token;
}

// --- symbols

// What a byte may begin.
enum class First : std::uint8_t {
  kOther,  // a comment, a number, a slot, what is not ASCII, what is no token
  kLetter,
  kSymbol,
  kQuote,
};

// What a symbol is by itself, and what it is with another one behind it.
struct Symbol {
  First first = First::kOther;
  TokenKind alone = TokenKind::kBroken;
  TokenKind both = TokenKind::kBroken;
  char second = kNone;

  static constexpr char kNone = '\xFF';  // stands in no text
};

constexpr std::array<Symbol, 256> kSymbols = [] {
  std::array<Symbol, 256> symbols{};
  for (std::size_t c = 0; c < 0x80; ++c) {
    const char byte = static_cast<char>(c);
    if (IsWordByte(byte) && !IsDigit(byte)) symbols[c].first = First::kLetter;
  }
  symbols['"'].first = First::kQuote;
  const auto set = [&](char first, TokenKind alone, char second = Symbol::kNone,
                       TokenKind both = TokenKind::kBroken) {
    symbols[static_cast<std::uint8_t>(first)] = {First::kSymbol, alone, both, second};
  };
  set('(', TokenKind::kLeftParen);
  set(')', TokenKind::kRightParen);
  set('[', TokenKind::kLeftBracket);
  set(']', TokenKind::kRightBracket);
  set('{', TokenKind::kLeftBrace);
  set('}', TokenKind::kRightBrace);
  set(',', TokenKind::kComma);
  set(';', TokenKind::kSemicolon);
  set('@', TokenKind::kAt);
  set('+', TokenKind::kPlus);
  set('-', TokenKind::kMinus);
  set('*', TokenKind::kStar);
  set('%', TokenKind::kPercent);
  set('.', TokenKind::kDot, '.');  // `...` is looked at again
  set(':', TokenKind::kColon, ':', TokenKind::kDoubleColon);
  set('=', TokenKind::kAssign, '=', TokenKind::kEqual);
  set('!', TokenKind::kNot, '=', TokenKind::kNotEqual);
  set('<', TokenKind::kLess, '=', TokenKind::kLessEqual);
  set('>', TokenKind::kGreater, '=', TokenKind::kGreaterEqual);
  set('&', TokenKind::kBroken, '&', TokenKind::kAnd);
  set('|', TokenKind::kBroken, '|', TokenKind::kOr);
  return symbols;
}();

// A bit for each of the next bytes; behind the text no byte is of any kind.
struct Bits {
  std::uint64_t solid = 0;   // no blanks
  std::uint64_t others = 0;  // no part of a word
  std::uint64_t stops = 0;
};

// Of the bytes from `from` on. It takes and gives values, so that what a loop knows of the text
// stays in registers.
[[gnu::noinline]] Bits BitsFrom(std::string_view text, std::size_t from) {
  ByteKinds kinds;
  if (text.size() - from >= kScanned) [[likely]] {
    kinds = Scan(text.data() + from);
  } else {
    std::array<char, kScanned> rest{};
    std::ranges::copy(text.substr(from), rest.begin());
    kinds = Scan(rest.data());
  }
  return {~kinds.blank, ~kinds.word, kinds.stop};
}

// Goes over the kinds of a text's bytes. What is asked for lies at or behind what was asked before.
//
// Where a token ends decides where the next one begins, and nothing else does: what is rare is said
// to be `unlikely`, for a place that is computed is waited for, and one that is guessed is not.
class Window {
 public:
  Window(std::string_view text, std::size_t from) : text_(text) { Look(from); }

  // The first byte at or behind `pos` that is no blank of ASCII, else the end of the text.
  std::size_t Solid(std::size_t pos) {
    while (true) {
      if (pos - begin_ >= kScanned) [[unlikely]]
        Look(pos);
      const std::uint64_t solid = bits_.solid >> (pos - begin_);
      if (solid != 0) [[likely]]
        return pos + Count(solid);
      pos = begin_ + kScanned;
    }
  }
  // Requires: a letter at `pos`, which was shown.
  std::size_t WordEnd(std::size_t pos) {
    std::uint64_t others = bits_.others >> (pos - begin_);
    if (others == 0) [[unlikely]] {
      Look(pos);
      others = bits_.others;
      if (others == 0) return LongWordEnd(text_, pos);
    }
    return pos + Count(others);
  }
  // Behind the string without escapes that begins with the quote at `pos`, which was shown; `pos`
  // when the string is long or must be looked at closely.
  std::size_t PlainStringEnd(std::size_t pos) {
    std::uint64_t stops = bits_.stops >> (pos - begin_) & ~std::uint64_t{1};
    if (stops == 0) [[unlikely]] {
      Look(pos);
      stops = bits_.stops & ~std::uint64_t{1};
      if (stops == 0) return pos;
    }
    const std::size_t end = pos + Count(stops);
    if (text_[end] != '"') [[unlikely]]
      return pos;
    return end + 1;
  }

 private:
  static std::size_t Count(std::uint64_t bits) {
    return static_cast<std::size_t>(std::countr_zero(bits));
  }
  [[gnu::noinline]] static std::size_t LongWordEnd(std::string_view text, std::size_t pos) {
    while (pos < text.size() && IsWordByte(text[pos])) ++pos;
    return pos;
  }
  void Look(std::size_t from) {
    bits_ = BitsFrom(text_, from);
    begin_ = from;
  }

  std::string_view text_;
  std::size_t begin_ = 0;
  Bits bits_;  // of the bytes from begin_ on
};

}  // namespace

void Lexer::SkipLine() {
  const std::string_view rest = slice_.text.substr(pos_);
  const std::string_view line = rest.substr(0, rest.find('\n'));
  pos_ += std::min(line.find('\r'), line.size());
}

// Requires: at the end of a comment. Returns: whether only blanks lie between it and the next one,
// which is begun then.
bool Lexer::ToNextComment() {
  const std::string_view text = slice_.text;
  std::size_t next = pos_;
  while (next < text.size() && IsAsciiBlank(text[next])) ++next;
  if (!text.substr(next).starts_with("//")) return false;
  pos_ = next;
  return true;
}

void Lexer::SkipBlock() {
  const std::size_t begin = pos_;
  const std::size_t end = slice_.text.find("*/", begin + 2);
  pos_ = end == std::string_view::npos ? slice_.text.size() : end + 2;
  if (end == std::string_view::npos) {
    diagnostics_.Add(Code::kPolicyComment, At(begin, begin + 2), "this comment never ends")
        .Help("close it with `*/`");
  } else if (!extended_) {
    diagnostics_.Add(Code::kPolicyComment, At(begin, begin + 2), "Cedar has no `/* */` comments")
        .Help("begin each line of the comment with `//`");
  }
}

bool Lexer::SkipComment() {
  if (Has("//")) {
    do {
      SkipLine();
    } while (ToNextComment());
    return true;
  }
  if (Has("/*")) {
    SkipBlock();
    return true;
  }
  if (!Has("#")) return false;
  if (!extended_) {
    diagnostics_.Add(Code::kPolicyComment, At(pos_, pos_ + 1), "Cedar has no `#` comments")
        .Help("begin the comment with `//`");
  }
  SkipLine();
  return true;
}

// Requires: not at the end. Returns: false when nothing that is skipped begins here.
bool Lexer::SkipOther() {
  const char c = slice_.text[pos_];
  if (c == '/' || c == '#') return SkipComment();
  if (static_cast<std::uint8_t>(c) < 0x80) return false;
  std::size_t next = pos_;
  if (!IsBlank(DecodeUtf8(slice_.text, next))) return false;
  pos_ = next;
  return true;
}

Token Lexer::Number() const {
  std::size_t end = pos_;
  while (end < slice_.text.size() && IsDigit(slice_.text[end])) ++end;
  return Token(TokenKind::kNumber, pos_, end);
}

Token Lexer::String() const {
  const std::string_view text = slice_.text;
  bool plain = true;
  for (std::size_t pos = pos_ + 1; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '"') {
      Token token(TokenKind::kString, pos_, pos + 1);
      token.plain = plain;
      return token;
    }
    if (c == '\\') {
      plain = false;
      ++pos;
    } else if (c == '\r') {
      plain = false;
    }
  }
  return Token(TokenKind::kBroken, pos_, text.size());
}

Token Lexer::Slot() const {
  const std::string_view text = slice_.text;
  std::size_t end = pos_ + 1;
  const bool named = end < text.size() && IsWordByte(text[end]) && !IsDigit(text[end]);
  while (named && end < text.size() && IsWordByte(text[end])) ++end;
  return Token(named ? TokenKind::kSlot : TokenKind::kBroken, pos_, end);
}

// What is neither a word nor a simple symbol.
Token Lexer::Other() const {
  const char first = slice_.text[pos_];
  switch (first) {
    case '"': return String();
    case '?': return Slot();
    case '/': return Token(TokenKind::kSlash, pos_, pos_ + 1);
    case '.':
      return Has("...") ? Token(TokenKind::kEllipsis, pos_, pos_ + 3)
                        : Token(TokenKind::kDot, pos_, pos_ + 1);
    default: break;
  }
  if (IsDigit(first)) return Number();
  std::size_t end = pos_;
  DecodeUtf8(slice_.text, end);
  return Token(TokenKind::kBroken, pos_, end);
}

// Whether a comment begins here that may be reported.
bool Lexer::AtReport() const { return (!extended_ && Has("#")) || Has("/*"); }

std::size_t Lexer::Fill(std::span<Token> tokens) {
  const std::string_view text = slice_.text;
  std::size_t pos = pos_;
  Window window(text, pos);
  Token* out = tokens.data();
  Token* const end = out + tokens.size();
  while (out != end) {
    pos = window.Solid(pos);
    if (pos == text.size()) [[unlikely]] {
      *out++ = Token(TokenKind::kEnd, pos, pos);
      break;
    }
    const Symbol& symbol = kSymbols[static_cast<std::uint8_t>(text[pos])];
    if (symbol.first == First::kLetter) {
      const std::size_t begin = pos;
      pos = window.WordEnd(pos);
      *out++ = Classified(text, begin, pos);
      continue;
    }
    if (symbol.first == First::kSymbol) {
      const std::size_t begin = pos;
      if (pos + 1 < text.size() && text[pos + 1] == symbol.second) [[unlikely]] {
        if (symbol.both != TokenKind::kBroken) [[likely]] {
          pos += 2;
          *out++ = Token(symbol.both, begin, pos);
          continue;
        }
      } else if (symbol.alone != TokenKind::kBroken) [[likely]] {
        pos += 1;
        *out++ = Token(symbol.alone, begin, pos);
        continue;
      }
    } else if (symbol.first == First::kQuote) {
      const std::size_t begin = pos;
      pos = window.PlainStringEnd(pos);
      if (pos != begin) [[likely]] {
        *out = Token(TokenKind::kString, begin, pos);
        out++->plain = true;
        continue;
      }
    }
    pos_ = pos;
    if (out != tokens.data() && AtReport()) break;
    if (!SkipOther()) {
      *out = Other();
      pos_ = out++->end;
    }
    pos = pos_;
  }
  pos_ = pos;
  return static_cast<std::size_t>(out - tokens.data());
}

}  // namespace rune::cedar
