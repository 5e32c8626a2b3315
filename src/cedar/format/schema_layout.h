// The layout of schemas in Cedar syntax.
//
// A declaration's tokens stand on a line with one blank between them; lists may be broken, what
// stands between braces has a line for each part. Namespaces and declarations keep one empty line
// between them where the author had any.
#pragma once

#include <string>

#include "cedar/format/writer.h"

namespace rune::cedar {

// Requires: a text that the schema parser accepts. Takes the comments of the tokens it writes.
std::string LayOutSchema(std::string_view text, TokenList& tokens, const LayoutOptions& options);

}  // namespace rune::cedar
