// The files of a `.tar.gz`, by name, in memory. Unpacked by `gzip`, which must be on the PATH.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace rune::corpus {

using Archive = std::map<std::string, std::string>;

// Plain files only, without the `._*` entries that some archivers add. Empty: it cannot be read.
std::optional<Archive> ReadArchive(const std::filesystem::path& path);

// Where the archives lie: $RUNE_CEDAR_DATA, else beside the project. It need not be there.
std::filesystem::path DataFolder();

}  // namespace rune::corpus
