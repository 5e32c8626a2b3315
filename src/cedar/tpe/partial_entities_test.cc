#include "cedar/tpe/partial_entities.h"

#include "cedar/tpe/world_for_test.h"

namespace rune::cedar {
namespace {

constexpr const char* kSchema = R"(
entity Org;
entity Team in [Team, Org];
entity User in [Team] { level: Long, from?: ipaddr } tags String;
entity Color enum ["red", "blue"];
entity Free;
action all;
action view in [all] appliesTo { principal: User, resource: Color };
)";

struct PartialEntitiesTest : testing::Test {
  TpeWorld world{kSchema};

  TpeResult<PartialEntities> Read(const std::string& text) {
    return ReadPartialEntities(world.Json(text), world.index());
  }
  std::string Refused(const std::string& text) { return ErrorOf(Read(text)); }
  std::string Made(std::vector<PartialEntity> entities) {
    return ErrorOf(PartialEntities::Make(std::move(entities), world.index()));
  }
};

const EntityUid kAnn{"User", "ann"};

TEST_F(PartialEntitiesTest, EachPartIsKnownOrNot) {
  const auto entities = Read(R"([
    {"uid": {"type": "User", "id": "ann"}, "attrs": {"level": 1, "from": "10.0.0.1"}},
    {"uid": {"__entity": {"type": "User", "id": "bob"}}, "parents": [{"type": "Team", "id": "t"}],
     "tags": {"a": "b"}},
    {"uid": {"type": "Team", "id": "t"}, "attrs": null, "parents": [{"type": "Org", "id": "o"}]}
  ])");
  ASSERT_TRUE(entities) << ErrorOf(entities);
  const EntityUid bob{"User", "bob"};
  const EntityUid team{"Team", "t"};
  EXPECT_EQ(*entities->Attribute(kAnn, "level").value, Value(1));
  EXPECT_TRUE(entities->Attribute(kAnn, "from").value->is(ValueKind::kIp));
  EXPECT_FALSE(entities->Tag(kAnn, "a").known);
  EXPECT_EQ(entities->HasAncestor(kAnn, team), std::nullopt);
  EXPECT_FALSE(entities->Attribute(bob, "level").known);
  EXPECT_EQ(*entities->Tag(bob, "a").value, Value("b"));
  EXPECT_TRUE(entities->Tag(bob, "c").known);
  EXPECT_EQ(entities->Tag(bob, "c").value, nullptr);
  EXPECT_EQ(entities->HasAncestor(bob, team), true);
  EXPECT_EQ(entities->HasAncestor(bob, {"Org", "o"}), true);
  EXPECT_EQ(entities->HasAncestor(bob, bob), false);
  EXPECT_FALSE(entities->Attribute({"User", "cat"}, "level").known);
  // The actions are those of the schema.
  EXPECT_EQ(entities->HasAncestor({"Action", "view"}, {"Action", "all"}), true);
}

TEST_F(PartialEntitiesTest, WhatDoesNotFitTheSchemaIsRefused) {
  const auto user = [&](const std::string& parts) {
    return Refused(R"([{"uid": {"type": "User", "id": "ann"}, )" + parts + "}]");
  };
  EXPECT_EQ(user(R"("attrs": {})"), "MissingRequiredEntityAttr");
  EXPECT_EQ(user(R"("attrs": {"level": "1"})"), "TypeMismatch");
  EXPECT_EQ(user(R"("attrs": {"level": 1, "size": 1})"), "UnexpectedEntityAttr");
  EXPECT_EQ(user(R"("parents": [{"type": "Org", "id": "o"}])"), "none");
  EXPECT_EQ(user(R"("parents": [{"type": "Free", "id": "o"}])"), "InvalidAncestorType");
  EXPECT_EQ(user(R"("parents": {})"), "Serde");
  EXPECT_EQ(user(R"("tags": {"a": 1})"), "TypeMismatch");
  EXPECT_EQ(Refused(R"([{"uid": {"type": "Team", "id": "t"}, "tags": {"a": "b"}}])"),
            "UnexpectedEntityTag");
  EXPECT_EQ(Refused(R"([{"uid": {"type": "Robot", "id": "r"}}])"), "UnexpectedEntityType");
  EXPECT_EQ(Refused(R"([{"uid": {"type": "Color", "id": "green"}}])"), "InvalidEnumEntity");
  EXPECT_EQ(Refused(R"([{"uid": {"type": "Action", "id": "view"}}])"), "UnexpectedAction");
  EXPECT_EQ(Refused(R"([{"attrs": {}}])"), "Serde");
  EXPECT_EQ(Refused("{}"), "Serde");
  EXPECT_EQ(Refused(R"([{"uid": {"type": "User", "id": "a"}},
                        {"uid": {"type": "User", "id": "a"}}])"),
            "Duplicate");
}

