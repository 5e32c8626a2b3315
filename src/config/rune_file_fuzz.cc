// Any bytes as a `.rune` file: a configuration or findings, never a crash, a hang or a leak.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/assert.h"
#include "config/configuration.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Most inputs should come behind the version line; the first byte says.
  std::string text;
  if (size > 0 && data[0] % 4 != 0) text = "version = \"rune/1.0\"\n";
  if (size > 0) text.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto sources = std::make_shared<rune::text::SourceMap>();
  rune::text::Diagnostics diagnostics(*sources);
  rune::config::LoadInput input;
  input.variables = {{"ENV", "production"}};
  const auto loaded = rune::config::LoadText("fuzz.rune", text, input, sources, diagnostics);
  // Nothing is loaded beside an error, and nothing is refused without one.
  if (loaded) RUNE_CHECK((*loaded == nullptr) == diagnostics.has_errors());
  for (const rune::Diagnostic& d : diagnostics.all()) {
    RUNE_CHECK(d.place.offset + d.place.length <= text.size() || d.place.file != "fuzz.rune");
  }
  return 0;
}
