// The rules' meaning, clause by clause of language sections 4.1 to 4.6, with the traps.
#include "datalog/eval/world_for_test.h"

namespace rune::datalog {
namespace {

using Strings = std::vector<std::string>;

struct QueryCase {
  const char* name;
  const char* rules;
  const char* goal;
  const char* rows;
};

constexpr const char* kData = R"({
  "project": {"root": "/work"},
  "limit": 10,
  "rates": {"github": {"calls": 1000, "window": 3600}, "openai": {"calls": 100}},
  "approvals": {"delete+users": {"approved": true}, "a\\+b+c": {"approved": true}},
  "roles": [["ann", "admin"], ["bob", "dev"]],
  "caps": ["read", "write"]
})";

class QueryTest : public testing::TestWithParam<QueryCase> {};

TEST_P(QueryTest, Answers) {
  World world;
  world.Rules(GetParam().rules).Data(kData);
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query(GetParam().goal), GetParam().rows);
}

const QueryCase kQueries[] = {
    {"facts", "p(1). p(2). p(1).", "p(X)", "(1) (2)"},
    {"no_parameters", "p. q :- p.", "q", "()"},
    {"constants", "p(1, a). p(2, b).", "p(2, X)", "(2, \"b\")"},
    {"same_variable_twice", "p(1, 1). p(1, 2).", "p(X, X)", "(1, 1)"},
    {"repeated_in_body", "p(1, 1). p(1, 2). q(X) :- p(X, X).", "q(X)", "(1)"},
    {"join", "p(1, 2). q(2, 3). r(X, Z) :- p(X, Y), q(Y, Z).", "r(X, Y)", "(1, 3)"},
    {"disjunction", "p(1). q(2). r(X) :- p(X) ; q(X).", "r(X)", "(1) (2)"},
    {"head_constant", "p(1). q(X, a) :- p(X).", "q(1, Y)", "(1, \"a\")"},
    {"left_recursion", "e(1,2). e(2,3). t(X,Y) :- t(X,Z), e(Z,Y). t(X,Y) :- e(X,Y).", "t(1, X)",
     "(1, 2) (1, 3)"},
    {"self_recursion", "p(X) :- p(X). p(1).", "p(X)", "(1)"},
    {"mutual_recursion",
     "n(0). s(0,1). s(1,2). s(2,3). even(X) :- n(X). even(Y) :- odd(X), s(X,Y). "
     "odd(Y) :- even(X), s(X,Y).",
     "even(X)", "(0) (2)"},
    {"nonlinear", "e(1,2). e(2,3). e(3,1). t(X,Y) :- e(X,Y). t(X,Y) :- t(X,Z), t(Z,Y).", "t(1, X)",
     "(1, 1) (1, 2) (1, 3)"},
    {"negation", "p(1). p(2). q(2). r(X) :- p(X), not q(X).", "r(X)", "(1)"},
    {"negation_first", "p(1). p(2). q(2). r(X) :- !q(X), p(X).", "r(X)", "(1)"},
    {"negated_test", "p(abc). p(xyz). r(X) :- p(X), not X.starts_with(\"a\").", "r(X)",
     "(\"xyz\")"},
    {"blank_under_negation", "p(1). p(2). q(2, 7). r(X) :- p(X), not q(X, _).", "r(X)", "(1)"},
    {"strata", "p(1). p(2). q(1). r(X) :- p(X), not q(X). s(X) :- p(X), not r(X).", "s(X)", "(1)"},
    {"integer_is_decimal", "p(1). q(1.0). r(X) :- p(X), q(X).", "r(X)", "(1)"},
    {"decimal_equals", "p(X) :- X = 1.0, X == 1.", "p(X)", "(1)"},
    {"arithmetic", "p(X) :- X = 2 + 3 * 4 - 1.", "p(X)", "(13)"},
    {"left_associative", "p(X) :- X = 10 - 3 - 2.", "p(X)", "(5)"},
    {"division_is_exact", "p(X) :- X = 1 / 4.", "p(X)", "(decimal(\"0.25\"))"},
    {"division_to_integer", "p(X) :- X = 6 / 3.", "p(X)", "(2)"},
    {"remainder_sign", "p(X) :- X = -7 % 3.", "p(X)", "(-1)"},
    {"smallest_by_minus_one", "p(X) :- X = -9223372036854775808 % -1.", "p(X)", "(0)"},
    {"decimal_product", "p(X) :- X = 1000 * 1.2.", "p(X)", "(1200)"},
    {"join_texts", "p(X) :- X = \"a\" + \"b\" + \"c\".", "p(X)", "(\"abc\")"},
    {"compare_widens", "p(yes) :- 1 < 1.5, 2 >= 2.0.", "p(X)", "(\"yes\")"},
    {"texts_by_code_point", "p(yes) :- \"Z\" < \"a\", \"a\" < \"\u00e4\".", "p(X)", "(\"yes\")"},
    {"kinds_differ", "p(yes) :- 1 != \"1\", not 1 == \"1\".", "p(X)", "(\"yes\")"},
    {"datetime_order",
     "p(yes) :- datetime(\"2024-01-01\") < datetime(\"2024-01-02\"), "
     "duration(\"1h\") > duration(\"59m\").",
     "p(X)", "(\"yes\")"},
    {"unify_binds_late", "p(Y) :- Y = X + 1, q(X). q(1).", "p(X)", "(2)"},
    {"unify_compares", "q(1). q(2). p(X) :- q(X), X = 2.", "p(X)", "(2)"},
    {"unify_chain", "p(Z) :- Z = Y, Y = X, X = 3.", "p(X)", "(3)"},
    {"in_enumerates", "p(X) :- X in [1, 2, 1].", "p(X)", "(1) (2)"},
    {"in_tests", "q(1). q(5). p(X) :- q(X), X in [1, 2].", "p(X)", "(1)"},
    {"in_relation", "q(1). q(5). s(5). p(X) :- q(X), X in s.", "p(X)", "(5)"},
    {"not_in_relation", "q(1). q(5). s(5). p(X) :- q(X), not X in s.", "p(X)", "(1)"},
    {"in_data_list", "p(X) :- X in caps.", "p(X)", "(\"read\") (\"write\")"},
    {"list_value", "p(L) :- L = [1, [2]].", "p(X)", "([1, [2]])"},
    {"split_and_len", "p(X, N) :- L = \"a,b\".split(\",\"), X in L, N = L.len().", "p(X, N)",
     "(\"a\", 2) (\"b\", 2)"},
    {"functions",
     "p(A, B, C, D) :- A = lower(\"AbC\"), B = upper(\"x\u00e4\"), C = substr(\"h\u00e4llo\", 1, "
     "2), "
     "D = len(\"h\u00e4\").",
     "p(A, B, C, D)", "(\"abc\", \"X\u00e4\", \"\u00e4l\", 2)"},
    {"substr_beyond", "p(X) :- X = substr(\"ab\", 5, 2).", "p(X)", "(\"\")"},
    {"to_number", "p(X, Y) :- X = to_number(\"2.50\"), Y = to_number(\"3.0\").", "p(X, Y)",
     "(decimal(\"2.5\"), 3)"},
    {"to_string", "p(X, Y) :- X = to_string(12), Y = to_string(1.5).", "p(X, Y)",
     "(\"12\", \"1.5\")"},
    {"matches_whole",
     "p(yes) :- \"ab1\".matches(\"[a-z]+[0-9]\"), not \"ab1\".matches(\"[a-z]+\").", "p(X)",
     "(\"yes\")"},
    {"within",
     "p(yes) :- within(\"/a/b/../c\", \"/a\"), not within(\"/ab\", \"/a\"), within(\"/a\", "
     "\"/a/\").",
     "p(X)", "(\"yes\")"},
    {"contains_list", "p(yes) :- contains([1, 2], 2), \"abc\".contains(\"bc\").", "p(X)",
     "(\"yes\")"},
    {"data_path", "p(X) :- project.root = X.", "p(X)", "(\"/work\")"},
    {"data_path_lone", "p(yes) :- limit == 10, limit < 11.", "p(X)", "(\"yes\")"},
    {"data_missing_is_false", "p(yes) :- project.nothing = _. p(no) :- project.x.y == 1.", "p(X)",
     "none"},
    {"data_missing_negated", "p(yes) :- not project.nothing == 1.", "p(X)", "(\"yes\")"},
    {"data_absent_outweighs_error", "p(yes) :- project.nothing + 1 / 0 == 1.", "p(X)", "none"},
    {"data_enumerates_keys", "p(K, C) :- rates.K = {calls: C}.", "p(K, C)",
     "(\"github\", 1000) (\"openai\", 100)"},
    {"pattern_needs_key", "p(K) :- rates.K = {calls: _, window: _}.", "p(K)", "(\"github\")"},
    {"pattern_constant", "p(K) :- rates.K = {calls: 100}.", "p(K)", "(\"openai\")"},
    {"key_bound", "q(openai). q(none). p(C) :- q(K), rates.K = {calls: C}.", "p(C)", "(100)"},
    {"composite_key",
     "q(delete, users). q(\"a+b\", c). q(x, y). "
     "p(A, B) :- q(A, B), approvals[A + B] = {approved: true}.",
     "p(A, B)", "(\"a+b\", \"c\") (\"delete\", \"users\")"},
    {"computed_single_key", "q(\"delete+users\"). p(V) :- q(K), approvals[K] = {approved: V}.",
     "p(V)", "(true)"},
    {"leaf_facts", "p(X) :- roles(X, admin).", "p(X)", "(\"ann\")"},
    {"dotted_relation", "p(X) :- project.root(X).", "p(X)", "(\"/work\")"},
    {"entities", "p(User::\"a\"). q(X) :- p(X), X != User::\"b\".", "q(X)", "(User::\"a\")"},
    {"eqrel", ".decl same(x: String, y: String) eqrel\nsame(a, b). same(c, b). same(x, y).",
     "same(a, X)", "(\"a\", \"a\") (\"a\", \"b\") (\"a\", \"c\")"},
    {"count", "c(ann, r, 1). c(ann, r, 2). c(bob, w, 1). t(U, N) :- count(X, c(U, _, X)).",
     "t(U, N)", "(\"ann\", 2) (\"bob\", 1)"},
    {"count_distinct_solutions",
     "c(ann, r, 1). c(ann, w, 1). t(U, N) :- N = count(X : c(U, _, X)).", "t(U, N)",
     "(\"ann\", 2)"},
    {"count_bound_empty_group",
     "u(ann). u(eve). c(ann, 1). t(U, N) :- u(U), N = count(X : c(U, X)).", "t(U, N)",
     "(\"ann\", 1) (\"eve\", 0)"},
    {"count_caller_does_not_bind", "c(ann, 1). t(U, N) :- N = count(X : c(U, X)).", "t(eve, N)",
     "none"},
    {"count_caller_asks_one", "c(ann, 1). c(bob, 1). t(U, N) :- N = count(X : c(U, X)).",
     "t(bob, N)", "(\"bob\", 1)"},
    {"count_nothing", "c(1) :- 1 == 2. t(N) :- N = count(X : c(X)).", "t(N)", "(0)"},
    {"count_compared", "u(ann). c(ann, 1). t(U) :- u(U), 1 = count(X : c(U, X)).", "t(U)",
     "(\"ann\")"},
    {"sum_equal_values", "c(a, 5). c(b, 5). t(N) :- N = sum(X : c(_, X)).", "t(N)", "(10)"},
    {"sum_decimals", "c(1, 0.5). c(2, 1.5). t(N) :- N = sum(X : c(_, X)).", "t(N)", "(2)"},
    {"sum_of_nothing", "c(x) :- 1 == 2. t(N) :- N = sum(X : c(X)).", "t(N)", "(0)"},
    {"sum_only_total_must_fit", "c(9223372036854775807). c(1). c(-2). t(N) :- N = sum(X : c(X)).",
     "t(N)", "(9223372036854775806)"},
    {"min_max", "c(3). c(1.5). t(A, B) :- A = min(X : c(X)), B = max(X : c(X)).", "t(A, B)",
     "(decimal(\"1.5\"), 3)"},
    {"min_of_texts", "c(b). c(a). t(A) :- A = min(X : c(X)).", "t(A)", "(\"a\")"},
    {"min_of_nothing", "u(1). c(x) :- 1 == 2. t(A) :- u(_), A = min(X : c(X)).", "t(A)", "none"},
    {"mean_rounds_half_even",
     "c(0). c(0.000000001). d(0). d(0.000000003). t(A, B) :- A = mean(X : c(X)), "
     "B = mean(X : d(X)).",
     "t(A, B)", "(0, 0.000000002)"},
    {"mean_is_exact", "c(1, 1). c(2, 2). c(3, 2). t(A) :- A = mean(X : c(_, X)).", "t(A)",
     "(1.666666667)"},
    {"aggregate_term", "c(1, 2). c(2, 3). t(N) :- N = sum(X * Y : c(X, Y)).", "t(N)", "(8)"},
    {"aggregate_inner_test", "c(1). c(5). t(N) :- N = count(X : c(X), X > 2).", "t(N)", "(1)"},
    {"aggregate_inner_negation", "c(1). c(5). d(5). t(N) :- N = count(X : c(X), not d(X)).", "t(N)",
     "(1)"},
    {"aggregate_locals_do_not_meet",
     "c(1). d(2). d(3). t(A, B) :- A = count(X : c(X)), B = count(X : d(X)).", "t(A, B)", "(1, 2)"},
    {"two_aggregates_one_group",
     "c(ann, 1). d(ann, 1). d(bob, 1). t(U, A, B) :- A = count(X : c(U, X)), "
     "B = count(X : d(U, X)).",
     "t(U, A, B)", "(\"ann\", 1, 1)"},
    {"aggregate_over_recursion",
     "e(1,2). e(2,3). t(X,Y) :- e(X,Y). t(X,Y) :- e(X,Z), t(Z,Y). n(X, N) :- N = count(Y : "
     "t(X,Y)).",
     "n(1, N)", "(1, 2)"},
    {"seed_strata",
     "bp(ann, bob). bp(bob, cid). person(ann). person(bob). person(cid). "
     "parent(X, Y) :- bp(X, Y). anc(X, Y) :- parent(X, Y). anc(X, Y) :- parent(X, Z), anc(Z, Y). "
     "un(X, Y) :- person(X), person(Y), \u00acanc(X, Y), \u00acanc(Y, X), X != Y.",
     "un(X, Y)", "none"},
    {"object_keys_are_texts", "q(1). p(K) :- q(K), rates.K = _.", "p(K)", "none"},
};

