// Path-like ids, lexically: nothing here looks at a file system, so symbolic links are not
// resolved.
//
// A normal path has no `.`, no `..` except leading ones of a relative path, no doubled and no
// trailing slash. The empty id stays empty; a relative path that cancels out is `.`. `..` above the
// root is dropped (`/../a` is `/a`). Stateless; every function takes time linear in its texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rune::value {

// The normal form. Idempotent.
std::string NormalizePath(std::string_view path);
// With A to Z as a to z, for `paths.case = "fold"`. Letters outside ASCII stay as they are.
std::string FoldCase(std::string_view path);
// Why this text cannot be a path-like id (a NUL, another control character, broken UTF-8), or
// nothing.
std::optional<std::string> PathIdProblem(std::string_view id);

bool IsAbsolute(std::string_view path);
// Of a normal path that is relative: whether it still begins with `..`.
bool ClimbsOut(std::string_view normal_path);

// Of a normal path: of `/a` the directory is `/`, of `a` it is `.`; of `/` it is `/`, of `.` and
// `..` what lies above
// (`..`, `../..`), of the empty id nothing.
std::string PathDirectory(std::string_view normal_path);
// The last component of a normal path; empty for `/` and the empty id.
std::string PathName(std::string_view normal_path);
// After the last `.` of the name; none for `.env`, `name` and names that end in a dot.
std::optional<std::string> PathExtension(std::string_view normal_path);

// Whether `path` equals or lies below `root`, both normalised first. Empty when there is no answer:
// one is absolute and the other is not, or a relative one climbs out. The empty path equals itself
// and lies below nothing.
std::optional<bool> Within(std::string_view path, std::string_view root);

}  // namespace rune::value
