// Runs the text of one case and says what came out, in the words of the case files:
//
//   an expression   its value as text, `error <kind>`, or `reject <code>`
//   policies        `allow <reasons>` or `deny <reasons>`, then ` ! <erring policies>`, or `reject`
//
// A text that holds `permit(`, `forbid(` or `allow(` is read as policies.
#pragma once

#include <string>

#include "world.h"

namespace rune::cases {

enum class Mode {
  kPlain,
  kPrinted,  // printed and read again first; the tree must stay the same
};

std::string RunCase(const std::string& text, bool extended, Mode mode, const World& world);

}  // namespace rune::cases
