#include "cedar/partial/open_data.h"

#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/json/json_reader.h"
#include "cedar/json/policy_json.h"
#include "cedar/syntax/core_form.h"
#include "cedar/syntax/print.h"
#include "cedar/validate/typed_forms.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using value::Json;

bool IsUnknown(const Json& json) {
  const Json* call = json.object.size() == 1 ? json.Find("__extn") : nullptr;
  const Json* function = call == nullptr ? nullptr : call->Find("fn");
  return function != nullptr && function->string == ExtensionName(ExtensionFunction::kUnknown);
}

// Fills a part that is missing from the binding of its name.
TpeResult<void> BindUid(std::optional<EntityUid>& part, Variable variable, TpeErrorKind kind,
                        const Bindings& bindings) {
  const std::string name(VariableName(variable));
  const auto bound = bindings.find(name);
  if (bound == bindings.end()) return {};
  if (part) return TpeFail(kind, Format("the {} is known and cannot be bound", name));
  if (!bound->second.is(ValueKind::kEntity)) {
    return TpeFail(kind, Format("the {} is bound to what is no entity", name));
  }
  part = bound->second.as_entity();
  return {};
}

// A value with unknowns, in core form.
std::optional<ParsedExpr> ReadOpenValue(const Json& json, text::Diagnostics& diagnostics) {
  auto read = ReadValueJson(json, diagnostics, Unknowns::kAllowed);
  for (ExprId id = 0; read && id < read->pool.size(); ++id) {
    Expr& node = read->pool.at(id);
    if (node.kind != ExprKind::kRecord) continue;
    const RecordFields fields = SortedFields(node);
    TreeMemory& memory = read->pool.memory();
    node.SetNames(memory.Kept(memory.Names(fields.keys)));
    node.SetChildren(memory.Kept(fields.children));
  }
  return read;
}

// Moves the members with unknowns from an object into `open`.
void TakeMembers(Json* object, std::map<std::string, ParsedExpr>& open,
                 text::Diagnostics& diagnostics) {
  if (object == nullptr) return;
  std::erase_if(object->object, [&](const Json::Member& member) {
    if (!HasUnknowns(member.second)) return false;
    auto read = ReadOpenValue(member.second, diagnostics);
    if (read) open.insert_or_assign(member.first, *std::move(read));
    return true;
  });
}

bool SameParts(const std::map<std::string, ParsedExpr>& a,
               const std::map<std::string, ParsedExpr>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.first == y.first &&
           SameTree(x.second.pool, x.second.root, y.second.pool, y.second.root);
  });
}

bool SameParts(const OpenEntity& a, const OpenEntity& b) {
  return SameParts(a.attributes, b.attributes) && SameParts(a.tags, b.tags);
}

// What is known of two statements is compared where they are put together; here, what is open.
void HoldTogether(const OpenEntity& first, const OpenEntity& second, const EntityUid& uid,
                  text::Span span, text::Diagnostics& diagnostics) {
  if (SameParts(first, second)) return;
  diagnostics.Add(text::Code::kEntityContradiction, span,
                  Format("`{}` is stated twice, and differently", value::ToText(uid)));
}

void HoldTogether(const OpenEntities& open, const std::vector<const Json*>& known,
                  text::Diagnostics& diagnostics) {
  for (const Json* entity : known) {
    const Json* uid_json = entity->Find("uid");
    const Json* name = uid_json == nullptr ? nullptr : FindNameForm(*uid_json);
    if (name == nullptr) continue;
    const EntityUid uid{name->Find("type")->string, name->Find("id")->string};
    const auto place = open.find(uid);
    if (place == open.end()) continue;
    HoldTogether(place->second, {}, uid, uid_json->span, diagnostics);
  }
}

}  // namespace

bool HasUnknowns(const Json& json) {
  if (IsUnknown(json)) return true;
  return std::ranges::any_of(json.array, HasUnknowns) ||
         std::ranges::any_of(json.object, HasUnknowns, &Json::Member::second);
}

TpeResult<OpenRequest> OpenRequest::Bind(const Bindings& bindings) const {
  OpenRequest bound = *this;
  RUNE_TRY(BindUid(bound.principal, Variable::kPrincipal, TpeErrorKind::kInconsistentPrincipalEid,
                   bindings));
  RUNE_TRY(BindUid(bound.action, Variable::kAction, TpeErrorKind::kInconsistentAction, bindings));
  RUNE_TRY(BindUid(bound.resource, Variable::kResource, TpeErrorKind::kInconsistentResourceEid,
                   bindings));
  const auto found = bindings.find(std::string(VariableName(Variable::kContext)));
  if (found == bindings.end()) return bound;
  if (bound.context || !found->second.is(ValueKind::kRecord)) {
    return TpeFail(TpeErrorKind::kInconsistentContext,
                   bound.context ? "the context is known and cannot be bound"
                                 : "the context is bound to what is no record");
  }
  bound.context = found->second.fields();
  return bound;
}

std::optional<ParsedExpr> ReadOpenContext(const Json& json, text::Diagnostics& diagnostics) {
  auto read = ReadOpenValue(json, diagnostics);
  if (!read || read->pool[read->root].kind == ExprKind::kRecord) return read;
  diagnostics.Add(text::Code::kJsonNotObject, json.span, "a context is a JSON object");
  return std::nullopt;
}

OpenEntities TakeOpenParts(Json& entities, text::Diagnostics& diagnostics) {
  OpenEntities open;
  std::vector<const Json*> known;
  for (Json& json : entities.array) {
    if (!HasUnknowns(json)) {
      known.push_back(&json);
      continue;
    }
    const Json* uid_json = json.Find("uid");
    if (uid_json == nullptr) continue;
    const std::optional<EntityUid> uid = JsonReader(diagnostics).Entity(*uid_json);
    if (!uid) continue;
    OpenEntity entity;
    TakeMembers(json.Find("attrs"), entity.attributes, diagnostics);
    TakeMembers(json.Find("tags"), entity.tags, diagnostics);
    const auto [place, fresh] = open.try_emplace(*uid, std::move(entity));
    if (!fresh) HoldTogether(place->second, entity, *uid, uid_json->span, diagnostics);
  }
  if (!open.empty()) HoldTogether(open, known, diagnostics);
  return open;
}

}  // namespace rune::cedar
