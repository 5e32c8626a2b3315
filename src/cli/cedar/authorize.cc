#include "base/format.h"
#include "cli/cedar/decide.h"
#include "cli/cedar/display.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"
#include "cli/output.h"

namespace rune::cli {

namespace {

void ShowReasons(const CedarAnswer& answer, std::ostream& out) {
  if (answer.reasons.empty()) {
    out << "\nnote: no policies applied to this request\n";
    return;
  }
  out << "\nnote: this decision was due to the following policies:\n";
  for (const std::string& id : answer.reasons) out << "  " << CedarEscaped(id) << '\n';
  out << '\n';
}

int DecideAndShow(const CedarAuthorize& command, const cedar::PolicySet& policies,
                  const store::Entities& entities, const Request& request, const CedarRun& run) {
  const Stopwatch watch;
  const auto answer = Decide(policies, entities, request);
  if (!answer) return run.Fail(answer.error());
  if (command.timing) watch.Tell(run);
  run.out << (answer->allow ? "ALLOW\n" : "DENY\n");
  if (!answer->errors.empty()) {
    run.out << '\n';
    for (const std::string& error : answer->errors) run.out << Safe(error) << '\n';
  }
  if (command.verbose) ShowReasons(*answer, run.out);
  return answer->allow ? kCedarSuccess : kCedarDeny;
}

}  // namespace

int RunCedar(const CedarAuthorize& command, const CedarRun& run) {
  const bool many = command.requests_file.has_value();
  if (!many) run.out << '\n';
  const auto policies = LoadPolicies(command.policies);
  if (!policies) run.Fail(policies.error());
  const auto schema = LoadSchema(command.schema, run);
  if (!schema) run.Fail(schema.error());
  const cedar::Schema* held = schema && *schema ? &**schema : nullptr;
  const auto entities = LoadEntities(command.entities_file, held);
  if (!entities) run.Fail(entities.error());
  if (many) {
    if (!policies || !schema || !entities) return kCedarFailure;
    const auto code = DecideAll(*command.requests_file, command.request.validation == "true",
                                policies->set, *entities, held, run.out);
    return code ? *code : run.Fail(code.error());
  }
  const auto request = LoadRequest(command.request, held);
  if (!request) run.Fail(Wrap(request.error(), "failed to parse request"));
  if (!policies || !schema || !entities || !request) return kCedarFailure;
  return DecideAndShow(command, policies->set, *entities, *request, run);
}

}  // namespace rune::cli
