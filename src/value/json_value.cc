// From a JSON tree to values: Cedar's escapes, contexts.
#include "base/format.h"
#include "value/extension.h"
#include "value/extension_call.h"
#include "value/json.h"
#include "value/json_shown.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::value {
namespace {

using text::Code;
using text::Diagnostics;

constexpr std::size_t kShownBytes = 60;

// The form of `{"__extn": {"fn": .., "arg": ..}}` or with `args`.
struct Call {
  std::string_view fn;
  std::vector<const Json*> args;
};

const Json* FindKind(const Json& object, std::string_view name, Json::Kind kind) {
  const Json* found = object.Find(name);
  return found != nullptr && found->is(kind) ? found : nullptr;
}

// An escape stands alone: with a further key beside it the object is an ordinary record, as in
// Cedar. Further keys inside it are ignored.
const Json* FindEscape(const Json& object, std::string_view name, Json::Kind kind) {
  return object.object.size() == 1 ? FindKind(object, name, kind) : nullptr;
}

struct EntityForm {
  const Json* type;
  const Json* id;
};

std::optional<EntityForm> ReadEntityForm(const Json& object) {
  const Json* body = FindEscape(object, "__entity", Json::Kind::kObject);
  if (body == nullptr) return std::nullopt;
  const Json* type = FindKind(*body, "type", Json::Kind::kString);
  const Json* id = FindKind(*body, "id", Json::Kind::kString);
  if (type == nullptr || id == nullptr) return std::nullopt;
  return EntityForm{type, id};
}

std::optional<Call> ReadCallForm(const Json& object) {
  const Json* body = FindEscape(object, "__extn", Json::Kind::kObject);
  if (body == nullptr) return std::nullopt;
  const Json* fn = FindKind(*body, "fn", Json::Kind::kString);
  if (fn == nullptr) return std::nullopt;
  if (const Json* arg = body->Find("arg")) return Call{fn->string, {arg}};
  const Json* args = FindKind(*body, "args", Json::Kind::kArray);
  if (args == nullptr) return std::nullopt;
  Call call{fn->string, {}};
  for (const Json& arg : args->array) call.args.push_back(&arg);
  return call;
}

bool IsExprForm(const Json& object) {
  return FindEscape(object, "__expr", Json::Kind::kString) != nullptr;
}

class ValueReader {
 public:
  ValueReader(Escapes escapes, Arrays arrays, Diagnostics& diagnostics)
      : escapes_(escapes), arrays_(arrays), diagnostics_(diagnostics) {}

  std::optional<Value> Read(const Json& json) {
    switch (json.kind) {
      case Json::Kind::kBool: return Value(json.boolean);
      case Json::Kind::kInteger: return Value(json.integer);
      case Json::Kind::kString: return Value(json.string);
      case Json::Kind::kArray: return ReadArray(json);
      case Json::Kind::kObject:
        return escapes_ == Escapes::kInterpret ? ReadObject(json) : ReadRecord(json);
      case Json::Kind::kNull: break;
    }
    diagnostics_.Add(Code::kJsonNull, json.span, "null is not a value")
        .Help("leave the key out: what is not there is simply absent");
    return std::nullopt;
  }

 private:
  std::optional<Value> ReadArray(const Json& json) {
    Value::Elements elements;
    elements.reserve(json.array.size());
    for (const Json& element : json.array) {
      if (auto value = Read(element)) elements.push_back(*std::move(value));
    }
    // An element that could not be read was reported.
    if (elements.size() != json.array.size()) return std::nullopt;
    return arrays_ == Arrays::kSets ? Value::Set(std::move(elements))
                                    : Value::List(std::move(elements));
  }

  std::optional<Value> ReadRecord(const Json& json) {
    Value::Fields fields;
    bool complete = true;
    for (const auto& [key, member] : json.object) {
      auto value = Read(member);
      complete = complete && value.has_value();
      if (value) fields.insert_or_assign(key, *std::move(value));
    }
    if (!complete) return std::nullopt;
    return Value::Record(std::move(fields));
  }

  std::optional<Value> ReadObject(const Json& json) {
    if (IsExprForm(json)) {
      diagnostics_.Add(Code::kJsonEscape, json.span, "`__expr` is not understood")
          .Help("write the value itself, or `__entity` and `__extn`");
      return std::nullopt;
    }
    if (const auto entity = ReadEntityForm(json)) return MakeEntity(*entity);
    if (const auto call = ReadCallForm(json)) return MakeCall(json, *call);
    return ReadRecord(json);
  }

