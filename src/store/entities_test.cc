#include "store/entities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace rune::store {
namespace {

EntityUid Uid(const std::string& id) { return {"T", id}; }

Entity Make(const std::string& id, std::initializer_list<const char*> parents,
            Value::Fields attributes = {}) {
  Entity out{Uid(id), std::move(attributes), {}, {}};
  for (const char* parent : parents) out.parents.insert(Uid(parent));
  return out;
}

std::string Names(const EntitySet& uids) {
  std::string out;
  for (const EntityUid& uid : uids) out += uid.id + " ";
  return out;
}

Entities Built(std::vector<Entity> entities) {
  Result<Entities> built = Entities::Build(std::move(entities));
  EXPECT_TRUE(built.has_value()) << built.error().message;
  return built.has_value() ? *std::move(built) : Entities();
}

TEST(Entities, ClosesTheHierarchy) {
  const Entities entities =
      Built({Make("a", {"b", "c"}), Make("b", {"d"}), Make("c", {"d", "x"}), Make("d", {"e"})});
  EXPECT_EQ(Names(entities.Ancestors(Uid("a"))), "b c d e x ");
  EXPECT_EQ(Names(entities.Ancestors(Uid("d"))), "e ");
  EXPECT_EQ(Names(entities.Ancestors(Uid("e"))), "") << "a parent need not exist";
  EXPECT_EQ(Names(entities.Ancestors(Uid("nobody"))), "");
  EXPECT_TRUE(entities.HasAncestor(Uid("a"), Uid("e")));
  EXPECT_FALSE(entities.HasAncestor(Uid("a"), Uid("a")));
  EXPECT_FALSE(entities.HasAncestor(Uid("e"), Uid("a")));
  EXPECT_FALSE(entities.HasAncestor(Uid("a"), Uid("nobody")));
  EXPECT_EQ(entities.Find(Uid("e")), nullptr);
  ASSERT_NE(entities.Find(Uid("b")), nullptr);
}

TEST(Entities, SurvivesCopyAndMove) {
  Entities first = Built({Make("a", {"b"}), Make("b", {"c"})});
  const Entities copy = first;
  const Entities moved = std::move(first);
  EXPECT_EQ(Names(copy.Ancestors(Uid("a"))), "b c ");
  EXPECT_EQ(Names(moved.Ancestors(Uid("a"))), "b c ");
}

TEST(Entities, EqualTwinsAreOne) {
  const Entities entities =
      Built({Make("a", {"b"}, {{"n", Value(1)}}), Make("a", {"b"}, {{"n", Value(1)}})});
  EXPECT_EQ(entities.all().size(), 1u);
}

TEST(Entities, AreInTheOrderGivenAndInThatOfNames) {
  const Entities entities =
      Built({Make("c", {"a"}), Make("a", {"x"}), Make("c", {"a"}), Make("b", {"c"})});
  std::string given;
  for (const Entity& entity : entities.all()) given += entity.uid.id;
  EXPECT_EQ(given, "cab");
  std::string by_name;
  for (const Entity* entity : entities.Sorted()) by_name += entity->uid.id;
  EXPECT_EQ(by_name, "abc");
  EXPECT_EQ(entities.Find(Uid("b")), &entities.all()[2]);
  EXPECT_EQ(Names(entities.Ancestors(Uid("b"))), "a c x ");
}

TEST(Entities, ManyParentsNeedNotExist) {
  std::vector<Entity> list;
  for (int i = 0; i < 300; ++i) {
    list.push_back(Make("e" + std::to_string(i), {}));
    for (int k = 0; k < 5; ++k) list.back().parents.insert(Uid("p" + std::to_string(i * 3 + k)));
  }
  const Entities entities = Built(list);
  for (const Entity& entity : list) {
    EXPECT_EQ(entities.Ancestors(entity.uid), entity.parents);
    for (const EntityUid& parent : entity.parents) {
      EXPECT_TRUE(entities.HasAncestor(entity.uid, parent));
      EXPECT_EQ(entities.Find(parent), nullptr);
    }
  }
}

TEST(Entities, TellTheSameCycleInEveryOrder) {
  std::vector<Entity> ring = {Make("a", {"c"}), Make("b", {"a", "b"}), Make("c", {"d"}),
                              Make("d", {"c"})};
  std::string told;
  do {
    const Result<Entities> built = Entities::Build(ring);
    ASSERT_FALSE(built.has_value());
    if (told.empty()) told = built.error().message;
    EXPECT_EQ(built.error().message, told);
  } while (std::ranges::next_permutation(ring, {}, &Entity::uid).found);
  EXPECT_NE(told.find(R"(T::"c" in T::"d" in T::"c")"), std::string::npos) << told;
}

TEST(Entities, RefusesDifferentTwins) {
  for (const Entity& twin :
       {Make("a", {}), Make("a", {"b"}, {{"n", Value(1)}}), Make("a", {"b", "c"})}) {
    const Result<Entities> built = Entities::Build({Make("a", {"b"}), twin});
    ASSERT_FALSE(built.has_value());
    EXPECT_EQ(built.error().code, FaultCode::kConflict);
    EXPECT_NE(built.error().message.find(R"(T::"a")"), std::string::npos) << built.error().message;
  }
}

std::string Cycle(std::vector<Entity> entities) {
  const Result<Entities> built = Entities::Build(std::move(entities));
  if (built.has_value()) return "none";
  EXPECT_EQ(built.error().code, FaultCode::kConflict);
  return built.error().message;
}

TEST(Entities, NamesTheCycle) {
  EXPECT_EQ(Cycle({Make("a", {"a"})}), R"(entities form a cycle: T::"a" in T::"a")");
  EXPECT_EQ(Cycle({Make("x", {"b"}), Make("a", {"b"}), Make("b", {"c"}), Make("c", {"a", "z"})}),
            R"(entities form a cycle: T::"a" in T::"b" in T::"c" in T::"a")");
  EXPECT_EQ(Cycle({Make("0", {"b"}), Make("b", {"c"}), Make("c", {"b"})}),
            R"(entities form a cycle: T::"b" in T::"c" in T::"b")")
      << "who only leads into a cycle is not part of it";
}

std::vector<Entity> Chain(std::size_t length) {
  std::vector<Entity> out;
  for (std::size_t i = 0; i < length; ++i) {
    out.push_back({Uid(std::to_string(i)), {}, {}, {Uid(std::to_string(i + 1))}});
  }
  return out;
}

TEST(Entities, LongChainsNeitherRecurseNorGrowWithoutBound) {
  const Result<Entities> fine = Entities::Build(Chain(300));
  ASSERT_TRUE(fine.has_value());
  EXPECT_EQ(fine->Ancestors(Uid("0")).size(), 300u);

  const Result<Entities> too_long = Entities::Build(Chain(20'000), 100'000);
  ASSERT_FALSE(too_long.has_value());
  EXPECT_EQ(too_long.error().code, FaultCode::kLimit);

  std::vector<Entity> ring = Chain(100'000);
  ring.push_back({Uid("100000"), {}, {}, {Uid("0")}});
  const Result<Entities> cycle = Entities::Build(std::move(ring), 100'000);
  ASSERT_FALSE(cycle.has_value());
  EXPECT_EQ(cycle.error().code, FaultCode::kConflict);
  EXPECT_LT(cycle.error().message.size(), 1'000u);
  EXPECT_NE(cycle.error().message.find("more)"), std::string::npos);
}

TEST(EntityView, AddsToStoredEntities) {
  const Entities base = Built({Make("a", {"b"}, {{"n", Value(1)}})});
  const std::vector<Entity> request = {Make("a", {"c"}, {{"m", Value(2)}, {"n", Value(1)}}),
                                       Make("new", {"a"})};
  const Result<EntityView> view = EntityView::Make(base, request);
  ASSERT_TRUE(view.has_value()) << view.error().message;
  EXPECT_EQ(Names(view->ParentsOf(Uid("a"))), "b c ");
  EXPECT_EQ(Names(view->AncestorsOf(Uid("a"))), "b c ");
  EXPECT_EQ(Names(view->AncestorsOf(Uid("new"))), "a b c ");
  EXPECT_EQ(*view->Attribute(Uid("a"), "n"), Value(1));
  EXPECT_EQ(*view->Attribute(Uid("a"), "m"), Value(2));
  EXPECT_EQ(view->Attribute(Uid("a"), "k"), nullptr);
  EXPECT_EQ(view->AttributesOf(Uid("a")).size(), 2u);
  EXPECT_TRUE(view->Exists(Uid("new")));
  EXPECT_FALSE(view->Exists(Uid("b"))) << "being a parent is not being there";
  EXPECT_EQ(view->AllUids(), (std::vector<EntityUid>{Uid("a"), Uid("new")}));
  EXPECT_TRUE(view->IsIn(Uid("b"), Uid("b")));
  EXPECT_FALSE(view->IsIn(Uid("b"), Uid("c")));
  EXPECT_EQ(base.Find(Uid("a"))->attributes.size(), 1u) << "the store stays as it was";
}

TEST(EntityView, StoredEntitiesSeeAddedParents) {
  const Entities base = Built({Make("a", {"b"}), Make("b", {"ghost"})});
  const Result<EntityView> view =
      EntityView::Make(base, std::vector<Entity>{Make("ghost", {"top"}), Make("b", {"side"})});
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(Names(view->AncestorsOf(Uid("a"))), "b ghost side top ");
  EXPECT_TRUE(view->IsIn(Uid("a"), Uid("top")));
  EXPECT_TRUE(view->IsIn(Uid("a"), Uid("side")));
  EXPECT_FALSE(view->IsIn(Uid("ghost"), Uid("side")));
}

TEST(EntityView, RefusesContradictions) {
  const Entities base = Built({Make("a", {}, {{"n", Value(1)}})});
  const Result<EntityView> view =
      EntityView::Make(base, std::vector<Entity>{Make("a", {}, {{"n", Value(2)}})});
  ASSERT_FALSE(view.has_value());
  EXPECT_EQ(view.error().code, FaultCode::kConflict);
  EXPECT_EQ(view.error().message,
            R"(the request states another attribute "n" of entity T::"a" than is known)");

  Entity tagged = Make("t", {});
  tagged.tags.emplace("k", Value("x"));
  Entity other = tagged;
  other.tags.insert_or_assign("k", Value("y"));
  EXPECT_TRUE(EntityView::Make(base, std::vector<Entity>{tagged, tagged}).has_value());
  EXPECT_FALSE(EntityView::Make(base, std::vector<Entity>{tagged, other}).has_value());
}

TEST(EntityView, RefusesCycles) {
  const Entities base = Built({Make("a", {"b"}), Make("b", {"c"})});
  const Result<EntityView> view = EntityView::Make(base, std::vector<Entity>{Make("c", {"a"})});
  ASSERT_FALSE(view.has_value());
  EXPECT_EQ(view.error().code, FaultCode::kConflict);
  EXPECT_EQ(view.error().message,
            R"(the request's entities form a cycle: T::"c" in T::"a" in T::"b" in T::"c")");
  EXPECT_FALSE(EntityView::Make(base, std::vector<Entity>{Make("z", {"z"})}).has_value());
}

TEST(EntityView, AncestorsOfARequestAreBounded) {
  const Entities none;
  const std::vector<Entity> chain = Chain(100);  // 5,050 pairs
  EXPECT_TRUE(EntityView::Make(none, chain, 5'050).has_value());
  const Result<EntityView> view = EntityView::Make(none, chain, 5'049);
  ASSERT_FALSE(view.has_value());
  EXPECT_EQ(view.error().code, FaultCode::kLimit);
}

using Graph = std::map<EntityUid, EntitySet>;

// The judge: follows parents until nothing new is found.
EntitySet Reach(const Graph& parents, const EntityUid& from) {
  EntitySet out;
  std::vector<EntityUid> open = {from};
  while (!open.empty()) {
    const EntityUid next = open.back();
    open.pop_back();
    auto it = parents.find(next);
    if (it == parents.end()) continue;
    for (const EntityUid& parent : it->second) {
      if (out.insert(parent).second) open.push_back(parent);
    }
  }
  return out;
}

bool HasCycle(const Graph& graph) {
  for (const auto& [uid, parents] : graph) {
    if (Reach(graph, uid).contains(uid)) return true;
  }
  return false;
}

Graph AnyGraph(std::mt19937_64& random, std::size_t edges) {
  Graph out;
  for (std::size_t i = 0; i < edges; ++i) {
    const std::uint64_t from = random() % 8;
    // Mostly upwards, so that many graphs have no cycle.
    const std::uint64_t to = random() % 20 == 0 ? random() % 8 : from + 1 + random() % 4;
    out[Uid(std::to_string(from))].insert(Uid(std::to_string(to)));
  }
  return out;
}

std::vector<Entity> ToEntities(const Graph& graph) {
  std::vector<Entity> out;
  for (const auto& [uid, parents] : graph) out.push_back({uid, {}, {}, parents});
  return out;
}

TEST(EntityView, AgreesWithPlainReachability) {
  std::mt19937_64 random(10);
  int views = 0;
  int cycles = 0;
  for (int i = 0; i < 1'000; ++i) {
    const Graph stored = AnyGraph(random, random() % 10);
    const Graph stated = AnyGraph(random, random() % 6);
    const Result<Entities> base = Entities::Build(ToEntities(stored));
    ASSERT_EQ(base.has_value(), !HasCycle(stored));
    if (!base) continue;
    Graph all = stored;
    for (const auto& [uid, parents] : stated) all[uid].insert(parents.begin(), parents.end());
    const Result<EntityView> view = EntityView::Make(*base, ToEntities(stated));
    ASSERT_EQ(view.has_value(), !HasCycle(all));
    cycles += view ? 0 : 1;
    if (!view) continue;
    ++views;
    for (int n = 0; n < 14; ++n) {
      const EntityUid uid = Uid(std::to_string(n));
      const EntitySet expected = Reach(all, uid);
      ASSERT_EQ(Names(view->AncestorsOf(uid)), Names(expected));
      ASSERT_EQ(Names(base->Ancestors(uid)), Names(Reach(stored, uid)));
      for (int m = 0; m < 14; ++m) {
        const EntityUid other = Uid(std::to_string(m));
        ASSERT_EQ(view->IsIn(uid, other), n == m || expected.contains(other));
      }
    }
  }
  EXPECT_GT(views, 300);
  EXPECT_GT(cycles, 20);
}

}  // namespace
}  // namespace rune::store
