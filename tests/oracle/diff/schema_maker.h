// Makes schemas: namespaces, entity types with optional attributes, tags and enumerations, common
// types, groups of actions; then writes them in Cedar's schema syntax.
#pragma once

#include <string>
#include <vector>

#include "model.h"
#include "random.h"

namespace rune::diff {

// A schema that is right (but for names that clash now and then).
SchemaModel MakeSchema(Random& random);
std::string WriteSchema(const SchemaModel& schema, Random& random);
// The same schema cut into two that link, mostly: what one defines the other declares `external`.
std::vector<std::string> WriteParts(const SchemaModel& schema, Random& random);
// The text with a token left out, doubled or replaced, or a few: mostly no schema any more.
std::string BreakText(std::string text, Random& random);

}  // namespace rune::diff
