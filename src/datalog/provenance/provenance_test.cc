// Proofs and why-not (language clause 4.9).
#include "datalog/eval/world_for_test.h"

namespace rune::datalog {
namespace {

std::string Text(const Proof& proof, int depth = 0) {
  std::string out =
      std::string(static_cast<std::size_t>(2 * depth), ' ') + proof.fact + " <- " + proof.by + "\n";
  for (const Proof& premise : proof.from) out += Text(premise, depth + 1);
  return out;
}

std::string Prove(World& world, const RelationName& relation, const Tuple& row) {
  const auto proof = world.Evaluation().Prove(relation, row, world.sources());
  return proof ? Text(*proof) : "fault: " + proof.error().message;
}

TEST(Proofs, OfGivenFacts) {
  World world;
  world.Rules("p(1). q(X) :- p(X).").Data(R"({"env": "dev"})").Fact("q", {Value(7)});
  world.Add(R"(Agent::"bot")", "{}", {R"(Group::"g")"});
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(Prove(world, {"p", 1}, {Value(1)}), "p(1) <- p/1#1\n");
  EXPECT_EQ(Prove(world, {"q", 1}, {Value(7)}), "q(7) <- data\n");
  EXPECT_EQ(Prove(world, {"env", 1}, {Value("dev")}), "env(\"dev\") <- data\n");
  EXPECT_EQ(Prove(world, {"q", 1}, {Value(2)}), "fault: `q(2)` does not hold");
}

TEST(Proofs, OfTheRequestAndItsEntities) {
  World world;
  world.Add(R"(Agent::"bot")", "{}", {R"(Group::"g")"});
  world.Rules("p(G) :- principal_uid(E), entity_ancestor(E, G), not principal(\"x\"), 1 < 2.");
  ASSERT_EQ(world.Load(), "ok");
  ASSERT_EQ(world.Query("p(X)"), "(Group::\"g\")");
  EXPECT_EQ(Prove(world, {"p", 1}, {Value(EntityUid{"Group", "g"})}),
            "p(Group::\"g\") <- p/1#1\n"
            "  principal_uid(Agent::\"bot\") <- request\n"
            "  entity_ancestor(Agent::\"bot\", Group::\"g\") <- entities\n");
}

TEST(Proofs, AreLowest) {
  World world;
  world.Rules(
      "e(1, 2). e(2, 3). e(3, 4). e(1, 4).\n"
      "t(X, Y) :- t(X, Z), e(Z, Y).\n"
      "t(X, Y) :- e(X, Y).\n");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(Prove(world, {"t", 2}, {Value(1), Value(4)}),
            "t(1, 4) <- t/2#2\n"
            "  e(1, 4) <- e/2#4\n");
  EXPECT_EQ(Prove(world, {"t", 2}, {Value(1), Value(3)}),
            "t(1, 3) <- t/2#1\n"
            "  t(1, 2) <- t/2#2\n"
            "    e(1, 2) <- e/2#1\n"
            "  e(2, 3) <- e/2#2\n");
}

TEST(Proofs, TiesGoToTheFirstClauseThenTheSmallestRows) {
  World world;
  world.Rules(
      "a(3, x). a(1, x). a(2, x). b(x).\n"
      "p(X) :- a(_, X), b(X).\n"
      "p(X) :- b(X).\n"
      "q(X) :- b(X), a(_, X).\n"
      "q(X) :- a(_, X).\n");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(Prove(world, {"p", 1}, {Value("x")}),
            "p(\"x\") <- p/1#1\n  a(1, \"x\") <- a/2#2\n  b(\"x\") <- b/1#1\n");
  EXPECT_EQ(Prove(world, {"q", 1}, {Value("x")}),
            "q(\"x\") <- q/1#1\n  b(\"x\") <- b/1#1\n  a(1, \"x\") <- a/2#2\n");
}

TEST(Proofs, DoNotReadErringInstances) {
  World world;
  world.Rules("r(0). r(1). p :- r(X), 1 / (X + context.zero) == 1.").Context(R"({"zero": 0})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(Prove(world, {"p", 0}, {}), "p <- p/0#1\n  r(1) <- r/1#2\n");
}

TEST(Proofs, OfOpenGoalsAndVirtualRelations) {
  World world;
  world.Rules("big(X) :- X > 10. q(50). v(X) :- q(X), context.on == true. p(X) :- v(X), big(X).")
      .Context(R"({"on": true})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(Prove(world, {"p", 1}, {Value(50)}),
            "p(50) <- p/1#1\n"
            "  v(50) <- v/1#1\n"
            "    q(50) <- q/1#1\n"
            "  big(50) <- big/1#1\n");
}

TEST(Proofs, OfADeepChainEnd) {
  World world;
  for (int i = 0; i < 3'000; ++i) world.Fact("e", {Value(i), Value(i + 1)});
  world.Rules("start(0). r(X) :- start(X). r(Y) :- r(X), e(X, Y).");
  ASSERT_EQ(world.Load(), "ok");
  const auto proof = world.Evaluation().Prove({"r", 1}, {Value(3'000)}, world.sources());
  ASSERT_TRUE(proof.has_value());
  std::size_t depth = 0;
  for (const Proof* p = &*proof; !p->from.empty(); p = &p->from[0]) ++depth;
  EXPECT_EQ(depth, 500u) << "shown to a bounded depth";
}

TEST(Proofs, HaveThePlaceOfTheirClause) {
  World world;
  world.Rules("p(1).\n  q(X) :- p(X).");
  ASSERT_EQ(world.Load(), "ok");
  const auto proof = world.Evaluation().Prove({"q", 1}, {Value(1)}, world.sources());
  ASSERT_TRUE(proof.has_value());
  EXPECT_EQ(proof->place.line, 2u);
  EXPECT_EQ(proof->place.column, 3u);
}

struct MissCase {
  const char* name;
  const char* rules;
  RelationName relation;
  const char* miss;
};

class WhyNotTest : public testing::TestWithParam<MissCase> {};

TEST_P(WhyNotTest, NamesTheNearestMiss) {
  World world;
  world.Add(R"(File::"/tmp/a.txt")", R"({"path": "/tmp/a.txt", "level": 1})");
  world.Data(R"({"limit": 5})").Context(R"({"ok": false})").Rules(GetParam().rules);
  ASSERT_EQ(world.Load(), "ok");
  const auto miss = world.Evaluation().WhyNot(GetParam().relation, world.sources());
  ASSERT_TRUE(miss.has_value()) << miss.error().message;
  std::string text = "nothing";
  if (*miss) {
    text = (*miss)->id + ": " + (*miss)->literal;
    for (const auto& [name, value] : (*miss)->values) text += " | " + name + " = " + value;
  }
  EXPECT_EQ(text, GetParam().miss);
}

const MissCase kMisses[] = {
    {"last_literal",
     "allow_file_read(Path) :- path(Path), action(\"file.read\"), "
     "Path.starts_with(\"/home\").",
     {"allow_file_read", 1},
     "allow_file_read/1#1: Path.starts_with(\"/home\") | Path = \"/tmp/a.txt\""},
    {"most_true_literals",
     "allow_file_read(Path) :- action(\"other\"), path(Path). "
     "allow_file_read(Path) :- path(Path), action(\"file.read\"), context.ok == true.",
     {"allow_file_read", 1},
     "allow_file_read/1#2: context.ok == true | context.ok = false"},
    {"true_ones_behind_count",
     "allow_file_read(Path) :- context.ok == true, path(Path), action(\"file.read\"). "
     "allow_file_read(Path) :- path(Path), limit == 6.",
     {"allow_file_read", 1},
     "allow_file_read/1#1: context.ok == true | context.ok = false"},
    {"ties_by_text",
     "allow_file_read(Path) :- path(Path), limit == 6. "
     "allow_file_read(Path) :- path(Path), limit == 7.",
     {"allow_file_read", 1},
     "allow_file_read/1#1: limit == 6 | limit = 5"},
    {"best_row",
     "r(1, 9). r(5, 5). allow_file_read(Path) :- path(Path), r(X, Y), X == Y, Y > 7.",
     {"allow_file_read", 1},
     "allow_file_read/1#1: X == Y | X = 1 | Y = 9"},
    {"in_error",
     "allow_file_read(Path) :- path(Path), context.none == 1.",
     {"allow_file_read", 1},
     "allow_file_read/1#1: context.none == 1 | context.none = not there"},
    {"unprovided_input",
     "allow_file_read(Path, _Nothing) :- path(Path), _Nothing > 1.",
     {"allow_file_read", 2},
     "allow_file_read/2#1: _Nothing > 1"},
    {"true_vote", "allow_file_read(Path) :- path(Path).", {"allow_file_read", 1}, "nothing"},
    {"lacking_part",
     "allow_file_read(Command) :- Command == \"ls\".",
     {"allow_file_read", 1},
     "nothing"},
};

INSTANTIATE_TEST_SUITE_P(Provenance, WhyNotTest, testing::ValuesIn(kMisses),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace rune::datalog
