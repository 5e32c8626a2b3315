// Any bytes, as a schema in either syntax: no crash, what was read prints as something that reads
// back to the same tree, and the two readers of JSON agree.
#include <cstdint>
#include <cstdlib>

#include "cedar/schema/link.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "cedar/schema/read_json.h"

namespace rune::cedar {
namespace {

void Require(bool good) {
  if (!good) std::abort();
}

struct Reading {
  Reading(const std::string& text, SchemaFormat format) {
    const std::uint32_t file = sources.Add("fuzz", text);
    fragment = ReadFragment(sources.Whole(file), format, Bounds(), findings);
    Require(fragment.has_value() != diagnostics.has_errors());
    Require((findings.errors() > 0) == diagnostics.has_errors());
  }

  text::SourceMap sources;
  text::Diagnostics diagnostics{sources};
  SchemaFindings findings{diagnostics};
  std::optional<Fragment> fragment;
};

// JSON nests twice as deep as the Cedar syntax and has a bound of its own. A context that is the
// type `Long` becomes JSON's own `Long`, so texts are compared, not trees.
void Check(const std::string& text, SchemaFormat format) {
  Reading own(text, format);
  if (!own.fragment) return;
  const Fragment& fragment = *own.fragment;
  const Reading again(ToJson(fragment), SchemaFormat::kJson);
  if (again.fragment) Require(ToJson(*again.fragment) == ToJson(fragment));
  const auto cedar = ToCedarSchema(fragment, own.findings);
  if (cedar && format == SchemaFormat::kCedar) {
    const Reading printed(*cedar, SchemaFormat::kCedar);
    Require(printed.fragment && SameFragment(fragment, *printed.fragment));
  }
  ResolveNames(fragment, Bounds(), own.findings);
  const auto schema = Resolve(std::span(&fragment, 1), Bounds(), own.findings);
  if (!schema) return;
  ToFragment(*schema, own.findings);
  CheckComplete(*schema, own.findings);
  Link({*schema, *schema}, own.findings);
}

// What was taken without the judge is the same for the judge.
void CheckJudge(const std::string& text) {
  const Reading own(text, SchemaFormat::kJson);
  if (!own.fragment) return;
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  SchemaFindings findings(diagnostics);
  const text::Slice slice = sources.Whole(sources.Add("fuzz", text));
  const auto judged = JudgeJsonSchema(slice, Bounds(), findings);
  Require(judged && SameFragment(*own.fragment, *judged));
}

}  // namespace
}  // namespace rune::cedar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  rune::cedar::Check(text, rune::cedar::SchemaFormat::kCedar);
  rune::cedar::Check(text, rune::cedar::SchemaFormat::kJson);
  rune::cedar::CheckJudge(text);
  return 0;
}
