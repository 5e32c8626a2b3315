// Patterns of ids: `File::"/tmp/*"` after `in`.
//
// A trailing `/*` is anything below at any depth (at least one component); another `*` is any run
// of characters but `/` (also none); `\*` is a star. Stars side by side are one star, so `/tmp/**`
// is `/tmp/*`.
//
// Idea: a pattern is a list of components, matched one by one with the components of the id; only
// the last `/*` takes several. For path-like types both are normalised first, the pattern in its
// literal components alone; `.` and the empty id have no components. A pattern with a `..` behind a
// component that holds a star, or a relative one that begins with `..`, matches nothing
// (`MatchesNothing`): what such a text means depends on what the star stands for.
//
// Constant after construction; may be read from many threads. Matching takes time linear in pattern
// times text, never recurses and never backs up over a component.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rune::value {

class Glob {
 public:
  // `pattern` is the id as written with string escapes undone (escape.h: UnescapePattern): a
  // wildcard stands as kPatternWildcard, a literal star as itself.
  Glob(const std::vector<char32_t>& pattern, bool path_like);

  // Whether `id` (of the same type; not yet normalised when path_like) matches. Empty when there is
  // no answer, which is an evaluation error: a relative id against an absolute pattern (path-like),
  // a relative id that still begins with `..` (path-like), an id with a component `.` or `..`
  // (types that are not path-like). An absolute id does not match a relative pattern.
  std::optional<bool> Matches(std::string_view id) const;

  // True when no id can match, because of a `.` or `..` that cannot be resolved. Worth a warning.
  bool MatchesNothing() const { return matches_nothing_; }

  // The pattern as source text of a string literal without quotes (`/tmp/*`, `a\*b`).
  std::string Text() const;

 private:
  // The texts around the stars of one component: `a*b` is {"a", "b"}, `*` is {"", ""}, `a` is
  // {"a"}.
  using Component = std::vector<std::string>;

  void Split();
  void Normalize();
  void FindUnreachable();

  std::vector<char32_t> pattern_;  // adjacent stars as one
  std::vector<Component> components_;
  bool path_like_;
  bool below_ = false;  // ends in `/*`, which components_ leaves out
  bool matches_nothing_ = false;
};

// Cedar's `like`: `*` is any run of code points. Time linear in pattern times text, no recursion.
bool MatchesLike(std::string_view text, const std::vector<char32_t>& pattern);

}  // namespace rune::value
