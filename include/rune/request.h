// One question: may this principal do this action on this resource in this context, and what
// follows from it.
//
// Everything here is stated by the host. What a model wrote lives under `context.args` and nowhere
// else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rune/entity.h"

namespace rune {

enum class ExplainLevel : std::uint8_t { kNone, kReasons, kFull };

struct Request {
  EntityUid principal;
  EntityUid action;
  EntityUid resource;
  Value::Fields context;
  // Entities of this request alone: unknown ones, attributes that the store lacks, further parents.
  // A different value for a stored attribute is a fault, never an override.
  std::vector<Entity> entities;
  // Goals to answer beside the decision, in rule syntax: `needs_review(X)`.
  std::vector<std::string> queries;
  ExplainLevel explain = ExplainLevel::kReasons;
};

}  // namespace rune
