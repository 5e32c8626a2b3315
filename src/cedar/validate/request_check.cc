#include "cedar/validate/request_check.h"

#include "cedar/validate/value_check.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using Problem = std::optional<DataFinding>;

struct Side {
  std::string_view name;
  DataKind undeclared;
  DataKind invalid;
};
constexpr Side kPrincipal = {"principal", DataKind::kUndeclaredPrincipalType,
                             DataKind::kInvalidPrincipalType};
constexpr Side kResource = {"resource", DataKind::kUndeclaredResourceType,
                            DataKind::kInvalidResourceType};

Problem CheckType(const EntityUid& uid, const Side& side, const Schema& schema) {
  if (schema.Find(uid.type) == nullptr) {
    return DataFinding{
        side.undeclared,
        {},
        {},
        "the type `" + uid.type + "` of the " + std::string(side.name) + " is not in the schema",
        ""};
  }
  return IsActionType(uid.type) ? std::nullopt : UidProblem(uid, schema);
}

Problem CheckApplies(const EntityUid& uid, const Side& side, const std::set<std::string>& types,
                     const EntityUid& action) {
  if (types.contains(uid.type)) return std::nullopt;
  std::string help = "it applies to ";
  for (const std::string& type : types) help += (type == *types.begin() ? "`" : ", `") + type + "`";
  if (types.empty()) help += "nothing";
  return DataFinding{side.invalid,
                     {},
                     {},
                     "a " + std::string(side.name) + " of type `" + uid.type +
                         "` does not fit the action `" + value::ToText(action) + "`",
                     std::move(help)};
}

Problem CheckContext(const Value::Fields& context, const EntityUid& uid, const Action& action,
                     const Schema& schema) {
  for (const auto& [name, value] : context) {
    if (auto problem = UidsProblem(value, schema)) return problem;
  }
  const auto problem = RecordProblem(context, action.context);
  if (!problem) return std::nullopt;
  return DataFinding{
      DataKind::kInvalidContext,
      {},
      {},
      "the context does not fit the action `" + value::ToText(uid) + "`: " + *problem,
      ""};
}

}  // namespace

Problem CheckRequest(const RequestParts& request, const Schema& schema) {
  if (request.principal != nullptr) {
    if (auto problem = CheckType(*request.principal, kPrincipal, schema)) return problem;
  }
  if (request.resource != nullptr) {
    if (auto problem = CheckType(*request.resource, kResource, schema)) return problem;
  }
  if (request.action == nullptr) return std::nullopt;
  const EntityUid& uid = *request.action;
  const Action* action = schema.Find(uid);
  if (action == nullptr) {
    return DataFinding{DataKind::kUndeclaredAction,
                       {},
                       {},
                       "there is no action `" + value::ToText(uid) + "` in the schema",
                       ""};
  }
  if (action->external) {
    return DataFinding{DataKind::kExternalAction,
                       {},
                       {},
                       "the action `" + value::ToText(uid) + "` is defined in another schema",
                       "link the schema with the one that defines it"};
  }
  if (request.principal != nullptr) {
    auto problem = CheckApplies(*request.principal, kPrincipal, action->principals, uid);
    if (problem) return problem;
  }
  if (request.resource != nullptr) {
    auto problem = CheckApplies(*request.resource, kResource, action->resources, uid);
    if (problem) return problem;
  }
  if (request.context == nullptr) return std::nullopt;
  return CheckContext(*request.context, uid, *action, schema);
}

}  // namespace rune::cedar
