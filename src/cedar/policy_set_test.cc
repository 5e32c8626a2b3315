#include "cedar/policy_set.h"

#include <gtest/gtest.h>

#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

constexpr std::string_view kPolicies =
    "@id(\"static\") permit(principal, action, resource);\n"
    "@id(\"one\") permit(principal == ?principal, action, resource);\n"
    "@id(\"two\") permit(principal in ?principal, action, resource is File in ?resource);";

class PolicySetTest : public testing::Test {
 protected:
  PolicySetTest() : reading_(std::string(kPolicies)) {
    set_.AddAll(reading_.Policies(), reading_.diagnostics);
  }

  void AddLink(std::string id, std::string of, bool principal, bool resource) {
    Link link;
    link.id = std::move(id);
    link.template_id = std::move(of);
    if (principal) link.values.principal = EntityUid{"User", "a"};
    if (resource) link.values.resource = EntityUid{"File", "f"};
    link.span = reading_.sources.Whole(reading_.file).At(0, 1);
    set_.AddLink(std::move(link), reading_.diagnostics);
  }

  Reading reading_;
  PolicySet set_;
};

TEST_F(PolicySetTest, TemplatesTakeNoPartUntilLinked) {
  ASSERT_EQ(set_.Instances().size(), 1u);
  EXPECT_EQ(set_.Instances()[0].id, "static");
  AddLink("l1", "one", true, false);
  AddLink("l2", "two", true, true);
  EXPECT_EQ(reading_.Codes(), "");
  const std::vector<Instance> instances = set_.Instances();
  ASSERT_EQ(instances.size(), 3u);
  EXPECT_EQ(instances[1].id, "l1");
  EXPECT_EQ(instances[1].policy->id, "one");
  EXPECT_EQ(instances[2].values.resource, (EntityUid{"File", "f"}));
}

TEST(PolicySetAddAllTest, TakesTheFirstOfEachId) {
  std::string text;
  for (const char* id : {"a", "b", "a", "c", "b", "d"}) {
    text += std::string("@id(\"") + id + "\") permit(principal == ?principal, action, resource);";
  }
  ParseOptions by_place;
  by_place.id_annotations = false;
  Reading reading(text, by_place);
  const auto read = [&] {
    std::vector<Policy> policies = reading.Policies();
    for (Policy& policy : policies) policy.id = *policy.annotations[0].value;
    return policies;
  };
  PolicySet set;
  set.AddAll(read(), reading.diagnostics);
  EXPECT_EQ(reading.Codes(), "P0013 P0013");
  const auto ids = [&] {
    std::string out;
    for (const Policy& policy : set.policies()) out += policy.id;
    return out;
  };
  EXPECT_EQ(ids(), "abcd");
  for (const Policy& policy : set.policies()) {
    EXPECT_EQ(set.Find(policy.id), &policy);
    EXPECT_TRUE(set.IsTemplate(policy));
  }
  set.AddAll(read(), reading.diagnostics);
  EXPECT_EQ(ids(), "abcd");
}

TEST_F(PolicySetTest, ALinkFillsExactlyTheSlots) {
  AddLink("l", "one", false, false);
  AddLink("l", "one", true, true);
  AddLink("l", "two", true, false);
  EXPECT_EQ(reading_.Codes(), "P0043 P0043 P0043");
  EXPECT_EQ(set_.Instances().size(), 1u);
}

TEST_F(PolicySetTest, ALinkNamesATemplate) {
  AddLink("l", "three", true, false);
  AddLink("l", "static", false, false);
  EXPECT_EQ(reading_.Codes(), "P0042 P0042");
}

TEST_F(PolicySetTest, IdsAreOneNameSpace) {
  AddLink("static", "one", true, false);
  AddLink("two", "one", true, false);
  AddLink("l", "one", true, false);
  AddLink("l", "one", true, false);
  EXPECT_EQ(reading_.Codes(), "P0013 P0013 P0013");
  Reading other("@id(\"l\") forbid(principal, action, resource);");
  set_.Add(other.Policies()[0], other.diagnostics);
  EXPECT_EQ(other.Codes(), "P0013");
}

TEST_F(PolicySetTest, TemplatesAloneAreInert) {
  EXPECT_FALSE(set_.inert());
  PolicySet templates;
  EXPECT_TRUE(templates.inert());
  EXPECT_TRUE(templates.empty());
  templates.Add(*set_.Find("one"), reading_.diagnostics);
  EXPECT_TRUE(templates.inert());
  EXPECT_FALSE(templates.empty());
}

TEST(ActionLiteralsTest, ScopesAndConditions) {
  Reading reading(
      "permit(principal, action in [Action::\"a\", N::Action::\"b\"], resource) when "
      "{ action == Action::\"c\" || resource == File::\"d\" || action in Action::\"e*\" };",
      Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  std::string names;
  for (const auto& [uid, span] : ActionLiterals(policies[0])) {
    names += uid.type + "::" + uid.id + "=" + std::string(reading.Text(span)) + " ";
  }
  EXPECT_EQ(names,
            "Action::a=Action::\"a\" N::Action::b=N::Action::\"b\" Action::c=Action::\"c\" ");
}

}  // namespace
}  // namespace rune::cedar
