#include "cedar/tpe/query.h"

#include "cedar/tpe/batched.h"
#include "cedar/tpe/world_for_test.h"

namespace rune::cedar {
namespace {

constexpr const char* kSchema = R"(
entity Group;
entity User in [Group] { level: Long, boss?: User };
entity Photo { owner: User, open: Bool };
action view, edit appliesTo { principal: User, resource: Photo, context: { mfa: Bool } };
action list appliesTo { principal: User, resource: Photo };
action pack appliesTo { principal: Photo, resource: Photo };
)";
constexpr const char* kPolicies = R"(
permit(principal, action == Action::"view", resource) when { resource.open };
permit(principal in Group::"admins", action in [Action::"view", Action::"edit"], resource)
when { context.mfa };
permit(principal, action == Action::"list", resource);
forbid(principal, action, resource) when { principal has boss && principal.boss.level > 9 };
)";
constexpr const char* kEntities = R"([
  {"uid": {"type": "Group", "id": "admins"}, "attrs": {}, "parents": []},
  {"uid": {"type": "User", "id": "ann"}, "attrs": {"level": 10},
   "parents": [{"type": "Group", "id": "admins"}]},
  {"uid": {"type": "User", "id": "bob"},
   "attrs": {"level": 1, "boss": {"type": "User", "id": "ann"}},
   "parents": [{"type": "Group", "id": "admins"}]},
  {"uid": {"type": "User", "id": "cat"}, "attrs": {"level": 2}, "parents": []},
  {"uid": {"type": "Photo", "id": "p"},
   "attrs": {"open": true, "owner": {"type": "User", "id": "cat"}}, "parents": []},
  {"uid": {"type": "Photo", "id": "q"},
   "attrs": {"open": false, "owner": {"type": "User", "id": "cat"}}, "parents": []}])";

const EntityUid kAnn{"User", "ann"};
const EntityUid kBob{"User", "bob"};
const EntityUid kCat{"User", "cat"};
const EntityUid kOpen{"Photo", "p"};
const EntityUid kClosed{"Photo", "q"};
using Uids = std::vector<EntityUid>;

class CountingLoader final : public EntityLoader {
 public:
  explicit CountingLoader(const store::EntitySource& source) : source_(source) {}
  LoadedEntities Load(const std::set<EntityUid>& uids) override {
    asked.push_back(uids);
    return source_.Load(uids);
  }
  std::vector<std::set<EntityUid>> asked;

 private:
  SourceLoader source_;
};

struct Queries : testing::Test {
  TpeWorld world{kSchema};
  PolicySet policies = world.Policies(kPolicies);
  const store::EntitySource& entities = world.Entities(kEntities);
  const Value::Fields mfa{{"mfa", Value(true)}};
  const Value::Fields no_mfa{{"mfa", Value(false)}};

  PartialRequest Request(PartialUid principal, const char* action, PartialUid resource,
                         std::optional<Value::Fields> context) {
    auto request = PartialRequest::Make(std::move(principal), {"Action", action},
                                        std::move(resource), std::move(context), world.index());
    EXPECT_TRUE(request) << ErrorOf(request);
    return *std::move(request);
  }
  Uids Principals(const char* action, const EntityUid& resource, const Value::Fields& context) {
    const auto found =
        QueryPrincipal(policies, Request(PartialUid("User"), action, resource, context), entities,
                       world.index(), world.meter);
    EXPECT_TRUE(found) << ErrorOf(found);
    return found ? *found : Uids();
  }
  Uids Resources(const EntityUid& principal, const char* action, const Value::Fields& context) {
    const auto found =
        QueryResource(policies, Request(principal, action, PartialUid("Photo"), context), entities,
                      world.index(), world.meter);
    EXPECT_TRUE(found) << ErrorOf(found);
    return found ? *found : Uids();
  }
};

