// A correct schema in JSON, read straight from its text.
//
// Idea: that of value/json_scan.h. What is right and usual is taken, fast; of anything else
// (errors, escapes in names, arrays for objects, `attributes` of actions, great depth or size) this
// says only that it did not take it, and ReadJsonSchema reads the text again by way of a tree and
// judges it. What is taken is what the judge would have made of it, places included.
//
// Cost: linear, but for the sorting. One thread.
#pragma once

#include <optional>

#include "base/bounds.h"
#include "cedar/schema/fragment.h"

namespace rune::cedar {

// Requires: UTF-8. Returns: a fragment in order (Arrange); nothing when the text is not taken.
std::optional<Fragment> ScanJsonSchema(text::Slice slice, const Bounds& bounds);

}  // namespace rune::cedar
