#include "value/glob.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "value/escape.h"
#include "value/path.h"

namespace rune::value {
namespace {

bool IsLiteral(const std::vector<std::string>& component, std::string_view text) {
  return component.size() == 1 && component[0] == text;
}

// The leftmost place for each inner piece leaves the most room for those behind it, so no choice is
// ever taken back.
bool MatchesPieces(std::string_view text, const std::vector<std::string>& pieces) {
  const std::string& first = pieces.front();
  const std::string& last = pieces.back();
  if (pieces.size() == 1) return text == first;
  if (text.size() < first.size() + last.size()) return false;
  if (!text.starts_with(first) || !text.ends_with(last)) return false;
  text.remove_prefix(first.size());
  text.remove_suffix(last.size());
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const std::size_t at = text.find(pieces[i]);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + pieces[i].size());
  }
  return true;
}

std::vector<std::string_view> SplitId(std::string_view id) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0;;) {
    const std::size_t end = id.find('/', begin);
    out.push_back(id.substr(begin, end - begin));
    if (end == std::string_view::npos) return out;
    begin = end + 1;
  }
}

// `/a/b` gives "", "a", "b"; `/` gives ""; `.` and the empty path give nothing.
std::vector<std::string_view> SplitPath(std::string_view normal_path) {
  if (normal_path.empty() || normal_path == ".") return {};
  if (normal_path == "/") return {""};
  return SplitId(normal_path);
}

}  // namespace

Glob::Glob(const std::vector<char32_t>& pattern, bool path_like) : path_like_(path_like) {
  std::unique_copy(pattern.begin(), pattern.end(), std::back_inserter(pattern_),
                   [](char32_t a, char32_t b) { return a == b && a == kPatternWildcard; });
  Split();
  if (path_like_) Normalize();
  FindUnreachable();
}

void Glob::Split() {
  components_ = {{""}};
  for (const char32_t c : pattern_) {
    if (c == U'/') {
      components_.push_back({""});
    } else if (c == kPatternWildcard) {
      components_.back().emplace_back();
    } else {
      AppendUtf8(components_.back().back(), c);
    }
  }
  const Component star = {"", ""};
  below_ = components_.size() > 1 && components_.back() == star;
  if (below_) components_.pop_back();
}

void Glob::Normalize() {
  const bool absolute = !pattern_.empty() && pattern_.front() == U'/';
  std::vector<Component> kept;
  for (Component& component : components_) {
    if (IsLiteral(component, "") || IsLiteral(component, ".")) continue;
    if (!IsLiteral(component, "..")) {
      kept.push_back(std::move(component));
    } else if (!kept.empty() && kept.back().size() == 1 && !IsLiteral(kept.back(), "..")) {
      kept.pop_back();
    } else if (!kept.empty() || !absolute) {
      kept.push_back(std::move(component));
    }
  }
  if (absolute) kept.insert(kept.begin(), Component{""});
  components_ = std::move(kept);
}

// Ids that are asked about have no component `.` or `..` (else there is no answer).
void Glob::FindUnreachable() {
  for (const Component& component : components_) {
    matches_nothing_ |= IsLiteral(component, ".") || IsLiteral(component, "..");
  }
}

std::optional<bool> Glob::Matches(std::string_view id) const {
  std::string normal;
  std::vector<std::string_view> parts;
  if (path_like_) {
    normal = NormalizePath(id);
    const bool absolute_pattern = !pattern_.empty() && pattern_.front() == U'/';
    if (ClimbsOut(normal)) return std::nullopt;
    if (!IsAbsolute(normal) && absolute_pattern) return std::nullopt;
    if (IsAbsolute(normal) && !absolute_pattern) return false;
    // Only the empty pattern has the empty id; `.` has no components either.
    if (normal.empty() || pattern_.empty()) return normal.empty() && pattern_.empty();
    parts = SplitPath(normal);
  } else {
    parts = SplitId(id);
    for (const std::string_view part : parts) {
      if (part == "." || part == "..") return std::nullopt;
    }
  }

  if (matches_nothing_) return false;
  const std::size_t count = components_.size();
  if (below_ ? parts.size() <= count : parts.size() != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!MatchesPieces(parts[i], components_[i])) return false;
  }
  return !below_ || std::any_of(parts.begin() + static_cast<std::ptrdiff_t>(count), parts.end(),
                                [](std::string_view part) { return !part.empty(); });
}

std::string Glob::Text() const { return EscapePattern(pattern_); }

bool MatchesLike(std::string_view text, const std::vector<char32_t>& pattern) {
  std::vector<std::string> pieces = {""};
  for (const char32_t c : pattern) {
    if (c == kPatternWildcard) {
      pieces.emplace_back();
    } else {
      AppendUtf8(pieces.back(), c);
    }
  }
  return MatchesPieces(text, pieces);
}

}  // namespace rune::value
