// Files, read once and whole.
//
// A file is opened without waiting (a pipe without a writer does not block us), looked at through
// its descriptor, and read from that descriptor; it is refused when it is no regular file, when it
// is larger than its bound, and when its size or its time of change moved while it was read: half
// of an old text and half of a new one is nobody's policy.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace rune::config {

// Returns: kNotFound (no such file, a directory, a device, a pipe), kUnavailable (no permission, a
// failing disk, a file that changes), kLimit (more than `max_bytes`).
Result<std::string> ReadFile(const std::string& path, std::uint64_t max_bytes);

// True for a folder that can be looked at; follows links.
bool IsFolder(const std::string& path);

// The names of the entries of a folder, in the order of their bytes, without `.` and `..`.
// Returns: kNotFound, kUnavailable.
Result<std::vector<std::string>> ListFolder(const std::string& path);

// True when `path`, links followed, lies inside `folder`, links followed. False too when either
// cannot be resolved.
bool LiesInside(const std::string& path, const std::string& folder);

}  // namespace rune::config
