// Files that a command changes, so that nobody is left with half of one.
//
// A plain file with one name is written anew beside itself and renamed: a reader, a full disk or a
// lost power supply sees the old text or the new one. Where a rename would lose something, the file
// is written in place: another name of it (a hard link) would keep the old text, a file of somebody
// else would change its owner, a device or a pipe cannot be renamed to. Room for the new text is
// taken before the first byte changes, so a full disk loses nothing there either; only the end of
// the process in the middle would.
//
// Kept: mode and owner, what a symbolic link points at, hard links. Not kept by a rename: access
// lists and extended attributes. Whoever has taken away the right to write, even from himself, is
// heard: such a file is refused, also for root.
#pragma once

#include <string>

#include "base/result.h"

namespace rune::cli {

// Makes `content` the content of the file at `path`; a file that is not there is made. Faults:
// kUnavailable with the path and what the system said; the file then has its old content.
Result<void> WriteFile(const std::string& path, const std::string& content);

}  // namespace rune::cli
