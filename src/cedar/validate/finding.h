// What the validator has to say of a policy: a kind by the reference's name, the policy, the
// place, and what to do.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.h"

namespace rune::cedar {

// Errors first, then warnings. The names are those of Cedar's own validator.
enum class FindingKind : std::uint8_t {
  kIncompleteSchema,
  kUnrecognizedEntityType,
  kUnrecognizedActionId,
  kUnexpectedType,
  kIncompatibleTypes,
  kUnsafeAttributeAccess,
  kUnsafeOptionalAttributeAccess,
  kUnsafeTagAccess,
  kNoTagsAllowed,
  kUndefinedFunction,
  kWrongNumberArguments,
  kFunctionArgumentValidation,
  kEmptySetForbidden,
  kNonLitExtConstructor,
  kInternalInvariantViolation,
  kInvalidEnumEntity,
  kEntityDerefLevelViolation,
  kInvalidActionApplication,
  kMixedScriptString,
  kBidiCharsInString,
  kBidiCharsInIdentifier,
  kMixedScriptIdentifier,
  kConfusableIdentifier,
  kImpossiblePolicy,
};

std::string_view FindingName(FindingKind kind);  // `UnexpectedType`
bool IsWarning(FindingKind kind);

struct Finding {
  FindingKind kind = FindingKind::kUnexpectedType;
  std::string policy_id;  // of the static policy, the template or the link
  text::Span span;
  std::string message;
  std::string help;  // may be empty
};

// Findings of one policy. What is found in several environments is kept once.
class Findings {
 public:
  explicit Findings(std::string policy_id) : policy_id_(std::move(policy_id)) {}

  void Add(FindingKind kind, text::Span span, std::string message, std::string help = {});
  // By place, errors before warnings at one place.
  std::vector<Finding> Take() &&;

 private:
  struct Before {
    bool operator()(const Finding& a, const Finding& b) const;
  };

  std::string policy_id_;
  std::set<Finding, Before> found_;
};

}  // namespace rune::cedar
