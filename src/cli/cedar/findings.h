// What the validator found, as a report.
#pragma once

#include "cedar/validate/validate.h"
#include "cli/cedar/report.h"

namespace rune::cli {

// Errors first, then warnings: the first is the report, the others are related to it. Without any,
// the report says so.
Report ToReport(const cedar::Validation& validation, const SharedSources& sources);

}  // namespace rune::cli
