#include "cedar/syntax/parse.h"
#include "cli/cedar/decide.h"
#include "cli/cedar/display.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"

namespace rune::cli {

namespace {

Reported<std::string> Evaluated(const CedarEvaluate& command, const CedarRun& run) {
  RUNE_ASSIGN_OR_RETURN(const std::optional<cedar::Schema> schema, LoadSchema(command.schema, run));
  const cedar::Schema* held = schema ? &*schema : nullptr;
  RUNE_ASSIGN_OR_RETURN(const Request request, LoadRequest(command.request, held));
  Document document("<expression>", command.expression);
  const auto parsed = cedar::ParseExpression(document.slice(), {}, document.diagnostics());
  if (!parsed) {
    return std::unexpected(Wrap(document.Findings(), "failed to parse the expression"));
  }
  store::Entities entities;
  if (command.entities_file) {
    RUNE_ASSIGN_OR_RETURN(entities, LoadEntities(*command.entities_file, held));
  }
  const auto view = store::EntityView::Make(entities, {});
  if (!view) return std::unexpected(ToReport(view.error(), nullptr));
  const CedarWorld world(*view, request);
  const auto value = cedar::Evaluate(parsed->pool, parsed->root, false, world.environment());
  if (!value) {
    Report why{.message = value.error().message};
    why.kind = cedar::EvalErrorName(value.error().kind);
    why.sources = document.sources();
    why.labels.push_back({document.sources()->Resolve(value.error().span), ""});
    return std::unexpected(Wrap(std::move(why), "failed to evaluate the expression"));
  }
  std::string written = WrittenConstructor(parsed->pool, parsed->root);
  return written.empty() ? CedarText(*value) : written;
}

}  // namespace

int RunCedar(const CedarEvaluate& command, const CedarRun& run) {
  run.out << '\n';
  const auto text = Evaluated(command, run);
  if (!text) return run.Fail(text.error());
  run.out << *text << '\n';
  return kCedarSuccess;
}

}  // namespace rune::cli
