#include "cedar/tpe/batched.h"

#include "base/format.h"
#include "base/result.h"
#include "cedar/tpe/partial_evaluator.h"

namespace rune::cedar {
namespace {

std::set<EntityUid> Missing(const std::vector<ResidualPolicy>& residuals,
                            const PartialEntities& entities) {
  std::set<EntityUid> missing;
  for (const ResidualPolicy& policy : residuals) {
    for (const EntityUid& uid : policy.residual.LiteralUids()) {
      if (!entities.Contains(uid)) missing.insert(uid);
    }
  }
  return missing;
}

// An entity that does not exist has nothing, which is what evaluation sees of it.
TpeResult<void> AddLoaded(PartialEntities& entities, LoadedEntities loaded,
                          const SchemaIndex& index) {
  for (auto& [uid, entity] : loaded) {
    if (!entity) {
      RUNE_TRY(entities.AddAbsent(uid));
      continue;
    }
    RUNE_TRY(entities.Add(
        {uid, std::move(entity->attributes), std::move(entity->parents), std::move(entity->tags)},
        index));
  }
  return {};
}

}  // namespace

LoadedEntities SourceLoader::Load(const std::set<EntityUid>& uids) {
  LoadedEntities loaded;
  for (const EntityUid& uid : uids) {
    std::optional<Entity>& entity = loaded[uid];
    if (!source_.Exists(uid)) continue;
    entity = Entity{uid, source_.AttributesOf(uid), source_.TagsOf(uid), source_.AncestorsOf(uid)};
  }
  return loaded;
}

TpeResult<bool> AuthorizeBatched(const PolicySet& policies, const ConcreteRequest& request,
                                 const SchemaIndex& index, EntityLoader& loader,
                                 std::uint32_t rounds, WorkMeter& meter) {
  RUNE_TRY(CheckComplete(index));
  RUNE_ASSIGN_OR_RETURN(const PartialRequest partial,
                        PartialRequest::Make(request.principal, request.action, request.resource,
                                             request.context, index));
  RUNE_ASSIGN_OR_RETURN(PartialEntities entities, PartialEntities::Make({}, index));
  RUNE_ASSIGN_OR_RETURN(std::vector<ResidualPolicy> residuals,
                        ResidualsOf(policies, partial, entities, index, meter));
  std::optional<bool> allow = DecideResiduals(residuals);
  for (std::uint32_t round = 0; round < rounds && !allow; ++round) {
    RUNE_TRY(AddLoaded(entities, loader.Load(Missing(residuals, entities)), index));
    for (ResidualPolicy& policy : residuals) {
      policy.residual = PartiallyEvaluate(policy.residual, {partial, entities, index, meter});
    }
    if (meter.exhausted()) return MeterRanOut();
    allow = DecideResiduals(residuals);
  }
  if (allow) return *allow;
  return TpeFail(TpeErrorKind::kInsufficientIterations,
                 Format("after {} rounds of loading the decision is still open", rounds));
}

}  // namespace rune::cedar
