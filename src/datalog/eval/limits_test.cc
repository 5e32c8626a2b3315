// Bounds are faults that name the rule, and nothing here grows with the size of a program but the
// heap.
#include <chrono>

#include "base/format.h"

#include "datalog/eval/world_for_test.h"

namespace rune::datalog {
namespace {

std::string Chain(int length, const char* literal) {
  std::string rules;
  for (int i = 1; i <= length; ++i) {
    rules += Format("p{}(X) :- {}p{}(X).\n", i, literal, i - 1);
  }
  return rules;
}

TEST(Limits, StepsAtLoadNameTheRule) {
  Bounds bounds;
  bounds.steps = 2'000;
  World world;
  world.With(bounds);
  for (int i = 0; i < 100; ++i) world.Fact("n", {Value(i)});
  world.Rules("pair(X, Y) :- n(X), n(Y).");
  EXPECT_EQ(world.Load(), "fault: the bound of steps was reached while running `pair/2#1`");
}

TEST(Limits, FactsAtLoadNameTheRule) {
  Bounds bounds;
  bounds.facts = 500;
  World world;
  world.With(bounds);
  for (int i = 0; i < 100; ++i) world.Fact("n", {Value(i)});
  world.Rules("pair(X, Y) :- n(X), n(Y).");
  EXPECT_EQ(world.Load(), "fault: the bound of facts was reached while running `pair/2#1`");
}

TEST(Limits, GrowingValuesEnd) {
  Bounds bounds;
  bounds.steps = 200'000;
  for (const char* rule : {"p(0). p(Y) :- p(X), Y = X + 1.", "p(a). p(Y) :- p(X), Y = X + X.",
                           "p(0). p(Y) :- p(X), Y = [X, X]."}) {
    World world;
    world.With(bounds).Rules(rule);
    const std::string outcome = world.Load();
    const bool ended =
        outcome.starts_with("fault: the bound of") || outcome.starts_with("refused: RUNE-R0201");
    EXPECT_TRUE(ended) << outcome;
  }
}

// Each round looks at what is new alone: with all rows again, these would be 10^8 steps.
TEST(Speed, ValuesMadeInRecursion) {
  Bounds bounds;
  bounds.steps = 2'000'000;
  World stored;
  stored.With(bounds).Rules("p(0). p(X) :- p(Y), Y < 10000, X = Y + 1.");
  ASSERT_EQ(stored.Load(), "ok");
  EXPECT_EQ(stored.stored().facts.relations.at({"p", 1}).size(), 10'001u);

  bounds.request_steps = 2'000'000;
  bounds.request_facts = 1'000'000;
  World asked;
  asked.With(bounds)
      .Rules("p(0). p(X) :- p(Y), Y < 10000, X = Y + context.step. done :- p(10000).")
      .Context(R"({"step": 1})");
  ASSERT_EQ(asked.Load(), "ok");
  EXPECT_EQ(asked.Query("done"), "()");
}

TEST(Limits, ValuesWithoutEndNameTheRule) {
  Bounds bounds;
  bounds.bytes = 1 << 20;
  World world;
  world.With(bounds).Rules("p(0). p(X) :- p(Y), X = Y + 1.");
  EXPECT_EQ(world.Load(), "fault: the bound of bytes was reached while running `p/1#2`");
  EXPECT_NE(world.Findings().find("RUNE-R0109"), std::string::npos);
}

TEST(Limits, BytesEndARequest) {
  Bounds bounds;
  bounds.bytes = 100'000;
  World world;
  world.With(bounds).Rules("p(0). p(X) :- p(Y), X = Y + context.x.").Context(R"({"x": 1})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p(X)"), "fault: the bound of bytes was reached while running `p/1#2`");
}

TEST(Limits, BytesEndALoad) {
  Bounds bounds;
  bounds.bytes = 100'000;
  World world;
  world.With(bounds);
  for (int i = 0; i < 100; ++i) world.Fact("n", {Value(i)});
  world.Rules("pair(X, Y) :- n(X), n(Y).");
  EXPECT_EQ(world.Load(), "fault: the bound of bytes was reached while running `pair/2#1`");
}

TEST(Limits, ARequestHasItsOwn) {
  Bounds bounds;
  bounds.request_steps = 20'000;
  World world;
  world.With(bounds);
  for (int i = 0; i < 300; ++i) world.Fact("n", {Value(i)});
  world.Rules("pair(X, Y) :- context.x == 1, n(X), n(Y). deny_x :- pair(_, _), context.y == 1.");
  world.Context(R"({"x": 1, "y": 1})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Vote({"deny_x", 0}),
            "fault: the bound of steps was reached while running `pair/2#1`");
  EXPECT_EQ(world.Vote({"deny_x", 0}),
            "fault: the bound of steps was reached while running `pair/2#1`")
      << "an exhausted meter stays so";
}

TEST(Limits, OpenRecursionWithoutEndIsAFault) {
  Bounds bounds;
  bounds.request_steps = 200'000;
  World world;
  world.With(bounds)
      .Rules("up(N) :- M = N + 1, up(M). p :- context.x == 1, up(0).")
      .Context(R"({"x": 1})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_TRUE(world.Query("p").starts_with("fault: the bound of steps")) << world.Query("p");
}

TEST(Depth, TenThousandRelationsInAChain) {
  World stored;
  stored.Rules("p0(1).\n" + Chain(10'000, ""));
  ASSERT_EQ(stored.Load(), "ok");
  EXPECT_EQ(stored.Query("p10000(X)"), "(1)");

  World asked;
  asked.Rules("p0(X) :- X = context.x.\n" + Chain(10'000, "")).Context(R"({"x": 1})");
  ASSERT_EQ(asked.Load(), "ok");
  EXPECT_EQ(asked.Query("p10000(X)"), "(1)");

  World open;
  open.Rules("p0(X) :- X > 0.\n" + Chain(10'000, ""));
  ASSERT_EQ(open.Load(), "ok");
  EXPECT_EQ(open.Query("p10000(1)"), "(1)");
  EXPECT_EQ(open.Query("p10000(0)"), "none");
}

TEST(Depth, TenThousandLiteralsInABody) {
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += Format(", q({}, X)", i % 3);
  World world;
  world.Rules("q(0, a). q(1, a). q(2, a). q(0, b). p(X) :- q(0, X)" + body + ".");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p(X)"), "(\"a\")");
}

TEST(Depth, ALongSum) {
  std::string sum = "1";
  for (int i = 0; i < 9'999; ++i) sum += " + 1";
  World world;
  world.Rules("p(X) :- X = " + sum + ".");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p(X)"), "(10000)");
}

// Slow builds included, this is far from what a quadratic number of rounds would take.
TEST(Speed, ClosureOfAChain) {
  for (const char* rules : {"path(X, Y) :- edge(X, Y). path(X, Y) :- edge(X, Z), path(Z, Y).",
                            "path(X, Y) :- edge(X, Y). path(X, Y) :- path(X, Z), edge(Z, Y)."}) {
    World world;
    for (int i = 0; i < 150; ++i) world.Fact("edge", {Value(i), Value(i + 1)});
    world.Rules(rules);
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(world.Load(), "ok");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    EXPECT_EQ(world.stored().facts.relations.at({"path", 2}).size(), 150u * 151 / 2);
  }
}

TEST(Depth, GoalsAreHandedTheirArguments) {
  // Asked for one start alone, a closure of 2,000 nodes stays far below the bound of tabled rows.
  Bounds bounds;
  bounds.request_facts = 5'000;
  World world;
  world.With(bounds);
  for (int i = 0; i < 2'000; ++i) world.Fact("edge", {Value(i), Value(i + 1)});
  world.Rules(
      "on :- context.x == 1. path(X, Y) :- on, edge(X, Y). path(X, Y) :- on, path(X, Z), edge(Z, "
      "Y).");
  world.Context(R"({"x": 1})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("path(1990, 2000)"), "(1990, 2000)");
}

}  // namespace
}  // namespace rune::datalog
