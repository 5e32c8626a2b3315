#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "base/format.h"
#include "cedar/evaluate/evaluate.h"
#include "cedar/evaluate/seen.h"
#include "cedar/evaluate/test_world.h"

namespace rune::cedar {
namespace {

std::string HoldsWord(std::optional<bool> holds) {
  if (!holds) return "erred";
  return *holds ? "true" : "false";
}

// `or: context.n == 7: true [context.n is 7]`, parts below indented.
void Write(const PolicyPart& part, std::size_t depth, std::string& out) {
  out += Format("{}{}: {}: {}", std::string(2 * depth, ' '), PartKindName(part.kind), part.text,
                HoldsWord(part.holds));
  if (!part.error.empty()) out += " " + part.error;
  for (const auto& [text, value] : part.values) out += Format(" [{} is {}]", text, value);
  for (const std::string& entity : part.via) out += " > " + entity;
  if (part.left_out > 0) out += Format(" +{}", part.left_out);
  out += '\n';
  for (const PolicyPart& inner : part.because) Write(inner, depth + 1, out);
}

std::string Write(const PolicyExplanation& policy) {
  std::string out;
  for (const PolicyPart& clause : policy.clauses) Write(clause, 0, out);
  return out;
}

Value::Fields Context() { return {{"n", Value(std::int64_t{7})}, {"s", Value("text")}}; }

std::vector<Entity> People() {
  return {{{"User", "alice"},
           {{"verified", Value(false)}, {"age", Value(std::int64_t{30})}},
           {{"team", Value("red")}},
           {{"Group", "dev"}}},
          {{"Group", "dev"}, {}, {}, {{"Group", "a"}, {"Group", "staff"}}},
          {{"Group", "staff"}, {}, {}, {{"Group", "all"}}}};
}

class ExplainPolicyTest : public testing::Test {
 protected:
  Result<PolicyExplanation> TryExplain(const std::string& text, SlotValues slots = {},
                                       std::uint64_t steps = 10'000'000) {
    policies_ = world_.Policies(text);
    WorkMeter meter(steps, 1000);
    return ExplainPolicy(Instance{policies_.data(), "x", std::move(slots), {}}, world_.In(meter),
                         world_.sources());
  }
  PolicyExplanation Explain(const std::string& text, SlotValues slots = {}) {
    auto policy = TryExplain(text, std::move(slots));
    EXPECT_TRUE(policy.has_value());
    return policy ? *std::move(policy) : PolicyExplanation();
  }
  // A permit for everything, with these conditions.
  std::string When(const std::string& conditions) {
    return Write(Explain("permit(principal, action, resource) " + conditions + ";"));
  }

