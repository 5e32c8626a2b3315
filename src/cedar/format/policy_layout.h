// From the tree of a text to the documents of its policies: where lines may end, and how far in the
// next one stands.
#pragma once

#include <string>
#include <vector>

#include "cedar/format/syntax.h"
#include "cedar/format/writer.h"

namespace rune::cedar {

// The policies of a text, laid out, without blank lines. Takes the comments of the tokens it
// writes; what is left in `tokens` was lost.
std::vector<std::string> LayOutPolicies(const SyntaxTree& tree, std::string_view text,
                                        TokenList& tokens, const LayoutOptions& options);

}  // namespace rune::cedar
