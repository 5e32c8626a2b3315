// Effect, scope, conditions and annotations of a policy in JSON.
#include <algorithm>

#include "base/format.h"
#include "cedar/json/json_reader.h"
#include "cedar/json/policy_json.h"
#include "text/suggest.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;
using value::Json;

constexpr std::string_view kEntityHelp = "an entity is {\"type\": \"User\", \"id\": \"alice\"}";

std::string_view KindText(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::kNull: return "null";
    case Json::Kind::kBool: return "a boolean";
    case Json::Kind::kInteger: return "a number";
    case Json::Kind::kString: return "a string";
    case Json::Kind::kArray: return "a list";
    case Json::Kind::kObject: return "an object";
  }
  return "a value";
}

bool IsActionType(std::string_view type) { return type == "Action" || type.ends_with("::Action"); }

std::string Listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "`" : ", `") + name + "`";
  return out;
}

std::string SlotName(Variable variable) { return Format("?{}", VariableName(variable)); }

}  // namespace

bool JsonReader::Kind(const Json& json, Json::Kind kind, std::string_view what) {
  if (json.is(kind)) return true;
  diagnostics_.Add(Code::kPolicyJsonShape, json.span,
                   Format("{} must be {}, not {}", what, KindText(kind), KindText(json.kind)));
  return false;
}