  std::optional<Value> MakeEntity(const EntityForm& form) {
    if (!IsTypeName(form.type->string)) {
      diagnostics_
          .Add(Code::kJsonEscape, form.type->span,
               Format("{} is no entity type", ShownKey(form.type->string)))
          .Help("a type is a name such as `Agent` or `Tools::Action`");
      return std::nullopt;
    }
    return Value(EntityUid{form.type->string, form.id->string});
  }

  std::optional<Value> MakeCall(const Json& json, const Call& call) {
    const std::optional<ExtensionFunction> function = FindExtension(call.fn);
    if (!function) return Refuse(json, Format("there is no function {}", ShownKey(call.fn)));
    const std::size_t arity = ExtensionArity(*function);
    if (call.args.size() != arity) {
      return Refuse(json, Format("{} takes {} here, found {}", ShownKey(call.fn),
                                 arity == 1 ? "one argument" : "two arguments", call.args.size()));
    }
    std::vector<Value> arguments;
    for (std::size_t i = 0; i < arity; ++i) {
      auto argument = Read(*call.args[i]);
      if (!argument) return std::nullopt;
      if (const ValueKind wanted = ExtensionArgument(*function, i); !argument->is(wanted)) {
        return Refuse(*call.args[i], Format("argument {} of {} must be of kind {}", i + 1,
                                            ShownKey(call.fn), KindName(wanted)));
      }
      arguments.push_back(*std::move(argument));
    }
    if (auto value = CallExtension(*function, arguments)) return value;
    if (!IsConstructor(*function)) {
      return Refuse(json, Format("the result of {} is out of range", ShownKey(call.fn)));
    }
    return Refuse(*call.args[0], Format("{} makes no value of {}", ShownKey(call.fn),
                                        ShownKey(arguments[0].as_string())));
  }

  std::optional<Value> Refuse(const Json& where, std::string message) {
    diagnostics_.Add(Code::kJsonEscape, where.span, std::move(message))
        .Help(
            "`fn` is `decimal`, `ip`, `datetime` or `duration`, `arg` its text as in a policy; "
            "methods take the value they are called on first, in `args`");
    return std::nullopt;
  }

  Escapes escapes_;
  Arrays arrays_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string ShownKey(std::string_view key) {
  if (key.size() <= kShownBytes) return Format("`{}`", JsonQuote(key));
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0) == 0x80) --end;
  return Format("`{}...`", JsonQuote(key.substr(0, end)));
}

std::optional<Value> ToValue(const Json& json, Escapes escapes, Arrays arrays,
                             Diagnostics& diagnostics) {
  return ValueReader(escapes, arrays, diagnostics).Read(json);
}

std::optional<Value::Fields> ToContext(const Json& json, Diagnostics& diagnostics) {
  const bool is_object = json.is(Json::Kind::kObject);
  if (!is_object || IsExprForm(json) || ReadEntityForm(json) || ReadCallForm(json)) {
    diagnostics.Add(Code::kJsonNotObject, json.span, "a context must be a JSON object")
        .Help("write the facts of the request as keys and values: `{\"hour\": 9}`");
    return std::nullopt;
  }
  Value::Fields fields;
  bool complete = true;
  for (const auto& [key, member] : json.object) {
    const Escapes escapes = key == "args" ? Escapes::kPlain : Escapes::kInterpret;
    auto value = ToValue(member, escapes, Arrays::kSets, diagnostics);
    complete = complete && value.has_value();
    if (value) fields.insert_or_assign(key, *std::move(value));
  }
  if (!complete) return std::nullopt;
  return fields;
}

std::optional<Value> MakeExtension(std::string_view fn, std::string_view arg) {
  const auto wrap = [](const auto& parsed) {
    return parsed ? std::optional<Value>(Value(*parsed)) : std::nullopt;
  };
  if (fn == "decimal") return wrap(ParseCedarDecimal(arg));
  if (fn == "ip") return wrap(ParseIp(arg));
  if (fn == "datetime") return wrap(ParseDatetime(arg));
  if (fn == "duration") return wrap(ParseDuration(arg));
  return std::nullopt;
}

}  // namespace rune::value