TEST_F(Queries, WhoMay) {
  EXPECT_EQ(Principals("view", kOpen, no_mfa), (Uids{kAnn, kCat}));
  EXPECT_EQ(Principals("view", kClosed, no_mfa), Uids());
  EXPECT_EQ(Principals("edit", kClosed, mfa), Uids{kAnn});
}

TEST_F(Queries, OnWhat) {
  EXPECT_EQ(Resources(kAnn, "view", mfa), (Uids{kOpen, kClosed}));
  EXPECT_EQ(Resources(kCat, "view", mfa), Uids{kOpen});
  EXPECT_EQ(Resources(kBob, "view", mfa), Uids());
}

TEST_F(Queries, OneThingIsAskedFor) {
  const PartialRequest request = Request(PartialUid("User"), "view", PartialUid("Photo"), no_mfa);
  EXPECT_EQ(ErrorOf(QueryPrincipal(policies, request, entities, world.index(), world.meter)),
            "Unsupported");
}

TEST_F(Queries, WhichActions) {
  const auto partial = PartialEntities::FromSource(entities, world.index());
  const auto ask = [&](const EntityUid& principal, const EntityUid& resource,
                       const std::optional<Value::Fields>& context) {
    const auto found =
        QueryAction(policies, principal, resource, context, *partial, world.index(), world.meter);
    std::string text;
    for (const ActionAnswer& answer : *found) {
      text += answer.action.id + (answer.certain ? "! " : "? ");
    }
    return text;
  };
  EXPECT_EQ(ask(kAnn, kClosed, std::nullopt), "edit? list! view? ");
  EXPECT_EQ(ask(kAnn, kClosed, mfa), "edit! view! ");
  EXPECT_EQ(ask(kAnn, kClosed, Value::Fields()), "list! ");
  EXPECT_EQ(ask(kBob, kOpen, std::nullopt), "");
  EXPECT_EQ(ask(kCat, kOpen, std::nullopt), "list! view! ");
}

TEST_F(Queries, BatchesLoadWhatIsNamed) {
  CountingLoader loader(entities);
  const ConcreteRequest request{kBob, {"Action", "view"}, kOpen, mfa};
  const auto allowed = AuthorizeBatched(policies, request, world.index(), loader, 5, world.meter);
  ASSERT_TRUE(allowed) << ErrorOf(allowed);
  EXPECT_FALSE(*allowed);
  ASSERT_EQ(loader.asked.size(), 2);
  EXPECT_EQ(loader.asked[0], (std::set<EntityUid>{kBob, kOpen, {"Group", "admins"}}));
  EXPECT_EQ(loader.asked[1], std::set<EntityUid>{kAnn});
}

TEST_F(Queries, BatchesEndWithTheirRounds) {
  CountingLoader loader(entities);
  const ConcreteRequest request{kBob, {"Action", "view"}, kOpen, mfa};
  EXPECT_EQ(ErrorOf(AuthorizeBatched(policies, request, world.index(), loader, 1, world.meter)),
            "InsufficientIterations");
  EXPECT_EQ(loader.asked.size(), 1);
}

TEST_F(Queries, BatchesLoadNothingThatDecidesNothing) {
  const PolicySet simple = world.Policies("permit(principal, action, resource);");
  CountingLoader loader(entities);
  const ConcreteRequest request{kBob, {"Action", "view"}, kOpen, mfa};
  EXPECT_EQ(AuthorizeBatched(simple, request, world.index(), loader, 0, world.meter), true);
  EXPECT_TRUE(loader.asked.empty());
}

TEST_F(Queries, BatchesTakeMissingEntitiesAsEmpty) {
  CountingLoader loader(entities);
  const ConcreteRequest request{{"User", "nobody"}, {"Action", "view"}, kOpen, no_mfa};
  EXPECT_EQ(AuthorizeBatched(policies, request, world.index(), loader, 5, world.meter), true);
}

}  // namespace
}  // namespace rune::cedar
