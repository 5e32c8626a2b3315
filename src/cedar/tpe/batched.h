// Authorization without a store at hand: entities are loaded in rounds, only those that the
// policies turn out to need.
//
// Idea: evaluate partially with the actions of the schema alone; ask a loader for the entities that
// what is left names; evaluate what is left; and so on, until the decision is clear.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "cedar/tpe/partial_response.h"

namespace rune::cedar {

// An entity with all that is known of it; `parents` are all of its ancestors.
using LoadedEntities = std::map<EntityUid, std::optional<Entity>>;

class EntityLoader {
 public:
  virtual ~EntityLoader() = default;
  // Each of the entities, with all of its ancestors; none for one that does not exist. More may be
  // loaded than was asked for.
  virtual LoadedEntities Load(const std::set<EntityUid>& uids) = 0;
};

// Loads from a source. Requires: `source` outlives this.
class SourceLoader final : public EntityLoader {
 public:
  explicit SourceLoader(const store::EntitySource& source) : source_(source) {}
  LoadedEntities Load(const std::set<EntityUid>& uids) override;

 private:
  const store::EntitySource& source_;
};

// Whether the request is allowed. Loads at most `rounds` times, and not at all if nothing needs to
// be known. Returns: kIncompleteSchema, kData (also for what was loaded), kValidation,
// kLimit; kInsufficientIterations when the rounds are over without a decision.
TpeResult<bool> AuthorizeBatched(const PolicySet& policies, const ConcreteRequest& request,
                                 const SchemaIndex& index, EntityLoader& loader,
                                 std::uint32_t rounds, WorkMeter& meter);

}  // namespace rune::cedar
