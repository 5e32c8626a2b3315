// The door of this folder: a text in either syntax becomes a schema.
//
//   std::optional<Schema> schema =
//       ReadSchema(sources.Whole(file), SchemaFormat::kCedar, Bounds(), diagnostics);
//
// Reads what Cedar 4.14 reads, partial schemas (`external`) included. Nothing is returned when an
// error was pushed. Errors of the text are all reported, then (in a text without one) those of its
// declarations, then those of the names. Cost: linear in the text, n log n in the number of
// declarations of a namespace and attributes of a record, and the size of the closed hierarchies.
#pragma once

#include <optional>
#include <span>

#include "base/bounds.h"
#include "cedar/schema/finding.h"
#include "cedar/schema/fragment.h"
#include "cedar/schema/schema.h"
#include "text/diagnostics.h"

namespace rune::cedar {

enum class SchemaFormat : std::uint8_t {
  kCedar,     // Cedar's own syntax
  kExtended,  // the same with the comments of a `.rune` file, `#` and `/* */`
  kJson,
};

std::optional<Schema> ReadSchema(text::Slice slice, SchemaFormat format, const Bounds& bounds,
                                 text::Diagnostics& diagnostics);

// The two halves, with the kinds of what was found. Requires of these and of print.h: the sink's
// sources are those that the fragments were read from.
std::optional<Fragment> ReadFragment(text::Slice slice, SchemaFormat format, const Bounds& bounds,
                                     SchemaFindings& findings);
// What no fragment may hold, whatever stands beside it: an entity type `Action`, attributes of
// actions. Returns: whether it holds none; Resolve looks at it too.
bool CheckRestrictions(const Fragment& fragment, SchemaFindings& findings);
// Several fragments are one schema: they may name each other's declarations, but not declare the
// same twice, also not once `external` (joining such schemas is `Link`, link.h).
std::optional<Schema> Resolve(std::span<const Fragment> fragments, const Bounds& bounds,
                              SchemaFindings& findings);

}  // namespace rune::cedar
