// What one-line cases (tests/cases/cedar/*.expr) cannot show: size, depth, work, places, messages.
#include "cedar/evaluate/evaluate.h"

#include <gtest/gtest.h>

#include "cedar/evaluate/test_world.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

constexpr int kChain = 10'000;

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(EvaluateTest, ChainsOfOperatorsNeedNoStack) {
  TestWorld world;
  EXPECT_EQ(world.Run("true" + Repeat(" && true", kChain - 1)), Value(true));
  EXPECT_EQ(world.Run("false" + Repeat(" || false", kChain - 1)), Value(false));
  EXPECT_EQ(world.Run("0" + Repeat(" + 1", kChain - 1)), Value(std::int64_t{kChain - 1}));
}

// x.a.a.a..., where each record holds the next one: built by hand, since no text nests so deep.
TEST(EvaluateTest, ChainsOfAttributesNeedNoStack) {
  TestWorld world({{{"User", "alice"}, {{"next", Value(EntityUid{"User", "alice"})}}, {}, {}}});
  EXPECT_EQ(world.Run("principal" + Repeat(".next", kChain - 1)), Value(world.principal));
  const EvalResult missing = world.Run("principal" + Repeat(".next", kChain - 2) + ".last");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().kind, EvalErrorKind::kEntityAttrDoesNotExist);
}

TEST(EvaluateTest, ChainsOfMethodsAndPathsNeedNoStack) {
  TestWorld world({{{"User", "alice"}, {{"next", Value(EntityUid{"User", "alice"})}}, {}, {}}});
  ParsedExpr tree;
  tree.root = tree.pool.Add(ExprKind::kVariable, {});
  for (int i = 0; i < kChain; ++i) {
    const ExprId name = tree.pool.AddLiteral(Value("next"), {});
    tree.root = tree.pool.Add(ExprKind::kBinary, {}, {tree.root, name});
    tree.pool.at(tree.root).binary = BinaryOp::kHasTag;
  }
  // The first test of a tag gives a bool, which has none.
  const EvalResult result = world.Run(tree);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind, EvalErrorKind::kTypeError);

  ParsedExpr path;
  const ExprId variable = path.pool.Add(ExprKind::kVariable, {});
  const std::vector<std::string> names(kChain, "next");
  path.root = path.pool.Add(ExprKind::kHas, {}, {variable}, path.pool.Names(names));
  EXPECT_EQ(world.Run(path), Value(true));
}