TEST_F(PartialEntitiesTest, AnActionMustBeTheOneOfTheSchema) {
  const EntityUid view{"Action", "view"};
  const EntityUid all{"Action", "all"};
  EXPECT_EQ(Made({{view, {}, {}, {}}}), "none");
  EXPECT_EQ(Made({{view, {}, store::EntitySet{all}, {}}}), "none");
  EXPECT_EQ(Made({{view, {}, store::EntitySet{}, {}}}), "MismatchedActionAncestors");
  EXPECT_EQ(Made({{view, Value::Fields{{"a", Value(1)}}, {}, {}}}), "UnexpectedEntityAttr");
  EXPECT_EQ(Made({{view, {}, {}, Value::Fields{{"a", Value(1)}}}}), "UnexpectedEntityTag");
  EXPECT_EQ(Made({{{"Action", "none"}, {}, {}, {}}}), "UndeclaredAction");
}

TEST_F(PartialEntitiesTest, KnownAncestorsAreKnownToTheTop) {
  EXPECT_EQ(Refused(R"([
    {"uid": {"type": "User", "id": "ann"}, "parents": [{"type": "Team", "id": "t"}]},
    {"uid": {"type": "Team", "id": "t"}, "attrs": {}}])"),
            "AncestorValidation");
  EXPECT_EQ(Refused(R"([
    {"uid": {"type": "Team", "id": "s"}, "parents": [{"type": "Team", "id": "t"}]},
    {"uid": {"type": "Team", "id": "t"}, "parents": [{"type": "Team", "id": "s"}]}])"),
            "HasCycle");
}

TEST_F(PartialEntitiesTest, WhatWasKnownMustStillBeSo) {
  const auto& concrete = world.Entities(R"([
    {"uid": {"type": "User", "id": "ann"}, "attrs": {"level": 1}, "tags": {"a": "b"},
     "parents": [{"type": "Team", "id": "t"}]}])");
  const auto consistent = [&](const std::string& parts) {
    const auto entities = Read(R"([{"uid": {"type": "User", "id": "ann"})" + parts + "}]");
    return entities ? ErrorOf(entities->CheckConsistency(concrete)) : ErrorOf(entities);
  };
  EXPECT_EQ(consistent(""), "none");
  EXPECT_EQ(consistent(R"(, "attrs": {"level": 1})"), "none");
  EXPECT_EQ(consistent(R"(, "attrs": {"level": 2})"), "MismatchedAttribute");
  EXPECT_EQ(consistent(R"(, "parents": [])"), "MismatchedAncestor");
  EXPECT_EQ(consistent(R"(, "tags": {})"), "MismatchedTag");
  const auto entities = Read(R"([{"uid": {"type": "User", "id": "bob"}}])");
  EXPECT_EQ(ErrorOf(entities->CheckConsistency(concrete)), "MissingEntity");
  const auto whole = PartialEntities::FromSource(concrete, world.index());
  EXPECT_EQ(ErrorOf(whole->CheckConsistency(concrete)), "none");
  EXPECT_EQ(ErrorOf(whole->CheckConsistency(world.Entities("[]"))), "MissingEntity");
}

TEST_F(PartialEntitiesTest, AStoreBehindThem) {
  const auto& concrete = world.Entities(R"([
    {"uid": {"type": "User", "id": "ann"}, "attrs": {"level": 1}, "tags": {"a": "b"},
     "parents": [{"type": "Team", "id": "t"}]}])");
  auto entities = PartialEntities::FromSource(concrete, world.index());
  ASSERT_TRUE(entities) << ErrorOf(entities);
  EXPECT_TRUE(entities->Contains(kAnn));
  EXPECT_EQ(*entities->Attribute(kAnn, "level").value, Value(1));
  EXPECT_EQ(*entities->Tag(kAnn, "a").value, Value("b"));
  EXPECT_EQ(entities->HasAncestor(kAnn, {"Team", "t"}), true);
  EXPECT_EQ(entities->HasAncestor({"Team", "t"}, {"Org", "o"}), std::nullopt);
  EXPECT_EQ(ErrorOf(entities->Add({kAnn, {}, {}, {}}, world.index())), "Duplicate");
  EXPECT_EQ(ErrorOf(entities->Add({{"User", "bob"}, {}, {}, {}}, world.index())), "none");
  EXPECT_EQ(ErrorOf(entities->AddAbsent({"User", "cat"})), "none");
  EXPECT_EQ(entities->Attribute({"User", "cat"}, "level").value, nullptr);
  EXPECT_TRUE(entities->Attribute({"User", "cat"}, "level").known);
}

}  // namespace
}  // namespace rune::cedar
