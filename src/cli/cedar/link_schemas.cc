// RUNE's own: several partial schemas become one.
#include "base/format.h"
#include "base/json_writer.h"
#include "cedar/schema/link.h"
#include "cedar/schema/print.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"

namespace rune::cli {

namespace {

Reported<std::vector<cedar::Schema>> LoadAll(const CedarLinkSchemas& command, const CedarRun& run) {
  std::vector<cedar::Schema> schemas;
  for (const std::string& path : command.files) {
    const bool json =
        command.format == "json" || (command.format == "auto" && path.ends_with(".json"));
    RUNE_ASSIGN_OR_RETURN(std::optional<cedar::Schema> schema,
                          LoadSchema({path, json ? "json" : "cedar"}, run));
    schemas.push_back(*std::move(schema));
  }
  return schemas;
}

Reported<std::string> Linked(const CedarLinkSchemas& command, const CedarRun& run) {
  RUNE_ASSIGN_OR_RETURN(std::vector<cedar::Schema> schemas, LoadAll(command, run));
  Document nowhere("", "");
  cedar::SchemaFindings findings(nowhere.diagnostics());
  const auto failed = [&] {
    return std::unexpected(Wrap(nowhere.Findings(), "failed to link the schemas"));
  };
  const auto linked = cedar::Link(std::move(schemas), findings);
  if (!linked) return failed();
  if (command.complete && !cedar::CheckComplete(*linked, findings)) return failed();
  const auto fragment = cedar::ToFragment(*linked, findings);
  if (!fragment) return failed();
  if (command.output == "json") return cedar::ToJson(*fragment);
  auto text = cedar::ToCedarSchema(*fragment, findings);
  if (!text) return failed();
  return *std::move(text);
}

}  // namespace

int RunCedar(const CedarLinkSchemas& command, const CedarRun& run) {
  const auto text = Linked(command, run);
  if (!text) return run.Fail(text.error());
  run.out << *text << '\n';
  return kCedarSuccess;
}

}  // namespace rune::cli
