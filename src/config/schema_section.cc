#include "config/schema_section.h"

#include <memory>
#include <utility>

#include "base/format.h"
#include "cedar/validate/entity_check.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/validate.h"
#include "value/print.h"

namespace rune::config {
namespace {

using cedar::FindingKind;
using text::Code;

Code CodeOf(FindingKind kind) {
  switch (kind) {
    case FindingKind::kIncompleteSchema: return Code::kValidationIncompleteSchema;
    case FindingKind::kUnrecognizedEntityType:
    case FindingKind::kUnrecognizedActionId:
    case FindingKind::kInvalidEnumEntity: return Code::kValidationUnknownName;
    case FindingKind::kUnexpectedType:
    case FindingKind::kIncompatibleTypes:
    case FindingKind::kEmptySetForbidden:
    case FindingKind::kInternalInvariantViolation: return Code::kValidationType;
    case FindingKind::kUnsafeAttributeAccess:
    case FindingKind::kUnsafeOptionalAttributeAccess:
    case FindingKind::kUnsafeTagAccess:
    case FindingKind::kNoTagsAllowed:
    case FindingKind::kEntityDerefLevelViolation: return Code::kValidationAccess;
    case FindingKind::kUndefinedFunction:
    case FindingKind::kWrongNumberArguments:
    case FindingKind::kFunctionArgumentValidation:
    case FindingKind::kNonLitExtConstructor: return Code::kValidationCall;
    case FindingKind::kMixedScriptString:
    case FindingKind::kBidiCharsInString:
    case FindingKind::kBidiCharsInIdentifier:
    case FindingKind::kMixedScriptIdentifier:
    case FindingKind::kConfusableIdentifier: return Code::kValidationText;
    case FindingKind::kImpossiblePolicy:
    case FindingKind::kInvalidActionApplication: return Code::kValidationNeverApplies;
  }
  return Code::kValidationType;
}

cedar::Attribute Text(bool required) {
  return {std::make_shared<const cedar::Type>(cedar::Type{cedar::TypeKind::kString, {}, {}, {}}),
          required};
}

// Keys of a context that need no declaration.
constexpr std::string_view kOwnKeys[] = {"args", "params", "now"};

}  // namespace

void SchemaSection::Read(text::Slice slice) {
  auto fragment =
      cedar::ReadFragment(slice, cedar::SchemaFormat::kCedar, options_.bounds, findings_);
  if (fragment) fragments_.push_back(*std::move(fragment));
}

std::optional<cedar::Schema> SchemaSection::Finish() {
  // A name that seems undeclared may stand in a text that could not be read.
  if (fragments_.empty() || findings_.errors() > 0) return std::nullopt;
  return cedar::Resolve(fragments_, options_.bounds, findings_);
}

void SchemaSection::AddActions(KnownActions& actions) const {
  for (const cedar::Fragment& fragment : fragments_) {
    for (const cedar::NamespaceDecl& space : fragment.namespaces) {
      if (!space.name.text.empty()) continue;
      for (const cedar::ActionDecl& action : space.actions) {
        actions.emplace(action.name.text, action.name.span);
      }
    }
  }
}

cedar::ImpliedAttributes ImpliedBy(const Options& options) {
  cedar::ImpliedAttributes implied;
  for (const std::string& type : options.path_types) {
    implied.by_type[type] = {{"path", Text(true)},
                             {"directory", Text(true)},
                             {"name", Text(true)},
                             {"extension", Text(false)}};
  }
  implied.by_type["Command"].emplace("command", Text(true));
  implied.by_type["API"].emplace("api", Text(true));
  implied.of_all = {{"id", Text(true)}, {"type", Text(true)}};
  return implied;
}

void ValidatePolicies(const cedar::PolicySet& policies, const cedar::Schema& schema,
                      const Options& options, text::Diagnostics& diagnostics) {
  const cedar::SchemaIndex index(schema, ImpliedBy(options));
  for (cedar::Finding& finding : cedar::Validate(policies, index).findings) {
    auto builder = diagnostics.Add(CodeOf(finding.kind), finding.span, std::move(finding.message));
    if (!finding.help.empty()) builder.Help(std::move(finding.help));
  }
}

Value::Fields DeclaredContext(const Request& request, const cedar::Schema& schema) {
  const cedar::Action* action = schema.Find(request.action);
  Value::Fields context = request.context;
  for (const std::string_view own : kOwnKeys) {
    const std::string key(own);
    if (action == nullptr || !action->context.contains(key)) context.erase(key);
  }
  return context;
}

std::optional<std::string> Misfit(const Request& request, const store::EntitySource& entities,
                                  const cedar::Schema& schema) {
  const Value::Fields context = DeclaredContext(request, schema);
  const auto finding = cedar::CheckRequest(
      {&request.principal, &request.action, &request.resource, &context}, schema);
  if (finding) return finding->message;
  for (const Entity& stated : request.entities) {
    const EntityUid& uid = stated.uid;
    const Entity whole{uid, entities.AttributesOf(uid), entities.TagsOf(uid),
                       entities.ParentsOf(uid)};
    const auto misfit = cedar::IsActionType(uid.type)
                            ? cedar::CheckAction(whole, entities.AncestorsOf(uid), schema)
                            : cedar::CheckEntity(whole, schema);
    if (misfit) return misfit->message;
  }
  return std::nullopt;
}

}  // namespace rune::config
