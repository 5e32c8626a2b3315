#include "cedar/validate/unicode_security.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/code_point_range.h"
#include "base/utf8.h"

namespace rune::cedar {
namespace {

struct ScriptSet {
  std::array<std::uint64_t, 3> words;
};

struct ScriptRange {
  char32_t first;
  char32_t last;
  std::uint16_t set;
};

#include "cedar/validate/unicode_tables.inc"

const ScriptSet* ScriptsOf(char32_t c) {
  const auto* found = std::ranges::lower_bound(kScriptRanges, c, {}, &ScriptRange::last);
  if (found == std::end(kScriptRanges) || found->first > c) return nullptr;
  return &kScriptSets[found->set];
}

}  // namespace

bool IsSingleScript(std::string_view text) {
  ScriptSet common = kAllScripts;
  for (std::size_t pos = 0; pos < text.size();) {
    const ScriptSet* scripts = ScriptsOf(DecodeUtf8(text, pos));
    if (scripts == nullptr) return false;
    bool any = false;
    for (std::size_t i = 0; i < common.words.size(); ++i) {
      common.words[i] &= scripts->words[i];
      any = any || common.words[i] != 0;
    }
    if (!any) return false;
  }
  return true;
}

bool IsAllowedInIdentifiers(char32_t c) { return Contains(kIdentifierAllowed, c); }

bool IsBidiControl(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace rune::cedar
