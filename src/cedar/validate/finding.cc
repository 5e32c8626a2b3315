#include "cedar/validate/finding.h"

#include <array>
#include <tuple>

namespace rune::cedar {
namespace {

// In the order of FindingKind.
constexpr std::array<std::string_view, 24> kNames = {
    "IncompleteSchema",
    "UnrecognizedEntityType",
    "UnrecognizedActionId",
    "UnexpectedType",
    "IncompatibleTypes",
    "UnsafeAttributeAccess",
    "UnsafeOptionalAttributeAccess",
    "UnsafeTagAccess",
    "NoTagsAllowed",
    "UndefinedFunction",
    "WrongNumberArguments",
    "FunctionArgumentValidation",
    "EmptySetForbidden",
    "NonLitExtConstructor",
    "InternalInvariantViolation",
    "InvalidEnumEntity",
    "EntityDerefLevelViolation",
    "InvalidActionApplication",
    "MixedScriptString",
    "BidiCharsInString",
    "BidiCharsInIdentifier",
    "MixedScriptIdentifier",
    "ConfusableIdentifier",
    "ImpossiblePolicy",
};
static_assert(kNames.size() == static_cast<std::size_t>(FindingKind::kImpossiblePolicy) + 1);

auto Key(const Finding& finding) {
  return std::tie(finding.span.file, finding.span.begin, finding.span.end, finding.kind,
                  finding.message, finding.help);
}

}  // namespace

std::string_view FindingName(FindingKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

bool IsWarning(FindingKind kind) { return kind >= FindingKind::kInvalidActionApplication; }

bool Findings::Before::operator()(const Finding& a, const Finding& b) const {
  return Key(a) < Key(b);
}

void Findings::Add(FindingKind kind, text::Span span, std::string message, std::string help) {
  found_.insert({kind, policy_id_, span, std::move(message), std::move(help)});
}

std::vector<Finding> Findings::Take() && {
  std::vector<Finding> all;
  all.reserve(found_.size());
  while (!found_.empty()) all.push_back(std::move(found_.extract(found_.begin()).value()));
  return all;
}

}  // namespace rune::cedar
