#include <gtest/gtest.h>

#include "cedar/evaluate/evaluate.h"
#include "cedar/evaluate/test_world.h"

namespace rune::cedar {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

class MissTest : public testing::Test {
 protected:
  Miss Explain(const std::string& text) {
    policies_ = world_.Policies(text);
    WorkMeter meter(100'000, 1000);
    return ExplainMiss(Instance{policies_.data(), "x", {}, {}}, world_.In(meter), world_.sources());
  }

  static Value::Fields Context() {
    Value::Fields context{{"n", Value(std::int64_t{7})}};
    for (int i = 0; i < 20; ++i) context["a" + std::to_string(i)] = Value(0);
    return context;
  }

  TestWorld world_{{{{"User", "alice"},
                     {{"verified", Value(false)}, {"name", Value(std::string(1000, 'n'))}},
                     {{"team", Value("red")}},
                     {{"Group", "staff"}}}},
                   Context()};
  std::vector<Policy> policies_;
};

TEST_F(MissTest, PartsOfTheScopeCountOneByOne) {
  const Miss first = Explain("permit(principal == User::\"bob\", action, resource);");
  EXPECT_EQ(first.passed, 0u);
  EXPECT_NE(first.literal.find("principal == User::\"bob\""), std::string::npos) << first.literal;
  EXPECT_EQ(first.values, (Values{{"principal", "User::\"alice\""}}));
  const Miss third =
      Explain("permit(principal in Group::\"staff\", action, resource == File::\"/b\");");
  EXPECT_EQ(third.passed, 2u);
  EXPECT_EQ(third.values, (Values{{"resource", "File::\"/a\""}}));
}

TEST_F(MissTest, TheFailingConjunctShowsWhatItSaw) {
  const Miss miss = Explain(
      "permit(principal, action, resource) when { context.n == 7 && principal.verified && 1 == 2 "
      "};");
  EXPECT_EQ(miss.passed, 4u);
  EXPECT_EQ(miss.literal, "principal.verified");
  EXPECT_EQ(miss.values, (Values{{"principal.verified", "false"}}));
}

TEST_F(MissTest, AccessesAreShownOnceAndInOrder) {
  const Miss miss = Explain(
      "permit(principal, action, resource) when { context.n > 8 || context.n < 1 ||"
      " principal.getTag(\"team\") == \"blue\" || principal in resource };");
  EXPECT_EQ(miss.values, (Values{{"context.n", "7"},
                                 {"principal.getTag(\"team\")", "\"red\""},
                                 {"principal", "User::\"alice\""},
                                 {"resource", "File::\"/a\""}}));
}

TEST_F(MissTest, AnErrorIsWhatItSaw) {
  const Miss miss = Explain("permit(principal, action, resource) when { context.missing };");
  EXPECT_EQ(miss.passed, 3u);
  EXPECT_EQ(miss.values,
            (Values{{"context.missing", "error: the record has no attribute `missing`"}}));
}

TEST_F(MissTest, AnUnlessIsOneConjunct) {
  const Miss miss = Explain(
      "permit(principal, action, resource) when { true } unless { context.n == 7 && true };");
  EXPECT_EQ(miss.passed, 4u);
  EXPECT_EQ(miss.values, (Values{{"context.n", "7"}}));
}

TEST_F(MissTest, LongTextsAndManyValuesAreCut) {
  std::string many;
  for (int i = 0; i < 20; ++i) many += " || context.a" + std::to_string(i) + " == 1";
  const Miss miss =
      Explain("permit(principal, action, resource) when { principal.name == \"x\"" + many + " };");
  ASSERT_EQ(miss.values.size(), 8u);
  EXPECT_EQ(miss.values[0].first, "principal.name");
  EXPECT_EQ(miss.values[0].second, "\"" + std::string(200, 'n') + "\"...");
  EXPECT_EQ(miss.literal.size(), 203u);
}

TEST_F(MissTest, ASatisfiedPolicyMissesNothing) {
  const Miss miss = Explain("permit(principal, action, resource) when { context.n == 7 };");
  EXPECT_EQ(miss.passed, 4u);
  EXPECT_TRUE(miss.values.empty());
}

}  // namespace
}  // namespace rune::cedar
