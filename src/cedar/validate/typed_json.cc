#include "cedar/validate/typed_json.h"

#include <algorithm>
#include <span>

#include "cedar/validate/typed_forms.h"
#include "cedar/validate/value_check.h"
#include "value/extension_call.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using value::Json;

// Some value of the type that the function gives, where it is not known what it gives.
std::optional<Value> SampleResult(ExtensionFunction function) {
  switch (function) {
    case ExtensionFunction::kDecimal: return value::MakeExtension("decimal", "0.0");
    case ExtensionFunction::kIp: return value::MakeExtension("ip", "0.0.0.0");
    case ExtensionFunction::kDatetime:
    case ExtensionFunction::kOffset:
    case ExtensionFunction::kToDate: return value::MakeExtension("datetime", "1970-01-01");
    case ExtensionFunction::kDuration:
    case ExtensionFunction::kDurationSince:
    case ExtensionFunction::kToTime: return value::MakeExtension("duration", "0ms");
    default: return function <= ExtensionFunction::kIsInRange ? Value(false) : Value(0);
  }
}

// What a call with values gives. Nothing if it fails.
std::optional<Value> Called(ExtensionFunction function, std::span<const Value> arguments) {
  if (arguments.size() != ExtensionArity(function)) return std::nullopt;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].is(value::ExtensionArgument(function, i))) return std::nullopt;
  }
  return value::CallExtension(function, arguments);
}

bool IsExprForm(const Json& json) {
  const Json* text = json.Find("__expr");
  return text != nullptr && text->is(Json::Kind::kString);
}

class TypedReader {
 public:
  TypedReader(DataFindings& findings, DataFindings& failed, Unknowns unknowns = Unknowns::kRefused)
      : findings_(findings), failed_(failed), unknowns_(unknowns) {}

  std::optional<Value> Read(const Json& json, const Type* type) {
    if (const Json* name = UnknownName(json)) return UnknownValue(name->string);
    if (type == nullptr) return Untyped(json);
    switch (type->kind) {
      case TypeKind::kEntity: {
        auto uid = Uid(json);
        return uid ? std::optional(Value(*std::move(uid))) : std::nullopt;
      }
      case TypeKind::kExtension: return Extension(json, type->name);
      case TypeKind::kSet: return Set(json, *type);
      case TypeKind::kRecord: return Record(json, *type);
      default: return Untyped(json);
    }
  }

  std::optional<EntityUid> Uid(const Json& json) {
    if (IsExprForm(json)) return Expr(json), std::nullopt;
    if (const Json* name = FindNameForm(json)) return Named(*name);
    Push(DataKind::kExpectedLiteralEntityRef, json, "the name of an entity was expected here",
         "write {\"type\": \"Agent\", \"id\": \"coder\"}");
    return std::nullopt;
  }

 private:
  void Push(DataKind kind, const Json& where, std::string message, std::string help = {}) {
    findings_.push_back({kind, where.span, {}, std::move(message), std::move(help)});
  }
  void Expr(const Json& json) {
    Push(DataKind::kExprTag, json, "`__expr` is not understood",
         "write the value itself, or `__entity` and `__extn`");
  }

  std::optional<ExtensionFunction> Function(const std::string& name) const {
    constexpr ExtensionFunction kUnknown = ExtensionFunction::kUnknown;
    if (unknowns_ == Unknowns::kAllowed && name == ExtensionName(kUnknown)) return kUnknown;
    return FindExtension(name);
  }

  const Json* UnknownName(const Json& json) const {
    return unknowns_ == Unknowns::kAllowed ? FindUnknownName(json) : nullptr;
  }

  // Requires: IsNameForm.
  std::optional<EntityUid> Named(const Json& name) {
    const Json& type = *name.Find("type");
    if (value::IsTypeName(type.string)) return EntityUid{type.string, name.Find("id")->string};
    Push(DataKind::kParseEscape, type,
         value::JsonQuote(type.string) + " is not the name of an entity type",
         "a type is a name such as `Agent` or `Tools::Action`");
    return std::nullopt;
  }

