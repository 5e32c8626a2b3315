#include "cpp_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace house {
namespace {

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Blanks out[begin, end) but for line ends.
void Blank(std::string& out, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < std::min(end, out.size()); ++i) {
    if (out[i] != '\n') out[i] = ' ';
  }
}

// The offset behind the literal whose quotation mark stands at `pos`.
std::size_t SkipQuoted(std::string_view text, std::size_t pos) {
  const char quote = text[pos];
  for (++pos; pos < text.size() && text[pos] != quote && text[pos] != '\n'; ++pos) {
    if (text[pos] == '\\') ++pos;
  }
  return std::min(pos + 1, text.size());
}

// The offset behind the raw string whose quotation mark stands at `pos`.
std::size_t SkipRaw(std::string_view text, std::size_t pos) {
  const std::size_t open = text.find('(', pos);
  if (open == std::string_view::npos) return text.size();
  const std::string close = ")" + std::string(text.substr(pos + 1, open - pos - 1)) + "\"";
  const std::size_t end = text.find(close, open);
  return end == std::string_view::npos ? text.size() : end + close.size();
}

// Whether the mark at `pos` stands in a number (1'000) and opens no literal (U'a').
bool SeparatesDigits(std::string_view text, std::size_t pos) {
  std::size_t begin = pos;
  while (begin > 0 && (IsWordChar(text[begin - 1]) || text[begin - 1] == '\'')) --begin;
  return begin < pos && std::isdigit(static_cast<unsigned char>(text[begin])) != 0;
}

std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string FirstWord(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && IsWordChar(text[end])) ++end;
  return std::string(text.substr(0, end));
}

// Whether `=` stands outside all parentheses, as in `constexpr Row kRows[] = f({`.
bool Initializes(std::string_view head) {
  int depth = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '(' || head[i] == '[') ++depth;
    if (head[i] == ')' || head[i] == ']') --depth;
    const bool comparison = i + 1 < head.size() && head[i + 1] == '=';
    const bool after = i > 0 && std::string_view("=!<>").find(head[i - 1]) != std::string::npos;
    if (head[i] == '=' && depth == 0 && !comparison && !after) return true;
  }
  return false;
}

// Whether the brace behind `head` belongs to a member's initializer: `S(int x) : a_(x), b_`.
bool InitializesMember(std::string_view head) {
  return head.find(") : ") != std::string_view::npos && !head.empty() &&
         (IsWordChar(head.back()) || head.back() == '>');
}

// kInline: within the head of something longer, which goes on behind it.
enum class Brace { kOuter, kFunction, kOther, kInline };

Brace Classify(const std::string& head) {
  static constexpr std::array<std::string_view, 6> kOuter = {"namespace", "class", "struct",
                                                             "enum",      "union", "extern"};
  static constexpr std::array<std::string_view, 8> kInner = {"if", "for",  "while",  "switch",
                                                             "do", "else", "return", "case"};
  std::string text = head;
  while (text.starts_with("template")) {  // template <...> struct X
    int depth = 0;
    std::size_t i = text.find('<');
    for (; i < text.size(); ++i) {
      if (text[i] == '<') ++depth;
      if (text[i] == '>' && --depth == 0) break;
    }
    text = OneLine(i < text.size() ? std::string_view(text).substr(i + 1) : "");
    while (text.starts_with(' ')) text.erase(0, 1);
  }
  const std::string word = FirstWord(text);
  const bool call = text.find('(') != std::string::npos;
  const bool outer = std::find(kOuter.begin(), kOuter.end(), word) != kOuter.end();
  if (outer && (!call || word == "namespace" || word == "enum")) return Brace::kOuter;
  if (std::find(kInner.begin(), kInner.end(), word) != kInner.end()) return Brace::kOther;
  if (!call || (Initializes(text) && text.find("operator") == std::string::npos)) {
    return Brace::kOther;
  }
  return Brace::kFunction;
}

}  // namespace

std::string CodeOnly(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    std::size_t end = i + 1;
    if (rest.starts_with("//")) {
      end = std::min(text.find('\n', i), text.size());
      Blank(out, i, end);
    } else if (rest.starts_with("/*")) {
      end = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
      Blank(out, i, end);
    } else if (rest.starts_with("R\"") && (i == 0 || !IsWordChar(text[i - 1]))) {
      end = SkipRaw(text, i + 1);
      Blank(out, i + 2, end - 1);
    } else if (text[i] == '"') {
      end = SkipQuoted(text, i);
      Blank(out, i + 1, end - 1);
    } else if (text[i] == '\'' && !SeparatesDigits(text, i)) {
      end = SkipQuoted(text, i);
      Blank(out, i + 1, end - 1);
    }
    i = end;
  }
  return out;
}

std::size_t LineOf(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

std::vector<std::size_t> FindWord(std::string_view code, std::string_view word) {
  std::vector<std::size_t> found;
  for (std::size_t at = code.find(word); at != std::string_view::npos;
       at = code.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (at > 0 && IsWordChar(code[at - 1])) continue;
    if (end < code.size() && IsWordChar(code[end])) continue;
    found.push_back(at);
  }
  return found;
}

std::vector<FunctionSpan> Functions(std::string_view code) {
  std::vector<FunctionSpan> functions;
  std::vector<Brace> open;
  std::size_t head_begin = 0;  // where the text before the next brace begins
  std::size_t inside = 0;      // the depth of `open` at which a function began; 0 when outside
  int parentheses = 0;         // open ones, outside of functions
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '#' && (i == 0 || code[i - 1] == '\n')) {  // a directive, with its continuation lines
      while (i < code.size() && (code[i] != '\n' || code[i - 1] == '\\')) ++i;
      if (inside == 0) head_begin = i + 1;
    } else if (c == '{') {
      const std::string head = OneLine(code.substr(head_begin, i - head_begin));
      if (inside > 0) {
        open.push_back(Brace::kOther);
      } else if (parentheses > 0 || InitializesMember(head)) {
        open.push_back(Brace::kInline);
        continue;
      } else {
        open.push_back(Classify(head));
      }
      if (open.back() == Brace::kFunction) {
        inside = open.size();
        while (std::isspace(static_cast<unsigned char>(code[head_begin])) != 0) ++head_begin;
        functions.push_back({head, LineOf(code, head_begin), 0});
      }
      head_begin = i + 1;
    } else if (c == '}' && !open.empty()) {
      if (inside == open.size()) {
        functions.back().last_line = LineOf(code, i);
        inside = 0;
      }
      if (open.back() != Brace::kInline) head_begin = i + 1;
      open.pop_back();
    } else if (inside == 0 && (c == '(' || c == ')')) {
      parentheses += c == '(' ? 1 : -1;
    } else if (c == ';') {
      head_begin = i + 1;
    } else if (c == ':' && inside == 0) {  // public: and its like
      const std::string label = OneLine(code.substr(head_begin, i - head_begin));
      if (label == "public" || label == "private" || label == "protected") head_begin = i + 1;
    }
  }
  std::erase_if(functions, [](const FunctionSpan& f) { return f.last_line == 0; });
  return functions;
}

}  // namespace house