  TestWorld world_{People(), Context()};
  std::vector<Policy> policies_;
};

TEST_F(ExplainPolicyTest, OfATrueDisjunctionTheTrueOperandDecided) {
  EXPECT_EQ(When("when { context.n == 8 || context.n == 7 || context.missing }"),
            "when: when { context.n == 8 || context.n == 7 || context.missing }: true\n"
            "  or: context.n == 7: true [context.n is 7]\n");
}

TEST_F(ExplainPolicyTest, OfATrueConjunctionEachOperandDecided) {
  EXPECT_EQ(When("when { context.n == 7 && !principal.verified }"),
            "when: when { context.n == 7 && !principal.verified }: true\n"
            "  and: context.n == 7: true [context.n is 7]\n"
            "  and: !principal.verified: true [principal.verified is false]\n");
}

TEST_F(ExplainPolicyTest, AnUnlessIsExplainedByWhatIsFalse) {
  EXPECT_EQ(When("unless { context.n == 8 || principal.verified }"),
            "unless: unless { context.n == 8 || principal.verified }: true\n"
            "  or: context.n == 8: false [context.n is 7]\n"
            "  or: principal.verified: false [principal.verified is false]\n");
  EXPECT_EQ(When("unless { context.n == 7 && principal.verified && context.missing }"),
            "unless: unless { context.n == 7 && principal.verified && context.missing }: true\n"
            "  and: principal.verified: false [principal.verified is false]\n");
}

TEST_F(ExplainPolicyTest, AnIfShowsTheBranchThatWasTaken) {
  EXPECT_EQ(When("when { if principal.verified then context.missing else context.n > 1 }"),
            "when: when { if principal.verified then context.missing else context.n > 1 }: true\n"
            "  if: principal.verified: false [principal.verified is false]\n"
            "  else: context.n > 1: true [context.n is 7]\n");
  EXPECT_EQ(When("when { (if principal.verified then context.missing else 1) == 1 }"),
            "when: when { (if principal.verified then context.missing else 1) == 1 }: true"
            " [principal.verified is false]\n")
      << "what was not taken was not seen";
}

TEST_F(ExplainPolicyTest, LogicBehindANotIsFollowed) {
  EXPECT_EQ(When("when { !(principal.verified || context.n == 1) }"),
            "when: when { !(principal.verified || context.n == 1) }: true\n"
            "  not: principal.verified || context.n == 1: false\n"
            "    or: principal.verified: false [principal.verified is false]\n"
            "    or: context.n == 1: false [context.n is 7]\n");
}

TEST_F(ExplainPolicyTest, AnErrorIsShownWhereItArose) {
  EXPECT_EQ(When("when { context.n == 7 && 1 + context.s == 3 } when { true }"),
            "when: when { context.n == 7 && 1 + context.s == 3 }: erred\n"
            "  and: 1 + context.s == 3: erred [context.s is \"text\"]\n"
            "    error: context.s: erred expected a long as operand of `+`, found a string\n");
  EXPECT_EQ(When("when { context.missing }"),
            "when: when { context.missing }: erred"
            " [context.missing is error: the record has no attribute `missing`]\n"
            "  error: context.missing: erred the record has no attribute `missing`\n");
  EXPECT_TRUE(Explain("forbid(principal, action, resource) when { 1 };").erred);
}

TEST_F(ExplainPolicyTest, AScopeShowsSlotsAndTheWayThroughTheHierarchy) {
  SlotValues slots;
  slots.principal = EntityUid{"Group", "all"};
  EXPECT_EQ(
      Write(Explain("permit(principal in ?principal, action, resource == File::\"/a\");", slots)),
      "scope: principal in ?principal: true [principal is User::\"alice\"]"
      " [?principal is Group::\"all\"] > User::\"alice\" > Group::\"dev\""
      " > Group::\"staff\" > Group::\"all\"\n"
      "scope: resource == File::\"/a\": true [resource is File::\"/a\"]\n");
  EXPECT_EQ(When("when { principal in [Group::\"b\", Group::\"staff\"] }"),
            "when: when { principal in [Group::\"b\", Group::\"staff\"] }: true"
            " [principal is User::\"alice\"]"
            " > User::\"alice\" > Group::\"dev\" > Group::\"staff\"\n");
  EXPECT_EQ(When("when { principal is User in User::\"alice\" }"),
            "when: when { principal is User in User::\"alice\" }: true"
            " [principal is User::\"alice\"]\n")
      << "nothing lies between an entity and itself";
}

TEST_F(ExplainPolicyTest, TestsShowWhatTheyLookedAt) {
  EXPECT_EQ(When("when { principal has age && principal is User }"),
            "when: when { principal has age && principal is User }: true\n"
            "  and: principal has age: true [principal is User::\"alice\"]\n"
            "  and: principal is User: true [principal is User::\"alice\"]\n");
  const PolicyExplanation policy = Explain(
      "permit(principal, action, resource) when { principal.age > 20 && "
      "context.s like \"te*\" && principal.getTag(\"team\") == \"red\" };");
  ASSERT_EQ(policy.clauses.size(), 1U);
  ASSERT_EQ(policy.clauses[0].because.size(), 3U);
  EXPECT_EQ(policy.clauses[0].because[1].values, (SeenValues{{"context.s", "\"text\""}}));
  EXPECT_EQ(policy.clauses[0].because[2].values,
            (SeenValues{{"principal.getTag(\"team\")", "\"red\""}}));
  EXPECT_EQ(policy.clauses[0].because[1].place.column, 66U);
}

TEST_F(ExplainPolicyTest, WhatAsksNothingHasNoClauses) {
  EXPECT_TRUE(Explain("permit(principal, action, resource);").clauses.empty());
}

TEST_F(ExplainPolicyTest, AnEmptyWhenDecidesAlone) {
  world_.extended = true;
  EXPECT_EQ(Write(Explain("forbid(principal, action, resource) when { context.n == 7 } when { };")),
            "when: when { }: true\n");
}

TEST_F(ExplainPolicyTest, LongChainsAreCut) {
  std::string chain = "context.n == 7";
  for (int i = 1; i < 10'000; ++i) chain += " && context.n == 7";
  const PolicyExplanation policy =
      Explain("permit(principal, action, resource) when { " + chain + " };");
  ASSERT_EQ(policy.clauses.size(), 1U);
  EXPECT_EQ(policy.clauses[0].because.size(), 32U);
  EXPECT_EQ(policy.clauses[0].left_out, 9'968U);
  EXPECT_EQ(policy.clauses[0].text.size(), 203U);
}

TEST_F(ExplainPolicyTest, ALogicOfManyNotsIsOne) {
  EXPECT_EQ(When("when { !!!(context.n == 1 && principal.verified) }"),
            "when: when { !!!(context.n == 1 && principal.verified) }: true\n"
            "  not: context.n == 1 && principal.verified: false\n"
            "    and: context.n == 1: false [context.n is 7]\n");
}

TEST_F(ExplainPolicyTest, DeepLogicEndsInValues) {
  std::string deep = "context.n == 7";
  for (int i = 0; i < 60; ++i) deep = "(false || (true && " + deep + "))";
  const PolicyExplanation policy =
      Explain("permit(principal, action, resource) when { " + deep + " };");
  const PolicyPart* part = policy.clauses.data();
  std::size_t depth = 0;
  while (!part->because.empty()) {
    part = &part->because.back();
    ++depth;
  }
  EXPECT_EQ(depth, 16U);
  EXPECT_EQ(part->values, (SeenValues{{"context.n", "7"}}));
}

TEST_F(ExplainPolicyTest, ABoundIsAFault) {
  const auto policy =
      TryExplain("permit(principal, action, resource) when { 1 == 1 && 2 == 2 };", {}, 6);
  ASSERT_FALSE(policy.has_value());
  EXPECT_EQ(policy.error().code, FaultCode::kLimit);
}

TEST(Shown, LongTextsAndDeepValuesAreCut) {
  EXPECT_EQ(Shown(Value(std::string(1000, 'n'))), "\"" + std::string(200, 'n') + "\"...");
  EXPECT_EQ(Shown(Value(EntityUid{"T", "a\"b"})), "T::\"a\\\"b\"");
  EXPECT_EQ(Shown(Value::Record({{"a", Value::Set({})}})), "{\"a\": []}");
  Value::Elements many;
  for (std::int64_t n = 0; n < 100'000; ++n) many.emplace_back(n);
  const std::string set = Shown(Value::Set(many));
  EXPECT_TRUE(set.starts_with("[0, 1, 2, ")) << set;
  EXPECT_TRUE(set.ends_with(", .. 99947 more]")) << set;
  Value nested = Value::Set({});
  for (int i = 0; i < 1000; ++i) nested = Value::Set({nested});
  EXPECT_EQ(Shown(nested), std::string(200, '[') + ".. 1 more" + std::string(200, ']'));
}

// Conditions of which some are true, some false and some err.
class Conditions {
 public:
  explicit Conditions(std::uint32_t seed) : random_(seed) {}

  std::string Next() {
    std::string text = "permit(principal, action, resource)";
    for (std::size_t i = 1 + Below(2); i > 0; --i) {
      text += Format(" {} {{ {} }}", Below(3) == 0 ? "unless" : "when", Bool(4));
    }
    return text + ";";
  }

 private:
  std::size_t Below(std::size_t n) { return random_() % n; }

  std::string Bool(std::size_t depth) {
    switch (depth == 0 ? 4 : Below(6)) {
      case 0: return Format("({} && {})", Bool(depth - 1), Bool(depth - 1));
      case 1: return Format("({} || {} || {})", Bool(depth - 1), Atom(), Bool(depth - 1));
      case 2: return Format("!{}", Bool(depth - 1));
      case 3:
        return Format("(if {} then {} else {})", Bool(depth - 1), Bool(depth - 1), Bool(depth - 1));
      default: return Atom();
    }
  }

  std::string Atom() {
    static const std::vector<std::string> kAtoms = {
        "true",
        "principal.verified",
        "(context.n == 7)",
        "(context.n < principal.age)",
        "(principal in Group::\"staff\")",
        "(principal in [Group::\"x\", Group::\"a\"])",
        "(principal is User)",
        "(context has missing && context.missing)",
        "(context.s like \"x*\")",
        "context.missing",
        "(1 + context.s == 3)",
        "context.n",
    };
    // What errs is rarer: an error ends the evaluation.
    return kAtoms[Below(Below(4) == 0 ? kAtoms.size() : 9)];
  }

  std::mt19937 random_;
};

void HoldsOnItsOwn(TestWorld& world, const PolicyPart& part) {
  const bool clause = part.kind == PartKind::kWhen || part.kind == PartKind::kUnless;
  if (!part.text.ends_with("...") && !clause) {
    const EvalResult value = world.Run(part.text);
    const bool is_bool = value && value->is(ValueKind::kBool);
    if (part.holds) {
      RC_ASSERT(is_bool);
      RC_ASSERT(value->as_bool() == *part.holds);
    } else if (part.kind != PartKind::kError) {
      RC_ASSERT(!is_bool);
    }
    for (const auto& [text, seen] : part.values) {
      const EvalResult access = world.Run(text);
      if (access) RC_ASSERT(Shown(*access) == seen);
    }
  }
  for (const PolicyPart& inner : part.because) HoldsOnItsOwn(world, inner);
}

TEST(ExplainPolicyProperty, WhatIsSaidToHoldHoldsOnItsOwn) {
  EXPECT_TRUE(rc::check("parts of explanations evaluate to what is said of them", [] {
    TestWorld world(People(), Context());
    const std::string text = Conditions(*rc::gen::arbitrary<std::uint32_t>()).Next();
    RC_LOG() << text << '\n';
    const std::vector<Policy> policies = world.Policies(text);
    WorkMeter meter(1'000'000, 1000);
    const Environment env = world.In(meter);
    const Instance instance{policies.data(), "x", {}, {}};
    const auto satisfied = Satisfied(instance, env);
    const auto policy = ExplainPolicy(instance, env, world.sources());
    RC_ASSERT(policy.has_value());
    RC_ASSERT(policy->erred == !satisfied.has_value());
    const bool all = std::ranges::all_of(
        policy->clauses, [](const PolicyPart& clause) { return clause.holds == true; });
    RC_ASSERT(all == satisfied.value_or(false));
    for (const PolicyPart& clause : policy->clauses) {
      if (!clause.text.ends_with("...")) {
        const std::vector<Policy> alone =
            world.Policies("permit(principal, action, resource) " + clause.text + ";");
        const auto holds = Satisfied(Instance{alone.data(), "y", {}, {}}, env);
        RC_ASSERT((holds ? std::optional(*holds) : std::nullopt) == clause.holds);
      }
      HoldsOnItsOwn(world, clause);
    }
  }));
}

}  // namespace
}  // namespace rune::cedar
