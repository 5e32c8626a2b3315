// Schemas as the subcommands of `rune cedar` are given them.
#pragma once

#include <optional>

#include "cedar/schema/read.h"
#include "cli/cedar/input.h"
#include "cli/cedar/run.h"

namespace rune::cli {

cedar::SchemaFormat FormatOf(const std::string& name);  // `cedar` or `json`

// Nothing where no file is named. Warnings about a schema in Cedar syntax go to stderr.
Reported<std::optional<cedar::Schema>> LoadSchema(const CedarSchemaFile& file, const CedarRun& run);

// Each on stderr. Requires: no errors among them.
void TellWarnings(const Document& document, const CedarRun& run);

}  // namespace rune::cli
