// Patterns of ids: `File::"/tmp/*"` after `in`.
//
// A trailing `/*` is anything below at any depth (at least one component); another `*` is any run of characters but `/`
// (also none); `\*` is a star. Matching takes time linear in pattern times text and never recurses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rune::value {

class Glob {
 public:
  // `raw` is the id as written with string escapes undone, in which a literal star stands as kStar and a wildcard as
  // kWildcard (see escape.h: UnescapePattern). For path-like types the literal text is normalised.
  Glob(std::vector<char32_t> pattern, bool path_like);

  // Whether `id` (of the same type; not yet normalised when path_like) matches. Empty when there is no answer, which is an
  // evaluation error: a relative id against an absolute pattern (path-like), a relative id that still begins with `..`
  // (path-like), an id with a component `.` or `..` (types that are not path-like).
  std::optional<bool> Matches(std::string_view id) const;

  // The pattern as source text of a string literal without quotes (`/tmp/*`, `a\*b`).
  std::string Text() const;

 private:
  std::vector<char32_t> pattern_;  // kPatternWildcard for `*`
  bool path_like_;
  bool below_ = false;  // ends in `/*`
};

// Cedar's `like`: `*` is any run of code points. Linear time, no recursion.
bool MatchesLike(std::string_view text, const std::vector<char32_t>& pattern);

}  // namespace rune::value
