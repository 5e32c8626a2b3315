#include "cedar/validate/typed_forms.h"

#include "cedar/syntax/ast.h"

namespace rune::cedar {
namespace {

using value::Json;

const Json* FindKind(const Json& object, std::string_view name, Json::Kind kind) {
  const Json* found = object.Find(name);
  return found != nullptr && found->is(kind) ? found : nullptr;
}

const Json* FindForm(const Json& json, std::string_view escape, bool (*is_form)(const Json&)) {
  const Json* inner = json.Find(escape);
  if (inner != nullptr && is_form(*inner)) return inner;
  return is_form(json) ? &json : nullptr;
}

}  // namespace

bool IsNameForm(const Json& json) {
  return FindKind(json, "type", Json::Kind::kString) && FindKind(json, "id", Json::Kind::kString);
}

bool IsCallForm(const Json& json) {
  if (!FindKind(json, "fn", Json::Kind::kString)) return false;
  return json.Find("arg") || FindKind(json, "args", Json::Kind::kArray);
}

const Json* FindNameForm(const Json& json) { return FindForm(json, "__entity", IsNameForm); }

const Json* FindCallForm(const Json& json) { return FindForm(json, "__extn", IsCallForm); }

std::span<const Json> ArgumentsOf(const Json& call) {
  if (const Json* argument = call.Find("arg")) return {argument, 1};
  return call.Find("args")->array;
}

const Json* FindUnknownName(const Json& json) {
  const Json* call = json.Find("__extn");
  const Json* function = call ? FindKind(*call, "fn", Json::Kind::kString) : nullptr;
  const bool unknown = function && function->string == ExtensionName(ExtensionFunction::kUnknown);
  return unknown ? FindKind(*call, "arg", Json::Kind::kString) : nullptr;
}

}  // namespace rune::cedar
