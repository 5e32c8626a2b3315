#include "value/name.h"

#include <algorithm>

#include "value/escape.h"

namespace rune::value {
namespace {

bool IsNameStart(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsNamePart(char c) { return IsNameStart(c) || (c >= '0' && c <= '9'); }

constexpr std::string_view kSeparator = "::";

// The offset of the quote that ends the literal opened at `open`, or npos. Unescape judges the
// escapes.
std::size_t FindClosingQuote(std::string_view text, std::size_t open) {
  for (std::size_t at = open + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool IsIdentifier(std::string_view text) {
  return !text.empty() && IsNameStart(text[0]) && std::ranges::all_of(text, IsNamePart);
}

bool IsReserved(std::string_view identifier) {
  constexpr std::string_view kReserved[] = {"true", "false", "if",   "then", "else",
                                            "in",   "is",    "like", "has",  "__cedar"};
  // None begins with a capital, as most names of types do.
  const bool capital = !identifier.empty() && identifier[0] >= 'A' && identifier[0] <= 'Z';
  return !capital && std::ranges::find(kReserved, identifier) != std::end(kReserved);
}

bool IsTypeName(std::string_view text) {
  while (true) {
    const std::size_t end = text.find(kSeparator);
    const std::string_view part = text.substr(0, end);
    if (!IsIdentifier(part) || IsReserved(part)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + kSeparator.size());
  }
}

std::optional<EntityUid> ParseEntityUid(std::string_view text) {
  // A type name holds no quote, so the first one opens the id.
  const std::size_t open = text.find('"');
  if (open == std::string_view::npos || open < kSeparator.size()) return std::nullopt;
  const std::string_view type = text.substr(0, open - kSeparator.size());
  if (text.substr(type.size(), kSeparator.size()) != kSeparator || !IsTypeName(type)) {
    return std::nullopt;
  }
  if (FindClosingQuote(text, open) != text.size() - 1) return std::nullopt;
  auto id = Unescape(text.substr(open + 1, text.size() - open - 2));
  if (!id) return std::nullopt;
  return EntityUid{std::string(type), *std::move(id)};
}

std::optional<EntityUid> ParseEntityReference(std::string_view text) {
  if (text.find("::\"") != std::string_view::npos) return ParseEntityUid(text);
  const std::size_t split = text.rfind(kSeparator);
  if (split == std::string_view::npos) return std::nullopt;
  const std::string_view type = text.substr(0, split);
  const std::string_view id = text.substr(split + kSeparator.size());
  if (id.empty() || !IsTypeName(type)) return std::nullopt;
  return EntityUid{std::string(type), std::string(id)};
}

}  // namespace rune::value
