// A request of which the action is known, and of principal and resource at least the types.
#pragma once

#include <optional>
#include <string>

#include "cedar/tpe/tpe_error.h"
#include "cedar/validate/checker.h"
#include "rune/value.h"

namespace rune::cedar {

struct PartialUid {
  std::string type;
  std::optional<std::string> id;  // none: not known

  PartialUid() = default;
  explicit PartialUid(std::string type_name) : type(std::move(type_name)) {}
  PartialUid(const EntityUid& uid) : type(uid.type), id(uid.id) {}  // NOLINT: a uid is a known one

  std::optional<EntityUid> uid() const {
    if (!id) return std::nullopt;
    return EntityUid{type, *id};
  }
};

// A request of which everything is known.
struct ConcreteRequest {
  EntityUid principal;
  EntityUid action;
  EntityUid resource;
  Value::Fields context;
};

class PartialRequest {
 public:
  // Checks the known parts against the schema. No context: nothing is known of it.
  // Returns: kData (UndeclaredAction, InvalidPrincipalType, InvalidContext, ..).
  static TpeResult<PartialRequest> Make(PartialUid principal, EntityUid action, PartialUid resource,
                                        std::optional<Value::Fields> context,
                                        const SchemaIndex& index);

  const PartialUid& principal() const { return principal_; }
  const EntityUid& action() const { return action_; }
  const PartialUid& resource() const { return resource_; }
  // A record; null if unknown.
  const Value* context() const { return context_ ? &*context_ : nullptr; }

  // Whether `request` is one that this one may turn out to be. Returns: kInconsistentAction, ..
  TpeResult<void> CheckConsistency(const ConcreteRequest& request) const;
  // Returns: kNoMatchingReqEnv if the request was made for another schema.
  TpeResult<RequestEnvironment> FindEnvironment(const SchemaIndex& index) const;

 private:
  PartialUid principal_;
  EntityUid action_;
  PartialUid resource_;
  std::optional<Value> context_;
};

}  // namespace rune::cedar
