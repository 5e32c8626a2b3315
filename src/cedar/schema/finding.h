// What is wrong with a schema: a diagnostic for its author, and beside it a kind for tools that
// compare implementations.
//
// Kinds bear the names of Cedar's own errors (kinds.inc). Where a text is wrong in several ways we
// report all that one step finds; Cedar's library tells one of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostics.h"

namespace rune::cedar {

enum class SchemaKind : std::uint8_t {
#define RUNE_SCHEMA_KIND(name) k##name,
#include "cedar/schema/kinds.inc"
#undef RUNE_SCHEMA_KIND
};

// `TypeNotDefined`.
std::string_view KindName(SchemaKind kind);

// Pushes into a sink of diagnostics and remembers the kinds, in the order of discovery. Belongs to
// one thread.
class SchemaFindings {
 public:
  explicit SchemaFindings(text::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  text::Diagnostics::Builder Add(SchemaKind kind, text::Code code, text::Span span,
                                 std::string message) {
    Note(kind);
    return diagnostics_.Add(code, span, std::move(message));
  }
  // For what has no place, such as a schema that was not read from a text.
  text::Diagnostics::Builder AddWhole(SchemaKind kind, text::Code code, std::string message) {
    Note(kind);
    return diagnostics_.AddWhole(code, "", std::move(message));
  }
  // What somebody else has pushed.
  void Note(SchemaKind kind) {
    kinds_.push_back(kind);
    if (!IsWarning(kind)) ++errors_;
  }

  std::size_t errors() const { return errors_; }
  const std::vector<SchemaKind>& kinds() const { return kinds_; }
  text::Diagnostics& diagnostics() { return diagnostics_; }

 private:
  static bool IsWarning(SchemaKind kind) {
    return kind == SchemaKind::kShadowsBuiltin || kind == SchemaKind::kShadowsEntity;
  }

  text::Diagnostics& diagnostics_;
  std::vector<SchemaKind> kinds_;
  std::size_t errors_ = 0;
};

}  // namespace rune::cedar
