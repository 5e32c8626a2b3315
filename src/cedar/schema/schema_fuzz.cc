// Any bytes, as a schema in either syntax: no crash, and what was read prints as something that
// reads back to the same tree.
#include <cstdint>
#include <cstdlib>

#include "cedar/schema/link.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"

namespace rune::cedar {
namespace {

void Require(bool good) {
  if (!good) std::abort();
}

std::optional<Fragment> Read(const std::string& text, SchemaFormat format) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  SchemaFindings findings(diagnostics);
  const std::uint32_t file = sources.Add("fuzz", text);
  std::optional<Fragment> fragment = ReadFragment(sources.Whole(file), format, Bounds(), findings);
  Require(fragment.has_value() != diagnostics.has_errors());
  Require((findings.errors() > 0) == diagnostics.has_errors());
  return fragment;
}

// JSON nests twice as deep as the Cedar syntax and has a bound of its own. A context that is the
// type `Long` becomes JSON's own `Long`, so texts are compared, not trees.
void CheckTree(const Fragment& fragment, bool from_cedar) {
  const std::optional<Fragment> again = Read(ToJson(fragment), SchemaFormat::kJson);
  if (again) Require(ToJson(*again) == ToJson(fragment));
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  SchemaFindings findings(diagnostics);
  const auto cedar = ToCedarSchema(fragment, findings);
  if (cedar && from_cedar) {
    const std::optional<Fragment> printed = Read(*cedar, SchemaFormat::kCedar);
    Require(printed && SameFragment(fragment, *printed));
  }
  ResolveNames(fragment, Bounds(), findings);
  const auto schema = Resolve(std::span(&fragment, 1), Bounds(), findings);
  if (!schema) return;
  ToFragment(*schema, findings);
  CheckComplete(*schema, findings);
  Link({*schema, *schema}, findings);
}

}  // namespace
}  // namespace rune::cedar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  using rune::cedar::SchemaFormat;
  for (const SchemaFormat format : {SchemaFormat::kCedar, SchemaFormat::kJson}) {
    const auto fragment = rune::cedar::Read(text, format);
    if (fragment) rune::cedar::CheckTree(*fragment, format == SchemaFormat::kCedar);
  }
  return 0;
}
