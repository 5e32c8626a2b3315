// A JSON document to be looked at once, as schemas are: a tree of views into its text.
//
// Idea: a correct text is read by JsonScanner; strings stay where they are, and the children of a
// node stand side by side in a block that many nodes share. Whatever the scanner does not take
// (errors, escapes, equal keys, great depth) is read by ParseJson, which judges it, and is shown
// through the same nodes.
//
// Belongs to one thread. Requires: the text outlives the tree. Cost: linear, one allocation for
// some hundred nodes.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bounds.h"
#include "text/diagnostics.h"
#include "value/json.h"

namespace rune::cedar {

struct JsonNode {
  using Kind = value::Json::Kind;

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::string_view string;
  std::span<const JsonNode> children;  // of arrays and objects, in the order of the text
  text::Span span;                     // with quotes or brackets
  std::string_view name;               // of a member of an object: its key
  text::Span key;                      // where that stands, with its quotes

  bool is(Kind k) const { return kind == k; }
  // For objects; null when the key is absent.
  const JsonNode* Find(std::string_view wanted) const;
};

class JsonTree {
 public:
  // Requires: UTF-8. Returns: nothing, when an error was pushed.
  static std::optional<JsonTree> Read(text::Slice slice, const Bounds& bounds,
                                      text::Diagnostics& diagnostics);

  const JsonNode& root() const { return root_; }

 private:
  class Builder;

  JsonNode root_;
  std::vector<std::vector<JsonNode>> blocks_;  // what `children` point to
  std::unique_ptr<const value::Json> judged_;  // where strings lie that ParseJson read
};

}  // namespace rune::cedar
