#include "cedar/validate/validate.h"

#include <algorithm>

#include "base/format.h"
#include "cli/cedar/findings.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"

namespace rune::cli {

int RunCedar(const CedarValidate& command, const CedarRun& run) {
  if (command.mode == "partial") {
    // Cedar's own command, as it is delivered, does not know the mode either.
    return run.FailAside(Report{.message = "validation in the mode `partial` is not supported",
                                .help = "ask for `strict` or `permissive`"});
  }
  const auto policies = LoadPolicies(command.policies);
  if (!policies) return run.Fail(policies.error());
  const auto schema = LoadSchema(command.schema, run);
  if (!schema) return run.Fail(schema.error());

  cedar::ValidateOptions options;
  options.mode = command.mode == "permissive" ? cedar::ValidationMode::kPermissive
                                              : cedar::ValidationMode::kStrict;
  options.level = command.level;
  const cedar::Validation validation = cedar::Validate(policies->set, **schema, options);
  const bool good = validation.passed() && (!command.deny_warnings || validation.findings.empty());
  Report report = ToReport(validation, policies->sources);
  run.out << Render(Wrap(std::move(report),
                         good ? "policy set validation passed" : "policy set validation failed"),
                    run.format);
  return good ? kCedarSuccess : kCedarInvalid;
}

}  // namespace rune::cli