  std::optional<Value> Elements(const Json& json, const Type* type) {
    Value::Elements elements;
    elements.reserve(json.array.size());
    for (const Json& element : json.array) {
      auto value = Read(element, type);
      if (!value) return std::nullopt;
      elements.push_back(*std::move(value));
    }
    return Value::Set(std::move(elements));
  }

  std::optional<Value> Untyped(const Json& json) {
    switch (json.kind) {
      case Json::Kind::kBool: return Value(json.boolean);
      case Json::Kind::kInteger: return Value(json.integer);
      case Json::Kind::kString: return Value(json.string);
      case Json::Kind::kArray: return Elements(json, nullptr);
      case Json::Kind::kObject: return Object(json);
      case Json::Kind::kNull: break;
    }
    Push(DataKind::kNull, json, "null is not a value", "leave the key out");
    return std::nullopt;
  }

  // An escape stands alone in its object.
  std::optional<Value> Object(const Json& json) {
    if (json.object.size() == 1) {
      const std::string& key = json.object[0].first;
      const Json& body = json.object[0].second;
      if (IsExprForm(json)) return Expr(json), std::nullopt;
      if (key == "__entity" && IsNameForm(body)) {
        auto uid = Named(body);
        return uid ? std::optional(Value(*std::move(uid))) : std::nullopt;
      }
      if (key == "__extn" && IsCallForm(body)) return UntypedCall(json, body);
    }
    Value::Fields fields;
    for (const auto& [key, member] : json.object) {
      auto value = Untyped(member);
      if (!value) return std::nullopt;
      fields.insert_or_assign(key, *std::move(value));
    }
    return Value::Record(std::move(fields));
  }

  std::optional<Value> UntypedCall(const Json& json, const Json& call) {
    const Json& name = *call.Find("fn");
    if (!value::IsTypeName(name.string)) return BadFunctionName(name);
    std::vector<Value> arguments;
    for (const Json& argument : ArgumentsOf(call)) {
      auto value = Untyped(argument);
      if (!value) return std::nullopt;
      arguments.push_back(*std::move(value));
    }
    const auto function = Function(name.string);
    return function ? Result(json, *function, arguments) : Failed(json, name.string);
  }

  std::optional<Value> Result(const Json& where, ExtensionFunction function,
                              std::span<const Value> arguments) {
    std::optional<Value> result;
    if (unknowns_ == Unknowns::kAllowed && std::ranges::any_of(arguments, HoldsUnknown)) {
      result = SampleResult(function);
    } else if (function != ExtensionFunction::kUnknown) {
      result = Called(function, arguments);
    } else if (arguments.size() == 1 && arguments[0].is(ValueKind::kString)) {
      result = UnknownValue(arguments[0].as_string());
    }
    return result ? result : Failed(where, std::string(ExtensionName(function)));
  }

  std::optional<Value> BadFunctionName(const Json& function) {
    Push(DataKind::kParseEscape, function,
         value::JsonQuote(function.string) + " is not the name of a function");
    return std::nullopt;
  }
  std::optional<Value> Failed(const Json& where, const std::string& function) {
    failed_.push_back({DataKind::kEntityAttributeEvaluation,
                       where.span,
                       {},
                       "`" + function + "` makes no value of this",
                       "write the text as in a policy: `ip(\"10.0.0.1\")`"});
    return Value();
  }

  std::optional<Value> Extension(const Json& json, const std::string& name) {
    if (IsExprForm(json)) return Expr(json), std::nullopt;
    if (const Json* call = FindCallForm(json)) return TypedCall(json, *call);
    const auto constructor = FindExtension(name == "ipaddr" ? "ip" : name);
    auto argument = Untyped(json);
    if (!argument || !constructor) return std::nullopt;
    return Result(json, *constructor, std::span(&*argument, 1));
  }

