// A fault: the host, its limits or its input kept RUNE from answering. It is never a decision, and
// never a permission.
//
// The codes map one to one to gRPC status codes; what an author of a text did wrong is a diagnostic
// (rune/diagnostic.h), what one policy did on one request is an evaluation error (rune/decision.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rune/diagnostic.h"

namespace rune {

enum class FaultCode : std::uint8_t {
  kInvalidRequest,  // the request or its options are malformed       INVALID_ARGUMENT
  kInvalidConfig,   // the configuration does not load               FAILED_PRECONDITION
  kNotFound,        // a named file, relation or code does not exist NOT_FOUND
  kConflict,        // two statements contradict each other          ABORTED
  kLimit,           // a bound of work, size or depth was reached    RESOURCE_EXHAUSTED
  kUnavailable,     // something needed cannot be read               UNAVAILABLE
  kStale,           // a snapshot outlived one of its deadlines      DEADLINE_EXCEEDED
  kUsage,           // the command line cannot be understood         INVALID_ARGUMENT
  kInternal,        // a broken invariant                            INTERNAL
};

// `invalid_request`, `limit`, ...: the text that JSON output and `rune explain` use.
std::string_view FaultCodeName(FaultCode code);

struct Fault {
  FaultCode code = FaultCode::kInternal;
  std::string message;
  // Non-empty when texts were at fault (kInvalidConfig, kInvalidRequest).
  std::vector<Diagnostic> diagnostics;
};

}  // namespace rune
