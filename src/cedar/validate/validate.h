// The validator: holds policies against a schema and tells what can never work, before any request.
//
//   const SchemaIndex index(schema);
//   for (const Finding& finding : Validate(policies, index, {}).findings) ..
//
// Each policy and template is checked once for each action with each principal and resource type
// that it applies to. A policy without an error among its findings cannot err but for overflow,
// missing entities and extension functions, if entities and requests keep to the schema
// (request_check.h, conformance.h). In strict mode, Cedar's own; permissive mode lets types of
// several entities and records of several shapes meet.
//
// Templates are checked with their slots open; links are looked at for what fills their slots.
// What only a `.rune` file may say (`policy.extended`) is typed too.
//
// Thread safety: the functions only read. Cost: policies times environments, which a scope that
// does not let one through makes cheap; `ValidateOptions::steps` bounds it.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "cedar/policy_set.h"
#include "cedar/validate/finding.h"
#include "cedar/validate/schema_index.h"
#include "text/diagnostics.h"

namespace rune::cedar {

struct ValidateOptions {
  ValidationMode mode = ValidationMode::kStrict;
  std::optional<std::uint32_t> level;  // also check levels (levels.h)
  // The most work over all policies: a step for each environment, and there one for each operator
  // of a policy whose scopes let it through. Without a bound, as Cedar does: all, however long.
  std::uint64_t steps = std::numeric_limits<std::uint64_t>::max();
};

struct Validation {
  // Policies and templates in order, then links; within each by place.
  std::vector<Finding> findings;
  // The policy at which the work was more than `steps`; it and those behind it were not checked.
  // Null: all were.
  const Policy* given_up = nullptr;
  // Whether all were checked and there is no error; warnings do not count.
  bool passed() const;
};

Validation Validate(const PolicySet& policies, const SchemaIndex& index,
                    const ValidateOptions& options = {});
Validation Validate(const PolicySet& policies, const Schema& schema,
                    const ValidateOptions& options = {});

}  // namespace rune::cedar
