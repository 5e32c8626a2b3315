// A section of TOML as a tree with places: what data, entities, links, tests, metadata and options
// are read from.
//
// Numbers and times are already values: a float is read from its text as an exact decimal, a date
// becomes a datetime. Texts may still hold templates (template.h). Depth is bounded by the text
// pass (toml_text.h), so that walking a tree may recurse.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/toml_text.h"
#include "rune/value.h"

namespace rune::config {

struct Member;

struct Node {
  enum class Kind : std::uint8_t { kScalar, kArray, kTable };

  Kind kind = Kind::kTable;
  text::Span span;  // of the value; of a table made by a dotted key or a header: of that
  Value scalar;     // bool, long, decimal, string, datetime
  std::vector<Node> elements;
  std::vector<Member> members;  // in the order of the text

  bool is_table() const { return kind == Kind::kTable; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_string() const { return kind == Kind::kScalar && scalar.is(ValueKind::kString); }
  const Node* Find(std::string_view key) const;
};

struct Member {
  std::string key;
  text::Span key_span;
  Node node;
};

// `array`, `table`, `string`, ...: what the author would call it.
std::string_view KindName(const Node& node);

struct TomlSection {
  Node root;  // a table
  std::vector<DeclarationText> declarations;
};

// Reads a section; pushes what is wrong, leaves out the statement, and goes on with the next.
TomlSection ParseToml(text::Slice section, const TomlOptions& options,
                      text::Diagnostics& diagnostics);

}  // namespace rune::config
