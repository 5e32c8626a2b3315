// The registry of diagnostic codes: one line per code in codes/<area>.inc, each with a page in
// docs/reference/errors/ and a case that shows it.
//
// A line reads  RUNE_DIAGNOSTIC(kPolicyUnexpectedToken, "RUNE-P0001", kError, "unexpected token")
// name, code, severity, and a title for lists. Codes are never used again for something else.
// Areas: P policies, R rules, C configuration files, E entities and JSON data, Q requests, queries
// and commands, S schemas, V what the validator finds.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rune/diagnostic.h"

namespace rune::text {

enum class Code : std::uint16_t {
#define RUNE_DIAGNOSTIC(name, code, severity, title) name,
#include "text/codes/configuration.inc"
#include "text/codes/entities.inc"
#include "text/codes/policies.inc"
#include "text/codes/requests.inc"
#include "text/codes/rules.inc"
#include "text/codes/schemas.inc"
#include "text/codes/validation.inc"
#undef RUNE_DIAGNOSTIC
};

struct CodeInfo {
  Code id;
  std::string_view name;
  std::string_view code;
  Severity severity;
  std::string_view title;
};

const CodeInfo& Info(Code code);
// All codes in the order of the registry.
std::span<const CodeInfo> AllCodes();
// Accepts `RUNE-P0007` and `p0007`, ignoring case.
std::optional<Code> FindCode(std::string_view text);

}  // namespace rune::text
