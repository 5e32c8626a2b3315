// The forms that RUNE adds to Cedar, with their odd clauses.
#include <gtest/gtest.h>

#include "cedar/policy_set.h"
#include "cedar/syntax/print.h"
#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

// `yes: T::"pattern"` if the right side of `in` is a pattern, `no: T::"id"` if it is a name.
std::string RightSide(const std::string& text, ParseOptions options = Extended()) {
  Reading reading(text, std::move(options));
  const auto parsed = reading.Expression();
  if (!parsed) return reading.Codes();
  const Expr& root = parsed->pool[parsed->root];
  const Expr& right = parsed->pool[root.children()[1]];
  const EntityUid& uid = right.literal().as_entity();
  return right.glob() != nullptr ? "yes: " + uid.type + "::" + right.glob()->Text()
                                 : "no: " + uid.type + "::" + uid.id;
}

TEST(PatternTest, AStarAfterInIsAPattern) {
  EXPECT_EQ(RightSide("resource in File::\"/tmp/*\""), "yes: File::/tmp/*");
  EXPECT_EQ(RightSide("resource in (File::\"/tmp/*\")"), "yes: File::/tmp/*");
  EXPECT_EQ(RightSide("resource is File in File::\"a*\""), "yes: File::a*");
  EXPECT_EQ(RightSide("resource in File::\"/tmp\""), "no: File::/tmp");
}

TEST(PatternTest, AnEscapedStarIsAStar) {
  EXPECT_EQ(RightSide("resource in File::\"a\\*\""), "no: File::a*");
  EXPECT_EQ(RightSide("resource in File::\"a\\**\""), "yes: File::a\\**");
  EXPECT_EQ(RightSide("resource in File::\"\\\\*\""), "yes: File::\\\\*");
  EXPECT_EQ(RightSide("resource in File::\"\\x2a\\u{2a}\""), "no: File::**");
  EXPECT_EQ(RightSide("resource in File::\"\\q*\""), "P0005");
}

TEST(PatternTest, OtherPlacesKnowNoPatterns) {
  EXPECT_EQ(RightSide("resource == File::\"/tmp/*\""), "no: File::/tmp/*");
  EXPECT_EQ(ExpressionCodes("resource == File::\"\\*\"", Extended()), "P0005");
  EXPECT_EQ(ExpressionCodes("resource in File::\"\\*\".parent", Extended()), "P0005");
  EXPECT_EQ(ExpressionCodes("[File::\"\\*\"].contains(resource)", Extended()), "P0005");
  EXPECT_EQ(ExpressionCodes("resource in [[File::\"\\*\"]]", Extended()), "P0005");
}

TEST(PatternTest, ElementsOfASetDirectlyRightOfIn) {
  Reading reading("resource in [File::\"/a/*\", (File::\"b\"), principal, File::\"\\*\"]",
                  Extended());
  const auto parsed = reading.Expression();
  ASSERT_TRUE(parsed) << reading.Findings();
  const Expr& set = parsed->pool[parsed->pool[parsed->root].children()[1]];
  EXPECT_TRUE(parsed->pool[set.children()[0]].wild());
  EXPECT_FALSE(parsed->pool[set.children()[1]].wild());
  EXPECT_FALSE(parsed->pool[set.children()[3]].wild());
}

TEST(PatternTest, Scopes) {
  Reading reading(
      "permit(principal in Agent::\"dev-*\", action in [Action::\"file.*\", Action::\"x\"],"
      " resource is File in File::\"/w/*\"); permit(principal == Agent::\"*\", action, resource);",
      Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 2u) << reading.Findings();
  EXPECT_TRUE(policies[0].principal.entities[0].wild);
  EXPECT_TRUE(policies[0].action.entities[0].wild);
  EXPECT_FALSE(policies[0].action.entities[1].wild);
  EXPECT_TRUE(policies[0].resource.entities[0].wild);
  EXPECT_FALSE(policies[1].principal.entities[0].wild);
  EXPECT_EQ(PolicyCodes("permit(principal, action in Foo::\"*\", resource);", Extended()), "P0019");
  EXPECT_EQ(PolicyCodes("permit(principal == A::\"\\*\", action, resource);", Extended()), "P0005");
}

