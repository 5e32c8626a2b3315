// The words of the vocabulary's enumerations, as answers and JSON spell them.
#include "rune/decision.h"
#include "rune/fault.h"

namespace rune {

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPermit: return "PERMIT";
    case Outcome::kDeny: return "DENY";
    case Outcome::kForbid: return "FORBID";
  }
  return "DENY";
}

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPermit: return "permit";
    case Verdict::kDeny: return "deny";
    case Verdict::kForbid: return "forbid";
    case Verdict::kAbstain: return "abstain";
  }
  return "deny";
}

std::string_view EngineName(Engine engine) {
  return engine == Engine::kCedar ? "cedar" : "datalog";
}

std::string_view PartKindName(PartKind kind) {
  switch (kind) {
    case PartKind::kScope: return "scope";
    case PartKind::kWhen: return "when";
    case PartKind::kUnless: return "unless";
    case PartKind::kAnd: return "and";
    case PartKind::kOr: return "or";
    case PartKind::kIf: return "if";
    case PartKind::kThen: return "then";
    case PartKind::kElse: return "else";
    case PartKind::kNot: return "not";
    case PartKind::kError: return "error";
  }
  return "error";
}

std::string_view FaultCodeName(FaultCode code) {
  switch (code) {
    case FaultCode::kInvalidRequest: return "invalid_request";
    case FaultCode::kInvalidConfig: return "invalid_config";
    case FaultCode::kNotFound: return "not_found";
    case FaultCode::kConflict: return "conflict";
    case FaultCode::kLimit: return "limit";
    case FaultCode::kUnavailable: return "unavailable";
    case FaultCode::kStale: return "stale";
    case FaultCode::kUsage: return "usage";
    case FaultCode::kInternal: return "internal";
  }
  return "internal";
}

}  // namespace rune
