// Random policies, entities and requests that fit one schema, for tests of properties.
#pragma once

#include <random>

#include "base/format.h"
#include "cedar/tpe/world_for_test.h"
#include "cedar/validate/entity_check.h"

namespace rune::cedar {

inline constexpr const char* kSettingSchema = R"(
entity Org;
entity Team in [Team, Org];
entity User in [Team] { age: Long, boss?: User, info: { level: Long, friend?: User },
                        friends: Set<User>, since: datetime } tags Long;
entity Doc in [Org] { owner: User, open: Bool, words: Set<String> };
action top;
action view, edit in [top] appliesTo {
  principal: User, resource: Doc, context: { ok: Bool, n: Long, who?: User, more: { deep?: Long } }
};
)";

using Strings = std::vector<std::string>;

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  std::size_t Below(std::size_t n) { return random_() % n; }
  bool Chance(std::size_t n) { return Below(n) == 0; }

  std::string Policy() {
    static const Strings kScopes = {"principal", "principal == User::\"u0\"",
                                    "principal in Team::\"t1\"", "principal is User in Org::\"o0\"",
                                    "principal is Doc"};
    static const Strings kActions = {"action", "action == Action::\"view\"",
                                     "action in [Action::\"edit\", Action::\"view\"]",
                                     "action in Action::\"top\""};
    static const Strings kResources = {"resource", "resource in Org::\"o0\"", "resource is Doc"};
    std::string text = Format("{}({}, {}, {})", Chance(3) ? "forbid" : "permit",
                              Chance(2) ? kScopes[0] : Pick(kScopes), Pick(kActions),
                              Chance(2) ? kResources[0] : Pick(kResources));
    for (std::size_t i = 1 + Below(2); i > 0; --i) {
      text += Format(" {} {{ {} }}", Chance(4) ? "unless" : "when", Bool(4));
    }
    return text + ";\n";
  }

  Entity MakeUser(std::size_t number) {
    Entity user{{"User", Format("u{}", number)}, {}, {}, {}};
    user.attributes["age"] = Value(LongValue());
    if (Chance(2)) user.attributes["boss"] = Value(UserUid());
    Value::Fields info{{"level", Value(LongValue())}};
    if (Chance(2)) info["friend"] = Value(UserUid());
    user.attributes["info"] = Value::Record(std::move(info));
    Value::Elements friends;
    for (std::size_t i = Below(3); i > 0; --i) friends.emplace_back(UserUid());
    user.attributes["friends"] = Value::Set(std::move(friends));
    user.attributes["since"] = Value(Datetime{static_cast<std::int64_t>(Below(3)) * 86'400'000});
    if (Chance(2)) user.tags["a"] = Value(LongValue());
    if (Chance(3)) user.tags["b"] = Value(LongValue());
    if (Chance(2)) user.parents.insert({"Team", Format("t{}", Below(2))});
    return user;
  }

  Entity MakeDoc(std::size_t number) {
    Entity doc{{"Doc", Format("d{}", number)}, {}, {}, {}};
    doc.attributes["owner"] = Value(UserUid());
    doc.attributes["open"] = Value(Chance(2));
    doc.attributes["words"] = Value::Set({Value("x"), Value(Chance(2) ? "y" : "z")});
    if (Chance(2)) doc.parents.insert({"Org", "o0"});
    return doc;
  }

  // Some entities that are named do not exist.
  std::vector<Entity> Entities() {
    std::vector<Entity> all;
    for (std::size_t i = 0; i < 3; ++i) {
      if (!Chance(5)) all.push_back(MakeUser(i));
    }
    for (std::size_t i = 0; i < 2; ++i) {
      if (!Chance(5)) all.push_back(MakeDoc(i));
    }
    if (!Chance(4)) all.push_back({{"Team", "t0"}, {}, {}, {{"Team", "t1"}}});
    if (!Chance(4)) all.push_back({{"Team", "t1"}, {}, {}, {{"Org", "o0"}}});
    return all;
  }

  ConcreteRequest Request() {
    ConcreteRequest request{
        UserUid(), {"Action", Chance(2) ? "view" : "edit"}, {"Doc", Format("d{}", Below(2))}, {}};
    request.context["ok"] = Value(Chance(2));
    request.context["n"] = Value(LongValue());
    if (Chance(2)) request.context["who"] = Value(UserUid());
    Value::Fields more;
    if (Chance(2)) more["deep"] = Value(LongValue());
    request.context["more"] = Value::Record(std::move(more));
    return request;
  }

 private:
  const std::string& Pick(const Strings& from) { return from[Below(from.size())]; }
  EntityUid UserUid() { return {"User", Format("u{}", Below(3))}; }
  std::int64_t LongValue() {
    return Chance(6) ? std::int64_t{9'223'372'036'854'775'807}
                     : static_cast<std::int64_t>(Below(4));
  }

  std::string Bool(int depth) {
    if (depth == 0) return Pick({"context.ok", "true", "false", "resource.open"});
    const int next = depth - 1;
    switch (Below(20)) {
      case 0:
      case 1:
      case 2: return Format("({} && {})", Bool(next), Bool(next));
      case 3:
      case 4: return Format("({} || {})", Bool(next), Bool(next));
      case 5: return Format("!({})", Bool(next));
      case 6: return Format("(if {} then {} else {})", Bool(next), Bool(next), Bool(next));
      case 7:
        return Format("{} {} {}", Long(next), Pick({"<", "<=", ">", ">=", "==", "!="}), Long(next));
      case 8: return Format("{} == {}", User(next), User(next));
      case 9: return Format("{} in Team::\"t{}\"", User(next), Below(2));
      case 10:
        return Format("{} in [Org::\"o0\", Org::\"o1\"]", Chance(2) ? User(next) : "resource");
      case 11:
        return Format(
            "{} has {}", User(next),
            Pick({"age", "boss", "boss.boss", "info.friend", "boss.info.friend.age", "color"}));
      case 12: {
        const std::string user = User(next);
        return Format("({0} has boss && {0}.boss {1})", user,
                      Pick({"in Team::\"t0\"", "== principal", "has boss.boss", "is User"}));
      }
      case 13: {
        const std::string user = User(next);
        return Format("({0}.hasTag(\"a\") && {0}.getTag(\"a\") < {1})", user, Long(next));
      }
      case 14: return Format("{}.friends.contains({})", User(next), User(next));
      case 15:
        return Format("{}.friends.contains{}([{}, {}])", User(next), Pick({"All", "Any"}),
                      User(next), User(next));
      case 16: return "(context has who && context.who == resource.owner)";
      case 17: return Format("context has more.deep && context.more.deep + 1 < {}", Long(next));
      case 18: return Format("{} is {}", User(next), Pick({"User", "Doc"}));
      default: return Format("{}.since < datetime(\"1970-01-02\")", User(next));
    }
  }

  std::string Long(int depth) {
    if (depth <= 0) return Pick({"1", "2", "context.n", "9223372036854775807"});
    switch (Below(4)) {
      case 0: return Format("({} {} {})", Long(depth - 1), Pick({"+", "-", "*"}), Long(depth - 1));
      case 1: return User(depth - 1) + ".age";
      case 2: return User(depth - 1) + ".info.level";
      default: return Long(0);
    }
  }

  std::string User(int depth) {
    switch (Below(depth > 0 ? 5 : 3)) {
      case 0: return "principal";
      case 1: return "resource.owner";
      case 2: return Format("User::\"u{}\"", Below(3));
      case 3: return Format("(if {} then {} else {})", Bool(depth - 1), User(0), User(0));
      default: return "Doc::\"d0\".owner";
    }
  }

  std::mt19937 random_;
};

struct Setting {
  explicit Setting(std::uint32_t seed) : random(seed) {
    for (std::size_t i = 1 + random.Below(3); i > 0; --i) text += random.Policy();
    set = world.Policies(text);
    entities = random.Entities();
    std::vector<Entity> all = entities;
    for (Entity& action : ActionEntities(world.schema())) all.push_back(std::move(action));
    source = &world.Entities(std::move(all));
    request = random.Request();
  }

  Authorization Concretely() {
    const Value context = Value::Record(request.context);
    const Environment environment{.principal = request.principal,
                                  .action = request.action,
                                  .resource = request.resource,
                                  .context = context,
                                  .entities = *source,
                                  .meter = world.meter};
    return Authorize(*EvaluatePolicies(set.Instances(), environment));
  }

  TpeWorld world{kSettingSchema};
  Generator random;
  std::string text;
  PolicySet set;
  std::vector<Entity> entities;
  const store::EntitySource* source = nullptr;
  ConcreteRequest request;
};

}  // namespace rune::cedar
