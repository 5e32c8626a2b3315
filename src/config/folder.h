// The files of one load: a single file, or those of a folder in the order of their names.
#pragma once

#include <string>
#include <vector>

#include "config/configuration.h"

namespace rune::config {

enum class FileKind : std::uint8_t { kRune, kPolicies, kSchema, kEntities };

struct LoadFile {
  std::string name;  // as it was named, or `folder/name`
  std::string stem;  // `a` of `a.rune`
  std::string content;
  FileKind kind = FileKind::kRune;
};

// Pushes an error for a Cedar schema in JSON, which a configuration does not read: it would be
// taken for entities. Returns: whether it was one.
bool RefuseJsonSchema(const std::string& name, text::Diagnostics& diagnostics);

// By the name's ending; anything that is not `.cedar`, `.cedarschema` or `.json` is a `.rune` file.
FileKind KindOfFile(const std::string& name);
LoadFile MakeFile(std::string name, std::string content);

// Reads `*.rune *.cedar *.cedarschema *.json` of a folder, hidden names left out. Pushes an error
// for a link that leads out of the folder, for a JSON schema, and for a folder without any of them;
// a warning for what looks like a part of the configuration and is none: hidden files, endings in
// capitals, sub-folders that hold such files. Returns: kNotFound, kUnavailable, kLimit for a file
// that cannot be read.
Result<std::vector<LoadFile>> ReadFolder(const std::string& path, text::Diagnostics& diagnostics);

}  // namespace rune::config