bool JsonReader::Shape(const Json& json, std::string_view what,
                       std::initializer_list<std::string_view> required,
                       std::initializer_list<std::string_view> optional, bool open) {
  if (!Kind(json, Json::Kind::kObject, what)) return false;
  bool good = true;
  for (const std::string_view name : required) {
    if (json.Find(name) != nullptr) continue;
    good = false;
    diagnostics_.Add(Code::kPolicyJsonShape, json.span, Format("{} lacks `{}`", what, name));
  }
  if (open) return good;
  std::vector<std::string> known(required.begin(), required.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (const Json::Member& member : json.object) {
    if (std::ranges::find(known, member.first) != known.end()) continue;
    good = false;
    auto report =
        diagnostics_.Add(Code::kPolicyJsonShape, member.second.key,
                         Format("{} has no field {}", what, value::JsonQuote(member.first)));
    if (const auto close = text::Suggest(member.first, known)) {
      report.Help(Format("did you mean `{}`?", *close));
    } else {
      report.Help("its fields are " + Listed(known));
    }
  }
  return good;
}

// --- entities and names

std::optional<std::string> JsonReader::TypeName(const Json& json) {
  if (!Kind(json, Json::Kind::kString, "an entity type")) return std::nullopt;
  if (value::IsTypeName(json.string)) return json.string;
  diagnostics_
      .Add(Code::kPolicyIsType, json.span,
           Format("{} is not the name of an entity type", value::JsonQuote(json.string)))
      .Help("a type is one name, or several joined by `::`, without blanks and reserved words");
  return std::nullopt;
}

std::optional<EntityUid> JsonReader::TypeAndId(const Json& json) {
  const Json* type = json.Find("type");
  const Json* id = json.Find("id");
  if (type == nullptr || id == nullptr || !type->is(Json::Kind::kString) ||
      !id->is(Json::Kind::kString)) {
    diagnostics_.Add(Code::kPolicyEntityLiteral, json.span, "this is not an entity")
        .Help(std::string(kEntityHelp));
    return std::nullopt;
  }
  auto name = TypeName(*type);
  if (!name) return std::nullopt;
  return EntityUid{*std::move(name), id->string};
}

std::optional<EntityUid> JsonReader::Entity(const Json& json) {
  const Json* expr = json.Find("__expr");
  if (expr != nullptr && expr->is(Json::Kind::kString)) {
    diagnostics_.Add(Code::kJsonEscape, json.span, "`__expr` is not understood")
        .Help(std::string(kEntityHelp));
    return std::nullopt;
  }
  const Json* inner = json.Find("__entity");
  const auto named = [](const Json& object) {
    const Json* type = object.Find("type");
    const Json* id = object.Find("id");
    return type != nullptr && id != nullptr && type->is(Json::Kind::kString) &&
           id->is(Json::Kind::kString);
  };
  return TypeAndId(inner != nullptr && named(*inner) ? *inner : json);
}

std::optional<Variable> JsonReader::Slot(const Json& json) {
  if (json.is(Json::Kind::kString)) {
    if (json.string == "?principal") return Variable::kPrincipal;
    if (json.string == "?resource") return Variable::kResource;
  }
  diagnostics_.Add(Code::kPolicySlot, json.span, "this is not a slot")
      .Help("the slots are \"?principal\" and \"?resource\"");
  return std::nullopt;
}

// --- scopes

bool JsonReader::ScopeEntityOf(const Json& json, Variable variable,
                               std::vector<ScopeEntity>& entities) {
  auto uid = Entity(json);
  if (!uid) return false;
  if (variable == Variable::kAction && !IsActionType(uid->type)) {
    diagnostics_
        .Add(Code::kPolicyActionType, json.span, Format("`{}` is not a type of actions", uid->type))
        .Help("the type of an action is `Action`, or ends in `::Action`");
    return false;
  }
  ScopeEntity entity;
  entity.literal = &pool_.memory().Entity(uid->type, uid->id);
  entity.span = json.span;
  entities.push_back(entity);
  return true;
}

// What stands beside `op`: `entity`, else `slot` (for actions `entities` when a list is allowed).
// Other fields are no mistake here: Cedar does not look at them.
bool JsonReader::ScopeOperand(const Json& json, Variable variable, bool list_allowed,
                              Scope& scope) {
  std::vector<ScopeEntity> entities;
  const bool good = ScopeEntities(json, variable, list_allowed, scope.list, entities);
  scope.entities = pool_.memory().List(std::span<const ScopeEntity>(entities));
  return good;
}

bool JsonReader::ScopeEntities(const Json& json, Variable variable, bool list_allowed, bool& list,
                               std::vector<ScopeEntity>& entities) {
  if (!Kind(json, Json::Kind::kObject, "this part of a scope")) return false;
  if (const Json* entity = json.Find("entity")) return ScopeEntityOf(*entity, variable, entities);
  const bool actions = variable == Variable::kAction && list_allowed;
  const Json* operand = json.Find(actions ? "entities" : "slot");
  if (operand == nullptr) {
    diagnostics_
        .Add(Code::kPolicyJsonShape, json.span, "this part of a scope does not say which entity")
        .Help(actions ? "give it an `entity`, or `entities` with a list"
                      : "give it an `entity`, or the `slot` of a template");
    return false;
  }
  if (actions) {
    if (!Kind(*operand, Json::Kind::kArray, "`entities`")) return false;
    list = true;
    bool good = true;
    for (const Json& entity : operand->array) good &= ScopeEntityOf(entity, variable, entities);
    return good;
  }
  const auto slot = Slot(*operand);
  if (!slot) return false;
  if (variable == Variable::kAction || *slot != variable) {
    diagnostics_
        .Add(Code::kPolicySlot, operand->span, Format("`{}` cannot stand here", operand->string))
        .Help(variable == Variable::kAction
                  ? "only `?principal` and `?resource` can be left open"
                  : Format("the slot of this part is `{}`", SlotName(variable)));
    return false;
  }
  ScopeEntity entity;
  entity.slot = true;
  entity.span = operand->span;
  entities.push_back(entity);
  return true;
}

bool JsonReader::IsScope(const Json& json, Variable variable, Scope& scope) {
  if (!Shape(json, "an `is` in a scope", {"op", "entity_type"}, {"in"})) return false;
  auto type = TypeName(*json.Find("entity_type"));
  const Json* in = json.Find("in");
  const bool within = in != nullptr && !in->is(Json::Kind::kNull);
  scope.kind = within ? ScopeKind::kIsIn : ScopeKind::kIs;
  if (within && !ScopeOperand(*in, variable, false, scope)) return false;
  if (!type) return false;
  scope.type = &pool_.memory().Name(*type);
  return true;
}

bool JsonReader::ScopeOf(const Json& json, Variable variable, Scope& scope) {
  const std::string what = Format("`{}`", VariableName(variable));
  scope.span = json.span;
  if (!Shape(json, what, {"op"}, {}, true)) return false;
  const Json& op = *json.Find("op");
  if (!Kind(op, Json::Kind::kString, "`op`")) return false;
  if (op.string == "All" || op.string == "all") return true;
  if (op.string == "==") {
    scope.kind = ScopeKind::kEq;
    return ScopeOperand(json, variable, false, scope);
  }
  if (op.string == "in") {
    scope.kind = ScopeKind::kIn;
    return ScopeOperand(json, variable, true, scope);
  }
  if (op.string == "is" && variable != Variable::kAction) return IsScope(json, variable, scope);
  diagnostics_
      .Add(Code::kPolicyScopeOperator, op.span,
           Format("{} cannot have the operator {}", what, value::JsonQuote(op.string)))
      .Help(variable == Variable::kAction ? "the operators are \"All\", \"==\" and \"in\""
                                          : "the operators are \"All\", \"==\", \"in\" and \"is\"");
  return false;
}

// --- the policy

bool JsonReader::EffectOf(const Json& json, Policy& policy) {
  if (json.is(Json::Kind::kString) && (json.string == "permit" || json.string == "forbid")) {
    policy.effect = json.string == "permit" ? Effect::kPermit : Effect::kForbid;
    return true;
  }
  diagnostics_.Add(Code::kPolicyEffect, json.span, "a policy permits or forbids")
      .Help("write \"permit\" or \"forbid\"");
  return false;
}

bool JsonReader::Conditions(const Json& json, Policy& policy) {
  if (!Kind(json, Json::Kind::kArray, "`conditions`")) return false;
  bool good = true;
  std::vector<Condition> conditions;
  for (const Json& element : json.array) {
    if (!Shape(element, "a condition", {"kind", "body"})) {
      good = false;
      continue;
    }
    const Json& kind = *element.Find("kind");
    Condition condition;
    condition.span = element.span;
    condition.when = kind.string == "when";
    if (!kind.is(Json::Kind::kString) || (!condition.when && kind.string != "unless")) {
      diagnostics_.Add(Code::kPolicyCondition, kind.span, "a condition is a `when` or an `unless`")
          .Help("write \"when\" or \"unless\"");
      good = false;
    }
    condition.body = Expression(*element.Find("body"));
    good = good && *condition.body != kNone;
    conditions.push_back(condition);
  }
  policy.conditions = pool_.memory().List(std::span<const Condition>(conditions));
  return good;
}

bool JsonReader::Annotations(const Json& json, Policy& policy) {
  if (!Kind(json, Json::Kind::kObject, "`annotations`")) return false;
  bool good = true;
  for (const Json::Member& member : json.object) {
    const Json& content = member.second;
    if (!value::IsIdentifier(member.first)) {
      diagnostics_
          .Add(Code::kPolicyAnnotation, content.key,
               Format("{} cannot name an annotation", value::JsonQuote(member.first)))
          .Help("a name holds letters, digits and `_`, and begins with no digit");
      good = false;
    } else if (content.is(Json::Kind::kNull)) {
      policy.annotations.push_back({member.first, std::nullopt, content.key});
    } else if (Kind(content, Json::Kind::kString, "an annotation")) {
      policy.annotations.push_back({member.first, content.string, content.key});
    } else {
      good = false;
    }
  }
  std::ranges::sort(policy.annotations, {}, &Annotation::key);
  return good;
}

bool JsonReader::ReadPolicy(const Json& json, Policy& policy) {
  policy.span = json.span;
  if (!Shape(json, "a policy", {"effect", "principal", "action", "resource", "conditions"},
             {"annotations"})) {
    return false;
  }
  bool good = EffectOf(*json.Find("effect"), policy);
  good &= ScopeOf(*json.Find("principal"), Variable::kPrincipal, policy.principal);
  good &= ScopeOf(*json.Find("action"), Variable::kAction, policy.action);
  good &= ScopeOf(*json.Find("resource"), Variable::kResource, policy.resource);
  good &= Conditions(*json.Find("conditions"), policy);
  if (const Json* annotations = json.Find("annotations")) good &= Annotations(*annotations, policy);
  policy.pool = pool_.Take();
  return good;
}

std::optional<Policy> ReadPolicyJson(const Json& json, std::string id, text::Span id_span,
                                     text::Diagnostics& diagnostics, Unknowns unknowns) {
  Policy policy;
  policy.id = std::move(id);
  policy.id_span = id_span;
  if (!JsonReader(diagnostics, unknowns).ReadPolicy(json, policy)) return std::nullopt;
  return policy;
}

}  // namespace rune::cedar
