// Another store behind the evaluator: the interface is all that evaluation, partial evaluation and
// batches see of entities.
#include <map>

#include "cedar/tpe/batched.h"
#include "cedar/tpe/query.h"
#include "cedar/tpe/world_for_test.h"
#include "cedar/validate/entity_check.h"

namespace rune::cedar {
namespace {

constexpr const char* kSchema = R"(
entity Team in [Team];
entity User in [Team] { level: Long } tags String;
entity Doc { owner: User };
action read appliesTo { principal: User, resource: Doc };
)";
constexpr const char* kPolicies = R"(
permit(principal in Team::"t0", action, resource) when { resource.owner.level > 1 };
permit(principal, action, resource) when { principal == resource.owner };
forbid(principal, action, resource)
when { principal.hasTag("blocked") && principal.getTag("blocked") == "yes" };
)";

// As a host's database might: rows, each value made when it is asked for and kept.
class Rows final : public store::EntitySource {
 public:
  struct Row {
    int level = 0;
    std::string owner;
    std::string team;
    std::string blocked;
  };
  std::map<EntityUid, Row> rows;
  std::vector<Entity> actions;
  mutable std::size_t asked = 0;

  bool Exists(const EntityUid& uid) const override {
    return rows.contains(uid) || FindAction(uid) != nullptr;
  }
  const Value* Attribute(const EntityUid& uid, const std::string& name) const override {
    ++asked;
    const auto row = rows.find(uid);
    if (row == rows.end()) return nullptr;
    if (uid.type == "User" && name == "level") return Keep(uid, name, Value(row->second.level));
    if (uid.type == "Doc" && name == "owner") {
      return Keep(uid, name, Value(EntityUid{"User", row->second.owner}));
    }
    return nullptr;
  }
  const Value* Tag(const EntityUid& uid, const std::string& name) const override {
    const auto row = rows.find(uid);
    if (row == rows.end() || name != "blocked" || row->second.blocked.empty()) return nullptr;
    return Keep(uid, "tag", Value(row->second.blocked));
  }
  bool IsIn(const EntityUid& uid, const EntityUid& ancestor) const override {
    return uid == ancestor || AncestorsOf(uid).contains(ancestor);
  }
  store::EntitySet AncestorsOf(const EntityUid& uid) const override {
    if (const Entity* action = FindAction(uid)) return action->parents;
    store::EntitySet all;
    for (EntityUid at = uid;;) {
      const auto row = rows.find(at);
      if (row == rows.end() || row->second.team.empty()) return all;
      at = {"Team", row->second.team};
      all.insert(at);
    }
  }
  store::EntitySet ParentsOf(const EntityUid& uid) const override {
    const auto row = rows.find(uid);
    if (row == rows.end() || row->second.team.empty()) return {};
    return {{"Team", row->second.team}};
  }
  std::vector<EntityUid> AllUids() const override {
    std::vector<EntityUid> uids;
    for (const Entity& action : actions) uids.push_back(action.uid);
    for (const auto& [uid, row] : rows) uids.push_back(uid);
    return uids;
  }
  Value::Fields AttributesOf(const EntityUid& uid) const override {
    Value::Fields fields;
    for (const char* name : {"level", "owner"}) {
      if (const Value* value = Attribute(uid, name)) fields.emplace(name, *value);
    }
    return fields;
  }
  Value::Fields TagsOf(const EntityUid& uid) const override {
    const Value* tag = Tag(uid, "blocked");
    return tag == nullptr ? Value::Fields() : Value::Fields{{"blocked", *tag}};
  }

 private:
  const Value* Keep(const EntityUid& uid, const std::string& name, Value value) const {
    return &made_.try_emplace({uid, name}, std::move(value)).first->second;
  }
  const Entity* FindAction(const EntityUid& uid) const {
    for (const Entity& action : actions) {
      if (action.uid == uid) return &action;
    }
    return nullptr;
  }

  mutable std::map<std::pair<EntityUid, std::string>, Value> made_;
};

struct Sources : testing::Test {
  Sources() {
    rows.actions = ActionEntities(world.schema());
    rows.rows[{"Team", "t0"}] = {};
    rows.rows[{"Team", "t1"}] = {0, "", "t0", ""};
    for (int i = 0; i < 12; ++i) {
      const char* team = i % 3 == 0 ? "" : i % 3 == 1 ? "t0" : "t1";
      const char* blocked = i % 5 == 0 ? "yes" : i % 5 == 1 ? "no" : "";
      rows.rows[{"User", "u" + std::to_string(i)}] = {i % 4, "", team, blocked};
    }
    for (int i = 0; i < 6; ++i) {
      rows.rows[{"Doc", "d" + std::to_string(i)}] = {0, "u" + std::to_string(i * 2 + 1), "", ""};
    }
  }

  // The same entities in the store that is built in.
  const store::EntitySource& Copy() {
    std::vector<Entity> entities;
    for (const EntityUid& uid : rows.AllUids()) {
      entities.push_back({uid, rows.AttributesOf(uid), rows.TagsOf(uid),
                          uid.type == "Action" ? rows.AncestorsOf(uid) : rows.ParentsOf(uid)});
    }
    return world.Entities(std::move(entities));
  }

  Authorization Decide(const ConcreteRequest& request, const store::EntitySource& source) {
    const Value context = Value::Record({});
    const Environment environment{.principal = request.principal,
                                  .action = request.action,
                                  .resource = request.resource,
                                  .context = context,
                                  .entities = source,
                                  .meter = world.meter};
    return Authorize(*EvaluatePolicies(policies.Instances(), environment));
  }

  TpeWorld world{kSchema};
  PolicySet policies = world.Policies(kPolicies);
  Rows rows;
};

TEST_F(Sources, AnotherStoreAnswersAsTheBuiltInOne) {
  const store::EntitySource& copy = Copy();
  std::size_t allowed = 0;
  for (int user = 0; user < 13; ++user) {
    for (int doc = 0; doc < 7; ++doc) {
      const ConcreteRequest request{{"User", "u" + std::to_string(user)},
                                    {"Action", "read"},
                                    {"Doc", "d" + std::to_string(doc)},
                                    {}};
      const Authorization ours = Decide(request, rows);
      const Authorization built_in = Decide(request, copy);
      EXPECT_EQ(ours.allow, built_in.allow);
      EXPECT_EQ(ours.reasons, built_in.reasons);
      EXPECT_EQ(ours.errors, built_in.errors);
      SourceLoader loader(rows);
      const auto batched =
          AuthorizeBatched(policies, request, world.index(), loader, 9, world.meter);
      EXPECT_EQ(batched, ours.allow) << ErrorOf(batched);
      allowed += ours.allow ? 1 : 0;
    }
  }
  EXPECT_GT(allowed, 10);
  EXPECT_LT(allowed, 60);
}

TEST_F(Sources, QueriesReadIt) {
  const auto request = PartialRequest::Make(PartialUid("User"), {"Action", "read"},
                                            EntityUid{"Doc", "d1"}, Value::Fields(), world.index());
  const auto ours = QueryPrincipal(policies, *request, rows, world.index(), world.meter);
  const auto built_in = QueryPrincipal(policies, *request, Copy(), world.index(), world.meter);
  ASSERT_TRUE(ours) << ErrorOf(ours);
  EXPECT_EQ(*ours, *built_in);
  EXPECT_GT(ours->size(), 2);
  EXPECT_GT(rows.asked, 0);
}

}  // namespace
}  // namespace rune::cedar
