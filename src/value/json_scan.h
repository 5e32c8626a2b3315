// Correct JSON, token by token, for who reads a large text without a tree.
//
// Idea: a scanner takes what is right and usual, fast, and says of anything else only that it did
// not. Whoever got a `false` reads the whole text again with ParseJson, which is the judge and
// tells what is wrong, or reads what was merely rare. A scanner takes nothing that ParseJson would
// refuse, save for three things that are its user's: broken UTF-8, equal keys of one object and the
// size. Not taken though right: nesting deeper than kMostDepth. What nobody looks at can be
// skipped, then it need only be JSON.
//
// Cost: linear, a few nanoseconds a token. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rune::value {

class JsonScanner {
 public:
  static constexpr int kMostDepth = 64;

  // Nests at most `most_depth` deep, and at most kMostDepth.
  JsonScanner(std::string_view text, std::uint32_t most_depth);

  // The offset of the next token.
  std::size_t Place() {
    SkipBlanks();
    return static_cast<std::size_t>(at_ - begin_);
  }
  // The offset behind the last token.
  std::size_t end_of_last() const { return static_cast<std::size_t>(at_ - begin_); }
  // The first character of the next token; 0 at the end.
  char Peek() {
    SkipBlanks();
    return at_ == end_ ? '\0' : *at_;
  }
  bool AtEnd() {
    SkipBlanks();
    return at_ == end_;
  }

  bool Take(char mark) {
    SkipBlanks();
    if (at_ == end_ || *at_ != mark) return false;
    ++at_;
    return true;
  }
  // A word such as `true`; what is behind it is the next token's affair.
  bool TakeWord(std::string_view word);
  bool TakeInteger(std::int64_t& out);
  // The string without quotes and escapes. It stays until the next one is taken.
  bool TakeString(std::string_view& out);

  enum class Skip {
    kForm,     // what has the form of JSON: numbers of any size, halves of surrogate pairs
    kContent,  // the same, but a number must fit a double, and a string be Unicode
  };
  // Any value, of any kind, nested at most `most_depth` deep by itself. Does not recurse, and
  // kMostDepth does not bind it.
  bool SkipValue(Skip how, std::size_t most_depth);

  // `member(key)` takes the value of each member. The key stays as any string does.
  template <typename Member>
  bool TakeObject(Member member) {
    if (!Open('{')) return false;
    if (Take('}')) return Close();
    do {
      std::string_view key;
      if (!TakeString(key) || !Take(':') || !member(key)) return false;
    } while (Take(','));
    return Take('}') && Close();
  }

  // `element()` takes each element.
  template <typename Element>
  bool TakeArray(Element element) {
    if (!Open('[')) return false;
    if (Take(']')) return Close();
    do {
      if (!element()) return false;
    } while (Take(','));
    return Take(']') && Close();
  }

 private:
  void SkipBlanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool Open(char bracket) { return depth_left_-- > 0 && Take(bracket); }
  bool Close() {
    ++depth_left_;
    return true;
  }
  bool SkipKey(Skip how);
  bool SkipScalar(Skip how);
  bool SkipString(Skip how);
  bool SkipNumber(Skip how);
  bool TakeEscapedString(const char* begin, std::string_view& out);
  bool TakeEscape();
  bool TakeUnicodeEscape();
  bool TakeHex(char32_t& out);

  const char* begin_;
  const char* at_;
  const char* end_;
  int depth_left_;
  std::string unescaped_;
};

}  // namespace rune::value