TEST(PathIdTest, LiteralsOfPathTypesAreNormalised) {
  ParseOptions options = Extended();
  options.path_types = {"File"};
  EXPECT_EQ(RightSide("resource in File::\"/tmp/../x//y/\"", options), "no: File::/x/y");
  EXPECT_EQ(RightSide("resource in Dir::\"/tmp/../x\"", options), "no: Dir::/tmp/../x");
  EXPECT_EQ(RightSide("resource == File::\"/a/./b*\"", options), "no: File::/a/b*");
  EXPECT_EQ(RightSide("resource == File::\"\"", options), "no: File::");
  options.fold_case = true;
  EXPECT_EQ(RightSide("resource == File::\"/Tmp/A\"", options), "no: File::/tmp/a");
  EXPECT_EQ(RightSide("resource == Dir::\"/Tmp\"", options), "no: Dir::/Tmp");
  EXPECT_EQ(RightSide("resource in File::\"/Tmp/*\"", options), "yes: File::/tmp/*");
  options.extended = false;
  Reading scope("permit(principal == File::\"/A/..//b\", action, resource in File::\"/C/\");",
                options);
  const std::vector<Policy> policies = scope.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_EQ(policies[0].principal.entities[0].uid().id, "/b");
  EXPECT_EQ(policies[0].resource.entities[0].uid().id, "/c");
}

TEST(PathIdTest, ControlCharactersAreNoPath) {
  ParseOptions options;
  options.path_types = {"File"};
  EXPECT_EQ(ExpressionCodes("resource == File::\"/a\\0b\"", options), "P0040");
  EXPECT_EQ(ExpressionCodes("resource == File::\"/a\\nb\"", options), "P0040");
  EXPECT_EQ(ExpressionCodes("resource == Dir::\"/a\\nb\"", options), "");
  options.extended = true;
  EXPECT_EQ(ExpressionCodes("resource in File::\"/a\\n*\"", options), "P0040");
}

// --- questions to the rules

std::string Predicate(const std::string& text) {
  Reading reading(text, Extended());
  const auto parsed = reading.Expression();
  return parsed ? DumpExpr(parsed->pool, parsed->root) : reading.Codes() + "\n";
}

TEST(PredicateTest, InARelation) {
  EXPECT_EQ(Predicate("resource.api in allowed"),
            "rules allowed at \"api\"\n  get \"api\"\n"
            "    resource\n");
  EXPECT_EQ(Predicate("resource in allowed"), "rules allowed at \"resource\"\n  resource\n");
  EXPECT_EQ(Predicate("context[\"a b\"] in allowed"),
            "rules allowed at \"a b\"\n  get \"a b\"\n    context\n");
  EXPECT_EQ(Predicate("(1 + 2) in allowed"),
            "rules allowed at its first parameter\n  +\n    1\n    2\n");
  EXPECT_EQ(Predicate("!(resource in allowed) && true"),
            "&&\n  !\n    rules allowed at \"resource\"\n      resource\n  true\n");
}

TEST(PredicateTest, OnlyABareNameIsARelation) {
  EXPECT_EQ(Predicate("resource in principal"), "in\n  resource\n  principal\n");
  EXPECT_EQ(Predicate("resource in allowed.x"), "P0026\n");
  EXPECT_EQ(Predicate("resource in (allowed)"), "P0026\n");
  EXPECT_EQ(Predicate("resource in [allowed]"), "P0026\n");
  EXPECT_EQ(Predicate("resource in A::B"), "P0026\n");
  EXPECT_EQ(Predicate("resource is File in allowed"), "P0026\n");
  EXPECT_EQ(Predicate("allowed"), "P0026\n");
  EXPECT_EQ(Predicate("resource in like"), "P0001\n");
  EXPECT_EQ(PolicyCodes("permit(principal in allowed, action, resource);", Extended()), "P0018");
}

