// What must hold of partial evaluation: whatever was left out, a decision that is reached is the
// decision, and what is left decides as the policies do.
#include <rapidcheck.h>

#include "cedar/tpe/batched.h"
#include "cedar/tpe/setting_for_test.h"

namespace rune::cedar {
namespace {

// A part of what is there. Entities that are named and do not exist stay unknown.
std::vector<PartialEntity> Part(const std::vector<Entity>& entities,
                                const store::EntitySource& source, Generator& random) {
  const bool ancestors = random.Chance(2);
  std::vector<PartialEntity> known;
  for (const Entity& entity : entities) {
    if (random.Chance(3)) continue;
    PartialEntity partial;
    partial.uid = entity.uid;
    if (random.Chance(2)) partial.attributes = entity.attributes;
    if (ancestors) partial.ancestors = source.AncestorsOf(entity.uid);
    if (random.Chance(2)) partial.tags = entity.tags;
    known.push_back(std::move(partial));
  }
  return known;
}

TEST(PartialEvaluation, PartialThenConcreteIsConcrete) {
  std::size_t valid = 0;
  std::size_t decided = 0;
  rc::check([&](std::uint32_t seed) {
    Setting setting(seed);
    const SchemaIndex& index = setting.world.index();
    Generator& random = setting.random;
    const ConcreteRequest& request = setting.request;
    const auto part = [&](const EntityUid& uid) {
      return random.Chance(2) ? PartialUid(uid) : PartialUid(uid.type);
    };
    std::optional<Value::Fields> context;
    if (random.Chance(2)) context = request.context;
    const auto partial = PartialRequest::Make(part(request.principal), request.action,
                                              part(request.resource), context, index);
    RC_ASSERT(partial.has_value());
    const auto known =
        PartialEntities::Make(Part(setting.entities, *setting.source, random), index);
    RC_ASSERT(known.has_value());
    const auto response =
        AuthorizePartially(setting.set, *partial, *known, index, setting.world.meter);
    if (!response) {
      RC_ASSERT(ErrorOf(response) == "Validation");
      return;
    }
    ++valid;
    const Authorization concrete = setting.Concretely();
    if (response->allow()) {
      ++decided;
      RC_ASSERT(*response->allow() == concrete.allow);
    }
    const auto again = response->Reauthorize(request, *setting.source, setting.world.meter);
    RC_ASSERT(ErrorOf(again) == "none");
    RC_ASSERT(again->allow == concrete.allow);
    RC_ASSERT(again->reasons == concrete.reasons);
    RC_ASSERT(again->errors == concrete.errors);
  });
  EXPECT_GT(valid, 20);
  EXPECT_GT(decided, 5);
}

TEST(PartialEvaluation, BatchesDecideAsEverythingAtOnce) {
  rc::check([](std::uint32_t seed) {
    Setting setting(seed);
    SourceLoader loader(*setting.source);
    const auto allowed = AuthorizeBatched(setting.set, setting.request, setting.world.index(),
                                          loader, 20, setting.world.meter);
    if (!allowed) {
      RC_ASSERT(ErrorOf(allowed) == "Validation");
      return;
    }
    RC_ASSERT(*allowed == setting.Concretely().allow);
  });
}

}  // namespace
}  // namespace rune::cedar