  std::optional<Value> TypedCall(const Json& json, const Json& call) {
    const std::string& name = call.Find("fn")->string;
    if (!value::IsTypeName(name)) return BadFunctionName(*call.Find("fn"));
    const auto function = Function(name);
    if (!function) {
      Push(DataKind::kFailedExtensionFunctionLookup, *call.Find("fn"),
           "there is no function `" + name + "`",
           "`fn` is `decimal`, `ip`, `datetime` or `duration`");
      return std::nullopt;
    }
    const std::span<const Json> given = ArgumentsOf(call);
    if (given.size() != ExtensionArity(*function)) {
      Push(DataKind::kIncorrectNumOfArguments, json,
           "`" + name + "` takes " + std::to_string(ExtensionArity(*function)) + " arguments");
      return std::nullopt;
    }
    std::vector<Value> arguments;
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::string type = ArgumentType(*function, i);
      auto value = type.empty() ? Read(given[i], nullptr) : Extension(given[i], type);
      if (!value) return std::nullopt;
      arguments.push_back(*std::move(value));
    }
    return Result(json, *function, arguments);
  }

  std::optional<Value> Set(const Json& json, const Type& type) {
    return json.is(Json::Kind::kArray) ? Elements(json, type.element.get()) : WrongType(json, type);
  }

  std::optional<Value> WrongType(const Json& json, const Type& type) {
    const std::size_t before = failed_.size();
    const auto value = Untyped(json);
    failed_.resize(before);
    if (value) {
      Push(DataKind::kTypeMismatch, json,
           "expected " + SchemaTypeText(type) + ", found a value of kind " +
               std::string(value::KindName(value->kind())));
    }
    return std::nullopt;
  }

  std::optional<Value> Record(const Json& json, const Type& type) {
    if (!json.is(Json::Kind::kObject)) return WrongType(json, type);
    Value::Fields fields;
    for (const auto& [name, attribute] : type.attributes) {
      const Json* member = json.Find(name);
      if (member == nullptr && !attribute.required) continue;
      if (member == nullptr) {
        Push(DataKind::kMissingRequiredRecordAttr, json,
             "the attribute " + value::JsonQuote(name) + " is missing here");
        return std::nullopt;
      }
      auto value = Read(*member, attribute.type.get());
      if (!value) return std::nullopt;
      fields.emplace(name, *std::move(value));
    }
    for (const auto& [key, member] : json.object) {
      if (type.attributes.contains(key)) continue;
      Push(DataKind::kUnexpectedRecordAttr, member,
           "the attribute " + value::JsonQuote(key) + " is not in the schema",
           "leave it out, or declare it");
      return std::nullopt;
    }
    return Value::Record(std::move(fields));
  }

  DataFindings& findings_;
  DataFindings& failed_;
  Unknowns unknowns_;
};

}  // namespace

std::string ArgumentType(ExtensionFunction function, std::size_t place) {
  if (IsConstructor(function)) return {};
  if (function <= ExtensionFunction::kGreaterThanOrEqual) return "decimal";
  if (function <= ExtensionFunction::kIsInRange) return "ipaddr";
  const bool duration = function >= ExtensionFunction::kToMilliseconds ||
                        (function == ExtensionFunction::kOffset && place == 1);
  return duration ? "duration" : "datetime";
}

std::optional<Value> ReadTyped(const Json& json, const Type* type, DataFindings& findings,
                               DataFindings& failed, Unknowns unknowns) {
  return TypedReader(findings, failed, unknowns).Read(json, type);
}

std::optional<EntityUid> ReadTypedUid(const Json& json, DataFindings& findings) {
  return TypedReader(findings, findings).Uid(json);
}

std::optional<Value::Fields> ReadTypedContext(const Json& json, const EntityUid& action,
                                              const Schema& schema, DataFindings& findings) {
  const Action* declared = schema.Find(action);
  if (declared == nullptr || declared->external) {
    findings.push_back({DataKind::kMissingAction, json.span, action,
                        "the action `" + value::ToText(action) +
                            "` is not defined in the schema, so nothing says what its context is",
                        ""});
    return std::nullopt;
  }
  Type type;
  type.kind = TypeKind::kRecord;
  type.attributes = declared->context;
  DataFindings failed;
  const auto context = ReadTyped(json, &type, findings, failed);
  const bool good = context && failed.empty();
  if (context) std::ranges::move(failed, std::back_inserter(findings));
  return good ? std::optional(context->fields()) : std::nullopt;
}

}  // namespace rune::cedar
