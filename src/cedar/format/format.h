// Texts of the Cedar language in one layout.
//
// The layout of policies is that of Cedar's own formatter (4.14), byte for byte, as people check
// their files with either. Comments stay; where that formatter would lose one (behind a trailing
// comma) it goes to the next place that can hold it. A text with errors is not touched, and neither
// is one that would mean something else afterwards: what comes out is read again and compared.
// Formatting what was formatted changes nothing.
//
//   text::Diagnostics findings(sources);
//   auto pretty = cedar::FormatPolicies(sources.Whole(file), {}, findings);
//
// Cost: n log n in the text. Nesting is bounded by the parser (Bounds::depth).
#pragma once

#include <cstddef>
#include <string>

#include "base/bounds.h"
#include "base/result.h"
#include "text/diagnostics.h"

namespace rune::cedar {

struct FormatOptions {
  std::size_t line_width = 80;
  std::size_t indent_width = 2;
  bool extended = false;  // RUNE's forms and comments too
  Bounds bounds;
};

// Policies and templates; ends with a line end. Faults: kInvalidConfig when the text has errors
// (which are in `diagnostics`), kInternal when the result would not mean the same.
Result<std::string> FormatPolicies(text::Slice slice, const FormatOptions& options,
                                   text::Diagnostics& diagnostics);

// A schema in Cedar syntax: a declaration a paragraph or a line, as the author had it, an attribute
// a line. Faults as above.
Result<std::string> FormatSchema(text::Slice slice, const FormatOptions& options,
                                 text::Diagnostics& diagnostics);

}  // namespace rune::cedar
