#include "cedar/validate/request_check.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "cedar/validate/value_check.h"
#include "text/suggest.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using Problem = std::optional<DataFinding>;

constexpr std::size_t kMostNamed = 8;

DataFinding Make(DataKind kind, std::string message, std::string help = {}) {
  return {kind, {}, {}, std::move(message), std::move(help)};
}

std::string_view NameOf(RequestSide side) {
  return side == RequestSide::kPrincipal ? "principal" : "resource";
}

// The type that was meant, or those that an action applies to; a few of many.
std::string WhatFits(const std::string& type, const std::set<std::string>& types) {
  if (types.empty()) return "it applies to nothing";
  const std::vector<std::string> all(types.begin(), types.end());
  if (const auto close = text::Suggest(type, all)) return Format("did you mean `{}`?", *close);
  std::string help = "it applies to ";
  const std::size_t named = std::min(all.size(), kMostNamed);
  for (std::size_t i = 0; i < named; ++i) help += Format("{}`{}`", i == 0 ? "" : ", ", all[i]);
  if (named < all.size()) help += Format(" and {} more", all.size() - named);
  return help;
}

Problem CheckPart(const EntityUid& uid, RequestSide side, const Schema& schema) {
  if (auto problem = CheckDeclared(side, uid.type, schema)) return problem;
  return IsActionType(uid.type) ? std::nullopt : UidProblem(uid, schema);
}

}  // namespace

Problem CheckDeclared(RequestSide side, const std::string& type, const Schema& schema) {
  if (schema.Find(type) != nullptr) return std::nullopt;
  return Make(side == RequestSide::kPrincipal ? DataKind::kUndeclaredPrincipalType
                                              : DataKind::kUndeclaredResourceType,
              Format("the type `{}` of the {} is not in the schema", type, NameOf(side)));
}

std::expected<KnownAction, DataFinding> FindRequestAction(const EntityUid& action,
                                                          const Schema& schema) {
  const Action* declared = schema.Find(action);
  if (declared == nullptr) return std::unexpected(UndeclaredAction(action, schema));
  if (!declared->external) return KnownAction{action, *declared};
  return std::unexpected(
      Make(DataKind::kExternalAction,
           Format("the action `{}` is defined in another schema", value::ToText(action)),
           "link the schema with the one that defines it"));
}

Problem CheckApplies(RequestSide side, const std::string& type, const KnownAction& action) {
  const bool principal = side == RequestSide::kPrincipal;
  const std::set<std::string>& types =
      principal ? action.declared.principals : action.declared.resources;
  if (types.contains(type)) return std::nullopt;
  return Make(principal ? DataKind::kInvalidPrincipalType : DataKind::kInvalidResourceType,
              Format("a {} of type `{}` does not fit the action `{}`", NameOf(side), type,
                     value::ToText(action.uid)),
              WhatFits(type, types));
}

Problem CheckContext(const Value::Fields& context, const KnownAction& action,
                     const Schema& schema) {
  for (const auto& [name, value] : context) {
    if (auto problem = UidsProblem(value, schema)) return problem;
  }
  const auto problem = RecordProblem(context, action.declared.context);
  if (!problem) return std::nullopt;
  return Make(DataKind::kInvalidContext, Format("the context does not fit the action `{}`: {}",
                                                value::ToText(action.uid), *problem));
}

Problem CheckRequest(const RequestParts& request, const Schema& schema) {
  if (request.principal != nullptr) {
    if (auto problem = CheckPart(*request.principal, RequestSide::kPrincipal, schema)) {
      return problem;
    }
  }
  if (request.resource != nullptr) {
    if (auto problem = CheckPart(*request.resource, RequestSide::kResource, schema)) {
      return problem;
    }
  }
  if (request.action == nullptr) return std::nullopt;
  auto action = FindRequestAction(*request.action, schema);
  if (!action) return std::move(action).error();
  if (request.principal != nullptr) {
    auto problem = CheckApplies(RequestSide::kPrincipal, request.principal->type, *action);
    if (problem) return problem;
  }
  if (request.resource != nullptr) {
    auto problem = CheckApplies(RequestSide::kResource, request.resource->type, *action);
    if (problem) return problem;
  }
  if (request.context == nullptr) return std::nullopt;
  return CheckContext(*request.context, *action, schema);
}

}  // namespace rune::cedar
