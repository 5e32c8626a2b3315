// Formatting of whole files: which language a file is in, and which parts of it have a layout.
//
// `.cedar` files are policies, `.cedarschema` files schemas. Of a `.rune` file the bodies of
// `[policies]` and `[schema]` are laid out; everything else, the rules too, stays byte for byte.
#pragma once

#include <string>

#include "cedar/format/format.h"
#include "text/diagnostics.h"

namespace rune::cli {

// Returns: the formatted text; kInvalidConfig with findings in `diagnostics` for a text with
// errors, kUsage for a file of another kind.
Result<std::string> FormatFile(const std::string& path, text::Slice text,
                               const cedar::FormatOptions& options, text::Diagnostics& diagnostics);

}  // namespace rune::cli
