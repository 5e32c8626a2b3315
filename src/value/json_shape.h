// JSON documents of which some members are nobody's: what readers do not look at may be any JSON.
//
// Readers of Cedar's formats look for the keys they know and pass over all others, whatever these
// hold: fractions, numbers of any size, equal keys. ParseJson refuses such things wherever they
// stand. A JsonShape says which keys are looked at; the value of any other key is checked to be
// JSON, then read as if it were `0`. A key that nobody knows may also stand twice.
//
// What is not passed over keeps every check. Text that is no JSON, or that Cedar refuses although
// it passes over it, is left as it stands, for ParseJson to judge; so is one with more than a
// million such keys. Cost: one more walk over the text, without a tree; recursion only as deep as
// the shape.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "value/json.h"

namespace rune::value {

struct JsonShape {
  struct Member {
    std::string_view key;
    const JsonShape* shape = nullptr;  // null: all of the value is looked at
  };
  // Of an object: the keys that are looked at. None at all: it is looked at as a whole.
  std::span<const Member> members = {};
  // Of each element of a list, or of each member of an object without `members`.
  const JsonShape* each = nullptr;
  // Cedar passes over anything that has the form of JSON, but in some places it has made a tree of
  // the document by then, or of this part of it: there numbers must fit a double, texts must be
  // Unicode, and nesting ends at 127 levels. Holds for all that is inside.
  bool in_tree = false;
};

// ParseJson without what the shape leaves out. Places are those of the text.
std::optional<Json> ParseJson(text::Slice slice, const JsonShape& shape, const Bounds& bounds,
                              text::Diagnostics& diagnostics);

// The elements of a list, each for a ParseJson of its own, so that one that is wrong leaves the
// others. Nothing where the text is no list or no JSON: then ParseJson knows what is wrong, or it
// reads something other than a list.
std::optional<std::vector<text::Slice>> SplitList(text::Slice slice, const Bounds& bounds);

}  // namespace rune::value