TEST(PredicateTest, Calls) {
  EXPECT_EQ(Predicate("can(principal, 1)"), "rules can\n  principal\n  1\n");
  EXPECT_EQ(Predicate("can()"), "rules can\n");
  EXPECT_EQ(Predicate("decimel(\"1.0\")"), "rules decimel\n  \"1.0\"\n");
  EXPECT_EQ(Predicate("decimal(\"1.0\")"), "decimal\n  \"1.0\"\n");
  EXPECT_EQ(Predicate("contains(1)"), "P0029\n");
  EXPECT_EQ(Predicate("isIpv4(1)"), "P0029\n");
  EXPECT_EQ(Predicate("unknown(1)"), "P0027\n");
  EXPECT_EQ(Predicate("A::can(1)"), "P0027\n");
  EXPECT_EQ(Predicate("1.can(1)"), "P0028\n");
}

TEST(PredicateTest, ThroughTheContext) {
  EXPECT_EQ(Predicate("context.datalog.can.contains([principal, 1, 1])"),
            "rules can\n  principal\n  1\n  1\n");
  EXPECT_EQ(Predicate("context.datalog.can.contains([])"), "rules can\n");
  EXPECT_EQ(Predicate("context.datalog.can.contains(1)"),
            "contains\n  get \"datalog\" \"can\"\n    context\n  1\n");
  EXPECT_EQ(Predicate("context.datalog.can.containsAll([1])"),
            "containsAll\n  get \"datalog\" \"can\"\n    context\n  set\n    1\n");
  EXPECT_EQ(Predicate("context.datalog.contains([1])"),
            "contains\n  get \"datalog\"\n    context\n  set\n    1\n");
  EXPECT_EQ(Predicate("resource.datalog.can.contains([1])"),
            "contains\n  get \"datalog\" \"can\"\n    resource\n  set\n    1\n");
}

TEST(PredicateTest, TheContextsPathIsNoPartOfTheTree) {
  Reading reading(
      "permit(principal, action, resource) when { 1 == 2 } unless { 3 < 4 && "
      "context.datalog.c.contains([principal]) || context.a };",
      Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_EQ(policies[0].pool.size(), 12u);
  EXPECT_EQ(PrintExpr(policies[0].pool, *policies[0].conditions[0].body), "1 == 2");
  EXPECT_EQ(PrintExpr(policies[0].pool, *policies[0].conditions[1].body),
            "((3 < 4) && c(principal)) || context.a");
}

TEST(PredicateTest, UsesAreListedWithTheirPolicies) {
  Reading reading(
      "@id(\"p\") permit(principal, action, resource) when { resource.api in a && b(1, 2) }"
      " unless { context.datalog.c.contains([1]) };",
      Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  const std::vector<PredicateUse> uses = PredicateUses(policies[0]);
  ASSERT_EQ(uses.size(), 3u);
  EXPECT_EQ(uses[0].relation, "a");
  EXPECT_EQ(uses[0].parameter, "api");
  EXPECT_EQ(uses[0].arity, std::nullopt);
  EXPECT_EQ(uses[1].relation, "b");
  EXPECT_EQ(uses[1].arity, 2u);
  EXPECT_EQ(uses[2].relation, "c");
  EXPECT_EQ(reading.Text(uses[2].span), "context.datalog.c.contains([1])");
  EXPECT_EQ(uses[2].policy_id, "p");
}

// --- short forms and comments

TEST(ShortFormTest, WarningsThatLoad) {
  EXPECT_EQ(PolicyCodes("permit(...);", Extended()), "P0024");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when { };", Extended()), "P0023");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) unless { };", Extended()), "P0022");
  EXPECT_EQ(PolicyCodes("permit(..., action);", Extended()), "P0024 P0001");
  Reading reading("forbid(...) when {} when { true };", Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_TRUE(policies[0].extended);
  EXPECT_EQ(policies[0].principal.kind, ScopeKind::kAny);
  EXPECT_FALSE(policies[0].conditions[0].body);
  EXPECT_TRUE(policies[0].conditions[1].body);
}

TEST(ShortFormTest, Comments) {
  EXPECT_EQ(
      PolicyCodes("# a\npermit( /* b */ principal, action, // c\n resource); # d", Extended()), "");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource); /* b", Extended()), "P0004");
}

}  // namespace
}  // namespace rune::cedar
