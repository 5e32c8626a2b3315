// Diagnostics for people (with the marked line of the text) and for programs (one JSON object
// each).
#pragma once

#include <string>
#include <vector>

#include "rune/diagnostic.h"
#include "text/source.h"

namespace rune::text {

struct RenderOptions {
  bool colour = false;
};

// `error[RUNE-P0001]: message`, `--> file:line:column`, the line with a caret run under the span,
// notes and help. Long lines are cut around the span; control characters are shown escaped, so that
// hostile text cannot steer a terminal. `sources` may be null: then no line is shown.
std::string RenderTerminal(const Diagnostic& diagnostic, const SourceMap* sources,
                           RenderOptions options);

// {"code", "severity", "message", "file", "line", "column", "end_line", "end_column", "offset",
//  "length", "label", "others": [{.. a place, "message"}], "notes", "help"}
std::string RenderJson(const Diagnostic& diagnostic);

}  // namespace rune::text
