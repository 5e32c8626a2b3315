// Where a finding of the validator is marked in its text.
#pragma once

#include "cedar/validate/finding.h"

namespace rune::cedar {

// The name of an entity type that the schema lacks, within its test (`resource is Note`) or its
// entity; else the whole span. Empty for what stands in none of the sources. Cost: the tokens of
// that test.
text::Span MarkedSpan(const Finding& finding, const text::SourceMap& sources);

}  // namespace rune::cedar
