#include "cli/cedar/schemas.h"

#include "base/format.h"

namespace rune::cli {

cedar::SchemaFormat FormatOf(const std::string& name) {
  return name == "json" ? cedar::SchemaFormat::kJson : cedar::SchemaFormat::kCedar;
}

void TellWarnings(const Document& document, const CedarRun& run) {
  for (const Diagnostic& warning : document.diagnostics().Sorted()) {
    run.err << Render(ToReport(warning, document.sources()), run.format);
  }
}

Reported<std::optional<cedar::Schema>> LoadSchema(const CedarSchemaFile& file,
                                                  const CedarRun& run) {
  if (!file.file) return std::nullopt;
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(file.file, "schema"));
  const cedar::SchemaFormat format = FormatOf(file.format);
  std::optional<cedar::Schema> schema =
      cedar::ReadSchema(document.slice(), format, Bounds(), document.diagnostics());
  if (!schema) {
    return std::unexpected(
        Wrap(document.Findings(), Format("failed to parse schema from file {}", *file.file)));
  }
  if (format == cedar::SchemaFormat::kCedar) TellWarnings(document, run);
  return schema;
}

}  // namespace rune::cli
