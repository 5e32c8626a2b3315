#include "cedar/syntax/parse.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"
#include "cli/cedar/world.h"

namespace rune::cli {

int RunCedar(const CedarCheckParse& command, const CedarRun& run) {
  const bool nothing_given = !command.policies.file && !command.expression &&
                             !command.schema.file && !command.entities_file;
  int code = kCedarSuccess;
  if (command.policies.file || nothing_given) {
    if (const auto policies = LoadPolicies(command.policies); !policies) {
      code = run.Fail(policies.error());
    }
  }
  if (command.expression) {
    Document document("<expression>", *command.expression);
    if (!cedar::ParseExpression(document.slice(), {}, document.diagnostics())) {
      code = run.Fail(document.Findings());
    }
  }
  const auto schema = LoadSchema(command.schema, run);
  if (!schema) code = run.Fail(schema.error());
  if (command.entities_file) {
    if (const auto entities =
            LoadEntities(*command.entities_file, schema && *schema ? &**schema : nullptr);
        !entities) {
      code = run.Fail(entities.error());
    }
  }
  return code;
}

}  // namespace rune::cli
