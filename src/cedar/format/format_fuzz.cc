// Any bytes as policies, and as a schema, strict and extended: what can be read can be formatted,
// says the same afterwards, and formatting it again changes nothing.
#include <cstdint>
#include <cstdlib>

#include "cedar/format/format.h"

namespace rune::cedar {
namespace {

using Formatter = Result<std::string> (*)(text::Slice, const FormatOptions&, text::Diagnostics&);

void Check(const std::string& text, Formatter format, const FormatOptions& options) {
  text::SourceMap sources;
  text::Diagnostics findings(sources);
  const auto once = format(sources.Whole(sources.Add("fuzz", text)), options, findings);
  if (!once) {
    if (once.error().code == FaultCode::kInternal) std::abort();
    return;
  }
  const auto twice = format(sources.Whole(sources.Add("once", *once)), options, findings);
  if (!twice || *twice != *once) std::abort();
}

}  // namespace
}  // namespace rune::cedar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rune::cedar;
  if (size == 0) return 0;
  FormatOptions options;
  options.line_width = data[0];
  options.indent_width = data[0] % 5;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  for (const bool extended : {false, true}) {
    options.extended = extended;
    Check(text, FormatPolicies, options);
    Check(text, FormatSchema, options);
  }
  return 0;
}
