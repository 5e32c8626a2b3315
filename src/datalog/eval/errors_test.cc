// Three values (language clause 4.6): what errs, what is false all the same, and what an error may
// never become.
#include "datalog/eval/world_for_test.h"

namespace rune::datalog {
namespace {

using Strings = std::vector<std::string>;

// `zero` reads the context, so that nothing is stored and errors belong to the request.
constexpr const char* kZero = "zero(N) :- N = context.zero.\n";

struct ErrorCase {
  const char* name;
  const char* rules;
  const char* goal;
  const char* rows;
  Strings errors;
};

class ErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(ErrorTest, Answers) {
  World world;
  world.Rules(kZero).Rules(GetParam().rules);
  world.Context(R"({"zero": 0, "list": [1], "args": {"x": 1}, "deep": {"a": 1}})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query(GetParam().goal), GetParam().rows);
  EXPECT_EQ(world.errors(), GetParam().errors);
}

const ErrorCase kErrors[] = {
    {"division", "p(X) :- zero(Z), X = 1 / Z.", "p(X)", "error", {"p/1#1 division_by_zero"}},
    {"overflow",
     "p(X) :- zero(Z), X = 9223372036854775807 + 1 + Z.",
     "p(X)",
     "error",
     {"p/1#1 overflow"}},
    {"mixed_order", "p :- zero(Z), Z < \"a\".", "p", "error", {"p/0#1 type_error"}},
    {"mixed_plus", "p :- zero(Z), Z + \"a\" == \"0a\".", "p", "error", {"p/0#1 type_error"}},
    {"equality_of_kinds", "p :- zero(Z), Z == \"a\".", "p", "none", {}},
    {"equality_of_erring_operand",
     "p :- zero(Z), 1 / Z == \"a\".",
     "p",
     "error",
     {"p/0#1 division_by_zero"}},
    {"inequality_of_erring_operand",
     "p :- zero(Z), 1 / Z != \"a\".",
     "p",
     "error",
     {"p/0#1 division_by_zero"}},
    {"missing_context", "p :- context.nothing == 1.", "p", "error", {"p/0#1 missing_context"}},
    {"step_into_scalar", "p :- context.zero.x == 1.", "p", "error", {"p/0#1 type_error"}},
    {"has_is_total",
     "p :- not has(context.nothing), has(context.zero), not has(context.zero.x), "
     "has(context.deep.a).",
     "p",
     "()",
     {}},
    {"args_by_name", "p(X) :- X = context.args.x.", "p(X)", "(1)", {}},
    {"later_literal_false", "p :- zero(Z), 1 / Z == 1, Z == 5.", "p", "none", {}},
    {"earlier_literal_false", "p :- zero(Z), Z == 5, 1 / Z == 1.", "p", "none", {}},
    {"negation_keeps_error",
     "p :- zero(Z), not 1 / Z == 1.",
     "p",
     "error",
     {"p/0#1 division_by_zero"}},
    {"negated_relation_keeps_error",
     "q :- zero(Z), 1 / Z == 1. p :- not q.",
     "p",
     "error",
     {"p/0#1 division_by_zero"}},
    {"other_instance_true",
     "q(0). q(1). p :- zero(Z), q(X), 1 / (X + Z) == 1.",
     "p",
     "()",
     {"p/0#1 division_by_zero"}},
    {"other_clause_true", "p :- zero(Z), 1 / Z == 1. p.", "p", "()", {"p/0#1 division_by_zero"}},
    {"true_hides_error_below", "q :- zero(Z), 1 / Z == 1. q. p :- q.", "p", "()", {}},
    {"unknown_value_meets_no_row",
     "q(1). e(X) :- q(X), X == 2. p :- zero(Z), X = 1 / Z, e(X).",
     "p",
     "none",
     {}},
    {"unknown_value_meets_a_row",
     "q(1). p(X) :- zero(Z), X = 1 / Z, q(X).",
     "p(X)",
     "error",
     {"p/1#1 division_by_zero"}},
    {"unknown_value_asked_for",
     "p(X) :- zero(Z), X = 1 / Z. r :- p(7).",
     "r",
     "error",
     {"r/0#1 division_by_zero"}},
    {"unknown_value_then_false",
     "p(X) :- zero(Z), X = 1 / Z. r :- p(X), q(X), X > 5. q(1).",
     "r",
     "none",
     {}},
    {"unknown_value_in_negation",
     "q(1). p :- zero(Z), X = 1 / Z, not q(X).",
     "p",
     "error",
     {"p/0#1 division_by_zero"}},
    {"test_waits_for_second_binder",
     "q(1). p :- zero(Z), X = 1 / Z, X > 5, q(X).",
     "p",
     "none",
     {}},
    {"element_in_error",
     "p(X) :- zero(Z), X in [1, 1 / Z].",
     "p(X)",
     "(1)",
     {"p/1#1 division_by_zero"}},
    {"tested_element_found",
     "q(1). p(X) :- zero(Z), q(X), X in [1 / Z, 1].",
     "p(X)",
     "(1)",
     {"p/1#1 division_by_zero"}},
    {"in_a_scalar", "p :- zero(Z), 1 in context.zero.", "p", "error", {"p/0#1 type_error"}},
    {"in_context_set", "p(X) :- X in context.list.", "p(X)", "(1)", {}},
    {"bad_pattern",
     "p :- zero(_), P = \"(\" + \"\", \"a\".matches(P).",
     "p",
     "error",
     {"p/0#1 bad_pattern"}},
    {"bad_number",
     "p(X) :- zero(_), X = to_number(\"1e3\").",
     "p(X)",
     "error",
     {"p/1#1 bad_number"}},
    {"within_without_answer",
     "p :- zero(_), within(\"a\", \"/a\").",
     "p",
     "error",
     {"p/0#1 no_answer"}},
    {"starts_with_number",
     "p :- zero(Z), Z.starts_with(\"a\").",
     "p",
     "error",
     {"p/0#1 type_error"}},
    {"count_keeps_error",
     "q(0). q(1). p(N) :- zero(Z), N = count(X : q(X), 1 / (X + Z) == 1).",
     "p(N)",
     "error",
     {"p/1#1 division_by_zero"}},
    {"count_of_false_is_no_error",
     "q(0). q(1). p(N) :- zero(Z), N = count(X : q(X), X == 5, 1 / (Z + X) == 1).",
     "p(N)",
     "(0)",
     {}},
    {"erring_group_alone",
     "q(a, 1). q(b, 0). p(G, N) :- zero(Z), N = sum(1 / (X + Z) : q(G, X)).",
     "p(G, N)",
     "(\"a\", 1)",
     {"p/2#1 division_by_zero"}},
    {"sum_overflows",
     "q(9223372036854775807). q(1). p(N) :- zero(_), N = sum(X : q(X)).",
     "p(N)",
     "error",
     {"p/1#1 overflow"}},
    {"sum_of_texts",
     "q(a). p(N) :- zero(_), N = sum(X : q(X)).",
     "p(N)",
     "error",
     {"p/1#1 type_error"}},
    {"usage_unknown",
     "p(N) :- current_usage(github, N).",
     "p(N)",
     "error",
     {"p/1#1 unknown_usage"}},
    {"inherited",
     "q(X) :- zero(Z), X = 1 / Z. r(X) :- q(X). p :- r(_).",
     "p",
     "error",
     {"p/0#1 division_by_zero"}},
    {"recursion_through_error",
     "e(1, 2). e(2, 3). t(X, Y) :- e(X, Y). t(X, Y) :- zero(Z), t(X, W), e(W, Y), Y / Z == 1.",
     "t(1, X)",
     "(1, 2)",
     {"t/2#2 division_by_zero"}},
};

INSTANTIATE_TEST_SUITE_P(Rules, ErrorTest, testing::ValuesIn(kErrors),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(RuleErrors, NameTheOperationAndWhereItWasBorn) {
  World world;
  world.Rules("q(X) :- Z = context.zero, X = 1 / Z.").Rules("p(X) :- q(X).");
  world.Context(R"({"zero": 0})");
  ASSERT_EQ(world.Load(), "ok");
  const GoalAnswer answer = world.Ask("p(X)");
  ASSERT_EQ(answer.errors.size(), 1u);
  EXPECT_EQ(answer.errors[0].id, "p/1#1");
  EXPECT_EQ(answer.errors[0].message, "in `q/1#1`: `1 / 0` divides by zero");
  EXPECT_EQ(world.sources().Text(answer.errors[0].span), "q(X)");
}

TEST(RuleErrors, WithoutRequestThereIsNoContext) {
  World world;
  world.Rules("p :- context.x == 1. q(X) :- principal(X). r :- not has(context.x).").NoRequest();
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p"), "error");
  EXPECT_EQ(world.errors(), Strings{"p/0#1 missing_context"});
  EXPECT_EQ(world.Query("q(X)"), "none");
  EXPECT_EQ(world.Query("r"), "()");
}

TEST(StoredErrors, RefuseTheLoadNamingClauseAndValues) {
  World world;
  world.Rules("quota(ann, 0). quota(bob, 2). share(U, S) :- quota(U, Q), S = 10 / Q.");
  EXPECT_EQ(world.Load(),
            "refused: RUNE-R0201 `10 / 0` divides by zero\n  with U = \"ann\", Q = 0\n");
}

TEST(StoredErrors, AreReportedOnceWhereTheyWereBorn) {
  World world;
  world.Rules("q(0). p(S) :- q(Q), S = 1 / Q. r(X) :- p(X). s(N) :- N = count(X : r(X)).");
  EXPECT_EQ(world.Load(), "refused: RUNE-R0201 `1 / 0` divides by zero\n  with Q = 0\n");
}

TEST(StoredErrors, ArenotTakenForFalse) {
  World world;
  world.Rules("q(0). p :- q(X), 1 / X == 1. p.");
  EXPECT_EQ(world.Load(), "ok");  // the atom is true
}

TEST(StoredErrors, BelongToTheRequestWhereTheRelationIsVirtual) {
  World world;
  world.Rules(".decl p(x: Long) virtual\nq(0). q(2). p(S) :- q(Q), S = 10 / Q.");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p(X)"), "(5)");
  EXPECT_EQ(world.errors(), Strings{"p/1#1 division_by_zero"});
}

TEST(Checks, AreQuietWithoutSolution) {
  World world;
  world.Rules("a(1). b(2). .check apart :- a(X), b(X).");
  EXPECT_EQ(world.Load(), "ok");
}

TEST(Checks, RefuseWithTheirProof) {
  World world;
  world.Rules(
      "member(ann, team). asks(X) :- member(X, team). approves(ann).\n"
      ".check duties :- approves(X), asks(X).");
  EXPECT_EQ(world.Load(),
            "refused: RUNE-R0202 the check `duties` is violated\n"
            "  with X = \"ann\"\n"
            "  approves(\"ann\")  by approves/1#1\n"
            "  asks(\"ann\")  by asks/1#1\n"
            "    member(\"ann\", \"team\")  by member/2#1\n");
}

TEST(Checks, RefuseInErrorButNotBesideAFalseLiteral) {
  World erring;
  erring.Rules("q(0). .check c :- q(X), 1 / X == 1.");
  EXPECT_EQ(erring.Load(),
            "refused: RUNE-R0203 the check `c` is in error: `1 / 0` divides by zero\n");
  World guarded;
  guarded.Rules("q(0). .check c :- q(X), 1 / X == 1, X != 0.");
  EXPECT_EQ(guarded.Load(), "ok");
}

}  // namespace
}  // namespace rune::datalog
