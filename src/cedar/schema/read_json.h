// Schemas in JSON, read exactly as leniently as Cedar 4.14 reads them.
//
// Equal keys, unknown fields and numbers are errors everywhere, so is null but for `appliesTo`,
// `memberOf`, `attributes`, `external` and `type` of actions and the text of an annotation. Names
// are in normal form (no blanks). An object with a fixed set of fields (a namespace, an entity
// type, an action, `appliesTo`, the name of an action) may also be an array of these fields in
// order. All mistakes of a text are reported.
//
// A correct text is read by scan_json.h; this is the judge of all others.
#pragma once

#include <optional>

#include "base/bounds.h"
#include "cedar/schema/finding.h"
#include "cedar/schema/fragment.h"

namespace rune::cedar {

std::optional<Fragment> ReadJsonSchema(text::Slice slice, const Bounds& bounds,
                                       SchemaFindings& findings);
// The judge by itself: the same, slower.
std::optional<Fragment> JudgeJsonSchema(text::Slice slice, const Bounds& bounds,
                                        SchemaFindings& findings);

}  // namespace rune::cedar
