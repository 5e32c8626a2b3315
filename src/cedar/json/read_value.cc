// The operator `Value` of expressions in JSON: plain JSON, with escapes for entities and calls.
//
// An escape is an object with that one key and a body of the right form; what looks only a little
// like one is a record, as in Cedar.
#include "base/format.h"
#include "cedar/json/json_reader.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;
using value::Json;

const Json* FieldOfKind(const Json& object, std::string_view name, Json::Kind kind) {
  const Json* field = object.Find(name);
  return field != nullptr && field->is(kind) ? field : nullptr;
}

}  // namespace

bool JsonReader::EachValue(const std::vector<Json>& items, std::vector<ExprId>& nodes) {
  bool good = true;
  for (const Json& item : items) {
    nodes.push_back(Literal(item));
    good = good && nodes.back() != kNone;
  }
  return good;
}

ExprId JsonReader::Literal(const Json& json) {
  switch (json.kind) {
    case Json::Kind::kBool: return pool_.AddLiteral(Value(json.boolean), json.span);
    case Json::Kind::kInteger: return pool_.AddLiteral(Value(json.integer), json.span);
    case Json::Kind::kString: return pool_.AddLiteral(Value(json.string), json.span);
    case Json::Kind::kObject: return ValueObject(json);
    case Json::Kind::kArray: {
      std::vector<ExprId> items;
      if (!EachValue(json.array, items)) return kNone;
      return pool_.Add(ExprKind::kSet, json.span, items);
    }
    case Json::Kind::kNull: break;
  }
  diagnostics_.Add(Code::kJsonNull, json.span, "null is not a value")
      .Help("leave the key out: what is not there is simply absent");
  return kNone;
}

ExprId JsonReader::ValueObject(const Json& json) {
  if (json.object.size() == 1) {
    const auto& [key, body] = json.object[0];
    const bool filled = body.is(Json::Kind::kObject) && body.object.size() >= 2;
    if (key == "__expr" && body.is(Json::Kind::kString)) {
      diagnostics_.Add(Code::kJsonEscape, json.span, "`__expr` is not understood")
          .Help("write the expression itself, in its JSON form");
      return kNone;
    }
    if (key == "__entity" && filled && FieldOfKind(body, "type", Json::Kind::kString) != nullptr &&
        FieldOfKind(body, "id", Json::Kind::kString) != nullptr) {
      auto uid = TypeAndId(body);
      return uid ? pool_.AddLiteral(Value(*std::move(uid)), json.span) : kNone;
    }
    const bool call =
        key == "__extn" && filled && FieldOfKind(body, "fn", Json::Kind::kString) != nullptr &&
        (body.Find("arg") != nullptr || FieldOfKind(body, "args", Json::Kind::kArray) != nullptr);
    if (call) return ValueCall(body, json.span);
  }
  std::vector<ExprId> children;
  std::vector<std::string> names;
  bool good = true;
  for (const Json::Member& member : json.object) {
    children.push_back(Literal(member.second));
    names.push_back(member.first);
    good = good && children.back() != kNone;
  }
  return good ? pool_.Add(ExprKind::kRecord, json.span, children, pool_.Names(names)) : kNone;
}

ExprId JsonReader::ValueCall(const Json& body, text::Span span) {
  const Json& name = *body.Find("fn");
  std::vector<ExprId> arguments;
  bool good = true;
  if (const Json* arg = body.Find("arg")) {
    arguments.push_back(Literal(*arg));
    good = arguments[0] != kNone;
  } else {
    good = EachValue(body.Find("args")->array, arguments);
  }
  const auto function = FunctionOf(name.string);
  if (!function) {
    diagnostics_
        .Add(Code::kPolicyFunction, name.span,
             Format("there is no function {}", value::JsonQuote(name.string)))
        .Help("the functions are decimal, ip, datetime and duration, and their methods");
    return kNone;
  }
  if (!good) return kNone;
  const ExprId id = pool_.Add(ExprKind::kExtension, span, arguments);
  pool_.at(id).extension = *function;
  return id;
}

}  // namespace rune::cedar
