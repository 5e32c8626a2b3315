// The authorizer's laws, on random policies. Single outcomes are in
// tests/cases/cedar/authorizer.expr.
#include "cedar/authorize.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <set>

#include "cedar/evaluate/test_world.h"
#include "cedar/policy_set.h"

namespace rune::cedar {
namespace {

struct Outcome {
  bool allow = false;
  std::set<std::string> reasons;
  std::set<std::string> errors;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

class Laws {
 public:
  // One policy of each meaning: satisfied, not satisfied, erring; by scope or by condition.
  static std::string RandomPolicy(bool forbid) {
    static const std::vector<std::string> kScopes = {
        "principal, action, resource", "principal == User::\"alice\", action, resource",
        "principal == User::\"bob\", action, resource", "principal is User, action, resource"};
    static const std::vector<std::string> kConditions = {
        "",
        " when { true }",
        " when { false }",
        " when { context.n == 7 }",
        " when { context.missing }",
        " unless { context.n == 7 }",
        " when { context.n < 10 || context.missing }",
        " when { false && context.missing }",
        " when { 1 + true == 2 }"};
    return (forbid ? "forbid(" : "permit(") + *rc::gen::elementOf(kScopes) + ")" +
           *rc::gen::elementOf(kConditions) + ";\n";
  }

  static std::vector<std::string> RandomPolicies() {
    const int count = *rc::gen::inRange(0, 8);
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i) {
      const std::string id = "@id(\"p" + std::to_string(i) + "\") ";
      texts.push_back(id + RandomPolicy(*rc::gen::arbitrary<bool>()));
    }
    return texts;
  }

  static Outcome Ask(const std::vector<std::string>& texts) {
    TestWorld world({}, {{"n", Value(std::int64_t{7})}});
    std::string all;
    for (const std::string& text : texts) all += text;
    const std::vector<Policy> policies = world.Policies(all);
    std::vector<Instance> instances;
    for (const Policy& policy : policies)
      instances.push_back({&policy, policy.id, {}, policy.span});
    WorkMeter meter(1'000'000, 1000);
    const auto evaluation = EvaluatePolicies(instances, world.In(meter));
    EXPECT_TRUE(evaluation.has_value());
    const Authorization answer = Authorize(*evaluation);
    return {answer.allow,
            {answer.reasons.begin(), answer.reasons.end()},
            {answer.errors.begin(), answer.errors.end()}};
  }
};

TEST(AuthorizeTest, TheOrderOfPoliciesDoesNotMatter) {
  EXPECT_TRUE(rc::check("shuffled policies answer alike", [] {
    std::vector<std::string> texts = Laws::RandomPolicies();
    const Outcome before = Laws::Ask(texts);
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    std::ranges::shuffle(texts, random);
    RC_ASSERT(Laws::Ask(texts) == before);
  }));
}

TEST(AuthorizeTest, AForbidNeverTurnsDenyIntoPermit) {
  EXPECT_TRUE(rc::check("one forbid more permits no more", [] {
    std::vector<std::string> texts = Laws::RandomPolicies();
    const bool before = Laws::Ask(texts).allow;
    texts.push_back("@id(\"more\") " + Laws::RandomPolicy(true));
    RC_ASSERT(before || !Laws::Ask(texts).allow);
  }));
}

TEST(AuthorizeTest, APermitNeverTurnsPermitIntoDeny) {
  EXPECT_TRUE(rc::check("one permit more denies no more", [] {
    std::vector<std::string> texts = Laws::RandomPolicies();
    const bool before = Laws::Ask(texts).allow;
    texts.push_back("@id(\"more\") " + Laws::RandomPolicy(false));
    RC_ASSERT(!before || Laws::Ask(texts).allow);
  }));
}

TEST(AuthorizeTest, ReasonsAreOfTheDecidingEffect) {
  const std::vector<std::string> permits = {"@id(\"a\") permit(principal, action, resource);",
                                            "@id(\"b\") permit(principal, action, resource);"};
  EXPECT_EQ(Laws::Ask(permits), (Outcome{true, {"a", "b"}, {}}));
  std::vector<std::string> both = permits;
  both.push_back("@id(\"c\") forbid(principal, action, resource);");
  both.push_back("@id(\"d\") forbid(principal, action, resource) when { 1 };");
  EXPECT_EQ(Laws::Ask(both), (Outcome{false, {"c"}, {"d"}}));
  EXPECT_EQ(Laws::Ask({}), (Outcome{false, {}, {}}));
}

TEST(AuthorizeTest, AnExhaustedMeterIsAFault) {
  TestWorld world;
  const std::vector<Policy> policies =
      world.Policies("permit(principal, action, resource) when { 1 == 1 };");
  WorkMeter meter(4, 4);
  const auto evaluation =
      EvaluatePolicies({Instance{policies.data(), "p", {}, {}}}, world.In(meter));
  ASSERT_FALSE(evaluation.has_value());
  EXPECT_EQ(evaluation.error().code, FaultCode::kLimit);
}

}  // namespace
}  // namespace rune::cedar