INSTANTIATE_TEST_SUITE_P(Rules, QueryTest, testing::ValuesIn(kQueries),
                         [](const auto& test) { return std::string(test.param.name); });

// The same programs with every clause reading the request answer the same on demand.
class OnDemandTest : public testing::TestWithParam<QueryCase> {};

TEST_P(OnDemandTest, AnswersAlike) {
  const std::string rules = GetParam().rules;
  World stored;
  World asked;
  for (World* world : {&stored, &asked}) {
    world->Data(kData);
  }
  stored.Rules(rules);
  // A relation that reads the context stands in front of every body, so that nothing is stored.
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  auto parsed = ParseRules(sources.Whole(sources.Add("rules", rules)), {}, diagnostics);
  Literal now;
  now.relation = "on_demand";
  for (Clause& clause : parsed.clauses) {
    if (clause.bodies.empty()) clause.bodies.emplace_back();
    for (Body& body : clause.bodies) body.insert(body.begin(), now);
  }
  asked.Rules(PrintRules(parsed)).Rules("on_demand :- context.x == 1.").Context(R"({"x": 1})");
  ASSERT_EQ(stored.Load(), "ok");
  ASSERT_EQ(asked.Load(), "ok");
  EXPECT_EQ(asked.Query(GetParam().goal), stored.Query(GetParam().goal));
}

INSTANTIATE_TEST_SUITE_P(Rules, OnDemandTest, testing::ValuesIn(kQueries),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace rune::datalog
