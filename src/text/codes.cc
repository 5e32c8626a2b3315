#include "text/codes.h"

#include <algorithm>
#include <cctype>

namespace rune::text {
namespace {

constexpr CodeInfo kCodes[] = {
#define RUNE_DIAGNOSTIC(name, code, severity, title) \
  {Code::name, #name, code, Severity::severity, title},
#include "text/codes/configuration.inc"
#include "text/codes/entities.inc"
#include "text/codes/policies.inc"
#include "text/codes/requests.inc"
#include "text/codes/rules.inc"
#include "text/codes/schemas.inc"
#include "text/codes/validation.inc"
#undef RUNE_DIAGNOSTIC
};

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::toupper(x) == std::toupper(y); });
}

}  // namespace

const CodeInfo& Info(Code code) { return kCodes[static_cast<std::size_t>(code)]; }

std::span<const CodeInfo> AllCodes() { return kCodes; }

std::optional<Code> FindCode(std::string_view text) {
  constexpr std::string_view kPrefix = "RUNE-";
  for (const CodeInfo& info : kCodes) {
    if (SameIgnoringCase(text, info.code) ||
        SameIgnoringCase(text, info.code.substr(kPrefix.size()))) {
      return info.id;
    }
  }
  return std::nullopt;
}

}  // namespace rune::text
