// Schemas, written in either syntax.
//
// Reading undoes writing: the fragment of the written text is the one that was written
// (SameFragment), but that a type written as JSON's `Long` comes back from the Cedar syntax as the
// name `__cedar::Long`. Both texts are those of Cedar's own conversions: JSON equal as a value with
// its keys in the same order, Cedar syntax byte for byte.
#pragma once

#include <optional>
#include <string>

#include "base/bounds.h"
#include "cedar/schema/finding.h"
#include "cedar/schema/fragment.h"
#include "cedar/schema/schema.h"

namespace rune::cedar {

// Without line breaks.
std::string ToJson(const Fragment& fragment);

// Nothing, and an error, for what the Cedar syntax cannot say: an entity type and a common type of
// one name in a namespace, the shape of an entity type that is no record written out.
std::optional<std::string> ToCedarSchema(const Fragment& fragment, SchemaFindings& findings);

// The fragment with its names resolved: every name full, every type either an entity type or a
// common type (Cedar calls this "JSON with resolved types"). Errors as `Resolve` gives them for
// undefined names; nothing else is checked.
std::optional<Fragment> ResolveNames(const Fragment& fragment, const Bounds& bounds,
                                     SchemaFindings& findings);

// A schema as a fragment: common types written out, ancestors for parents. Nothing, and an error,
// when it would pass kMostSchemaNodes.
std::optional<Fragment> ToFragment(const Schema& schema, SchemaFindings& findings);

}  // namespace rune::cedar