TEST(EvaluateTest, ChainsOfCallsAreNotRecursed) {
  TestWorld world;
  world.steps = 1'000'000;
  const std::string day = "datetime(\"2026-01-01\")";
  EXPECT_EQ(world.Run(day + Repeat(".offset(duration(\"0s\"))", 9'999) + " == " + day),
            Value(true));
  EXPECT_EQ(world.Run(day + Repeat(".toDate()", 10'000) + " == " + day), Value(true));
}

// The deepest recursion that a text within the bound of nesting can cause: five operators a level.
TEST(EvaluateTest, TheDeepestTextFitsTheStack) {
  TestWorld world;
  constexpr int kDepth = 250;
  const EvalResult result =
      world.Run(Repeat("(false || true && 1 == 1 + 1 * ", kDepth) + "1" + Repeat(")", kDepth));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().message, "expected a long as operand of `*`, found a bool");
  const std::string open = "(if false || true && 1 == 1 + 0 * ";
  const std::string close = " then 1 else 1)";
  constexpr int kHalf = kDepth / 2;
  EXPECT_EQ(world.Run(Repeat(open, kHalf) + "1" + Repeat(close, kHalf)), Value(std::int64_t{1}));
}

TEST(EvaluateTest, WorkIsChargedAndEnds) {
  TestWorld world;
  const ParsedExpr sum = world.Parse("1 + 2 + 3");
  world.steps = 5;  // three numbers, two sums
  EXPECT_EQ(world.Run(sum), Value(std::int64_t{6}));
  world.steps = 4;
  const EvalResult result = world.Run(sum);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind, EvalErrorKind::kLimit);
}

TEST(EvaluateTest, LargeSetsAndTextsCostMore) {
  Value::Elements many;
  for (std::int64_t i = 0; i < 1000; ++i) many.push_back(Value(i));
  TestWorld world({}, {{"many", Value::Set(many)}, {"text", Value(std::string(64'000, 'x'))}});
  world.steps = 900;
  for (const std::string text : {"context.many.contains(-1)", "context.many.containsAll([1])",
                                 "context.many == context.many", "context.text like \"*y\""}) {
    const EvalResult result = world.Run(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().kind, EvalErrorKind::kLimit) << text;
  }
}

struct Blamed {
  std::string text;
  std::string part;
  std::string message;
};

TEST(EvaluateTest, ErrorsNameTheOperationThatFailed) {
  TestWorld world({{{"User", "alice"}, {{"age", Value(std::int64_t{3})}}, {}, {}}});
  const std::vector<Blamed> cases = {
      {"true && 1 + \"a\" == 2", "\"a\"", "expected a long as operand of `+`, found a string"},
      {"[1, principal.wings]", "principal.wings", "User::\"alice\" has no attribute `wings`"},
      {"User::\"x\".name == 1", "User::\"x\".name",
       "User::\"x\" does not exist, so it has no attribute `name`"},
      {"context[\"a b\"]", "context[\"a b\"]", "the record has no attribute \"a b\""},
      {"1 < principal.age && principal in 1", "1",
       "expected an entity or a set of entities after `in`, found a long"},
      {"ip(\"300.0.0.1\").isIpv4()", "ip(\"300.0.0.1\")",
       "\"300.0.0.1\" is not an address or a range of addresses"},
      {"9223372036854775807 + principal.age", "9223372036854775807 + principal.age",
       "9223372036854775807 + 3 does not fit 64 bits"},
      {"decimal(\"1.0\").lessThan()", "decimal(\"1.0\").lessThan()",
       "`lessThan` takes 1 arguments, found 0"},
      {"if 1 then true else false", "1", "expected a bool as condition, found a long"},
  };
  for (const Blamed& one : cases) {
    const EvalResult result = world.Run(one.text);
    ASSERT_FALSE(result.has_value()) << one.text;
    EXPECT_EQ(world.sources().Text(result.error().span), one.part) << one.text;
    EXPECT_EQ(result.error().message, one.message) << one.text;
  }
}

TEST(EvaluateTest, EveryKindOfErrorHasAName) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(EvalErrorKind::kLimit); ++kind) {
    names.insert(EvalErrorName(static_cast<EvalErrorKind>(kind)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(EvalErrorKind::kLimit) + 1);
}

// Remembers what it was asked.
class Recorder final : public expr::PredicateSource {
 public:
  expr::PredicateAnswer TestIn(const std::string& relation, const std::string& parameter,
                               const Value& tested) override {
    asked = relation + "/" + parameter + "/" + value::ToText(tested);
    return answer;
  }
  expr::PredicateAnswer TestCall(const std::string& relation,
                                 const std::vector<Value>& arguments) override {
    asked = relation;
    for (const Value& argument : arguments) asked += "/" + value::ToText(argument);
    return answer;
  }

  expr::PredicateAnswer answer;
  std::string asked;
};

TEST(EvaluateTest, PredicatesAreAskedWithNameParameterAndValues) {
  TestWorld world({}, {{"api", Value("github")}});
  world.extended = true;
  Recorder recorder;
  world.predicates = &recorder;
  recorder.answer.truth = expr::Truth::kTrue;
  EXPECT_EQ(world.Run("context.api in allowed"), Value(true));
  EXPECT_EQ(recorder.asked, "allowed/api/\"github\"");
  EXPECT_EQ(world.Run("principal in allowed"), Value(true));
  EXPECT_EQ(recorder.asked, "allowed/principal/User::\"alice\"");
  recorder.answer.truth = expr::Truth::kFalse;
  EXPECT_EQ(world.Run("knows(principal, 1)"), Value(false));
  EXPECT_EQ(recorder.asked, "knows/User::\"alice\"/1");
  recorder.answer = {expr::Truth::kError, "clause 2 divides by zero"};
  const EvalResult erring = world.Run("knows(principal, 1)");
  ASSERT_FALSE(erring.has_value());
  EXPECT_EQ(erring.error().kind, EvalErrorKind::kPredicateError);
  EXPECT_EQ(erring.error().message, "`knows` is in error: clause 2 divides by zero");
}

TEST(EvaluateTest, PredicatesWithoutRulesAreInError) {
  TestWorld world;
  world.extended = true;
  for (const std::string text : {"principal in allowed", "knows(1)"}) {
    const EvalResult result = world.Run(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().kind, EvalErrorKind::kPredicateError) << text;
  }
}

TEST(EvaluateTest, ListsAreNoSets) {
  TestWorld world({}, {{"list", Value::List({Value("a")})}});
  world.extended = true;
  for (const std::string text : {"context.list.contains(\"a\")", "\"a\" in context.list"}) {
    const EvalResult result = world.Run(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().kind, EvalErrorKind::kTypeError) << text;
  }
}

TEST(SatisfiedTest, SlotsTakeTheirValues) {
  const Entity alice{{"User", "alice"}, {}, {}, {{"Group", "staff"}}};
  TestWorld world(std::vector<Entity>{alice});
  const std::vector<Policy> policies =
      world.Policies("permit(principal in ?principal, action, resource == ?resource);");
  WorkMeter meter(1000, 1000);
  const EntityUid staff{"Group", "staff"};
  const auto satisfied = [&](SlotValues values) {
    return Satisfied(Instance{policies.data(), "x", std::move(values), {}}, world.In(meter));
  };
  EXPECT_EQ(satisfied({staff, world.resource}), true);
  EXPECT_EQ(satisfied({EntityUid{"Group", "other"}, world.resource}), false);
  EXPECT_EQ(satisfied({staff, EntityUid{"File", "/b"}}), false);
  EXPECT_FALSE(satisfied({staff, std::nullopt}).has_value());
}

}  // namespace
}  // namespace rune::cedar
