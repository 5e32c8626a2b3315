#include "config/schema_section.h"

#include <memory>
#include <utility>

#include "base/format.h"
#include "cedar/validate/entity_check.h"
#include "cedar/validate/marked_span.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/validate.h"
#include "cedar/validate/value_check.h"
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

// What to do about a finding that has nothing more exact to say.
std::string_view UsualHelp(FindingKind kind) {
  switch (kind) {
    case FindingKind::kUnexpectedType:
      return "the schema gives this its type: change the expression, or the declaration";
    case FindingKind::kUnsafeAttributeAccess:
      return "declare the attribute in `[schema]`, or test first that it is there: `e has a && ..`";
    default: return "";
  }
}

std::string WithHelp(const cedar::DataFinding& finding) {
  return finding.help.empty() ? finding.message : Format("{} ({})", finding.message, finding.help);
}

cedar::Attribute Text(bool required) {
  return {std::make_shared<const cedar::Type>(cedar::Type{cedar::TypeKind::kString, {}, {}, {}}),
          required};
}

// Keys of a context that need no declaration.
constexpr std::string_view kOwnKeys[] = {"args", "params", "now"};

}  // namespace

void SchemaSection::Read(text::Slice slice, bool extended) {
  const auto format = extended ? cedar::SchemaFormat::kExtended : cedar::SchemaFormat::kCedar;
  auto fragment = cedar::ReadFragment(slice, format, options_.bounds, findings_);
  if (fragment) fragments_.push_back(*std::move(fragment));
}

std::optional<cedar::Schema> SchemaSection::Finish() {
  // A name that seems undeclared may stand in a text that could not be read.
  if (fragments_.empty() || findings_.errors() > 0) return std::nullopt;
  auto schema = cedar::Resolve(fragments_, options_.bounds, findings_);
  if (schema) HoldAgainstDerived(*schema);
  return schema;
}

// What follows from an id is what it is, whatever the schema says, and the validator would believe
// the schema.
void SchemaSection::HoldAgainstDerived(const cedar::Schema& schema) {
  for (const auto& [name, derived] : ImpliedBy(options_).by_type) {
    const cedar::EntityType* type = schema.Find(name);
    if (type == nullptr) continue;
    for (const auto& [key, own] : derived) {
      const auto declared = type->attributes.find(key);
      if (declared == type->attributes.end()) continue;
      const cedar::Attribute& stated = declared->second;
      const bool text = stated.type->kind == cedar::TypeKind::kString;
      if (text && (own.required || !stated.required)) continue;
      const std::string_view optional = own.required ? "" : "?";
      diagnostics_
          .Add(Code::kValidationDerived, PlaceOf(name, key),
               text
                   ? Format("`{}` of {} may be missing, and is declared as always there", key, name)
                   : Format("`{}` of {} is declared as {}, and is a text that follows from the id",
                            key, name, cedar::SchemaTypeText(*stated.type)))
          .Help(Format("declare it as `{}{}: String`, or leave it out: {} has it by itself", key,
                       optional, name));
    }
  }
}

// Where an attribute of an entity type is declared.
text::Span SchemaSection::PlaceOf(const std::string& type, const std::string& attribute) const {
  for (const cedar::Fragment& fragment : fragments_) {
    for (const cedar::NamespaceDecl& space : fragment.namespaces) {
      for (const cedar::EntityDecl& entity : space.entity_types) {
        if (cedar::Qualified(space.name.text, entity.name.text) != type) continue;
        for (const cedar::AttributeDecl& declared : entity.body->shape.attributes) {
          if (declared.name == attribute) return declared.span;
        }
      }
    }
  }
  return {};
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
  cedar::ValidateOptions how;
  how.steps = options.bounds.validation_steps;
  cedar::Validation validation = cedar::Validate(policies, index, how);
  for (cedar::Finding& finding : validation.findings) {
    auto builder =
        diagnostics.Add(CodeOf(finding.kind), cedar::MarkedSpan(finding, diagnostics.sources()),
                        std::move(finding.message));
    if (finding.help.empty()) finding.help = UsualHelp(finding.kind);
    if (!finding.help.empty()) builder.Help(std::move(finding.help));
  }
  if (validation.given_up == nullptr) return;
  diagnostics
      .Add(Code::kValidationBound, validation.given_up->span,
           Format("validating the policies takes more than {} steps; this one and those behind it "
                  "were not looked at",
                  how.steps))
      .Note(Format("the schema has {} entity types and {} actions", schema.entity_types.size(),
                   schema.actions.size()))
      .Help(
          "let actions apply to fewer types, name types in scopes (`principal is Agent`), or raise "
          "`bounds.validation_steps`");
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

std::optional<std::string> Misfit(const Request& request, const Value::Fields& context,
                                  const store::EntitySource& entities,
                                  const cedar::Schema& schema) {
  const auto finding = cedar::CheckRequest(
      {&request.principal, &request.action, &request.resource, &context}, schema);
  if (finding) return WithHelp(*finding);
  for (const Entity& stated : request.entities) {
    const EntityUid& uid = stated.uid;
    const Entity whole{uid, entities.AttributesOf(uid), entities.TagsOf(uid),
                       entities.ParentsOf(uid)};
    const auto misfit = cedar::IsActionType(uid.type)
                            ? cedar::CheckAction(whole, entities.AncestorsOf(uid), schema)
                            : cedar::CheckEntity(whole, schema);
    if (misfit) return WithHelp(*misfit);
  }
  return std::nullopt;
}

}  // namespace rune::config
