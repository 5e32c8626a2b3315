// Changes of a policy set: each kind of refusal, and sets put together.
#include <gtest/gtest.h>

#include "cedar/policy_set.h"
#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

using Kind = PolicySetErrorKind;

std::vector<Policy> PoliciesOf(const std::string& text) { return Reading(text).Policies(); }

PolicySet SetOf(const std::string& text) {
  PolicySet set;
  for (Policy& policy : PoliciesOf(text)) {
    const bool is_template = policy.is_template();
    const auto added =
        is_template ? set.AddTemplate(std::move(policy)) : set.AddStatic(std::move(policy));
    EXPECT_TRUE(added.has_value());
  }
  return set;
}

Link LinkOf(std::string id, std::string template_id, std::optional<std::string> principal) {
  Link link;
  link.id = std::move(id);
  link.template_id = std::move(template_id);
  if (principal) link.values.principal = EntityUid{"User", *principal};
  return link;
}

template <typename T>
std::string NameOf(const PolicySetResult<T>& result) {
  return result ? "" : std::string(PolicySetErrorName(result.error().kind));
}

constexpr const char* kPolicies =
    "@id(\"s\") permit(principal, action, resource);"
    "@id(\"t\") permit(principal == ?principal, action, resource);";

TEST(PolicySetChangeTest, Links) {
  PolicySet set = SetOf(kPolicies);
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("l", "t", "a"))), "");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("l", "t", "a"))), "PolicyIdConflict");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("s", "t", "a"))), "PolicyIdConflict");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("m", "t", std::nullopt))), "ArityError");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("l", "t", std::nullopt))), "ArityError");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("m", "s", "a"))), "ExpectedTemplate");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("m", "l", "a"))), "ExpectedTemplate");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("m", "x", "a"))), "NoSuchTemplate");
  Link both = LinkOf("m", "t", "a");
  both.values.resource = EntityUid{"File", "f"};
  EXPECT_EQ(NameOf(set.AddLink(both)), "ArityError");
  EXPECT_EQ(set.LinkedPolicies("t").value(), std::vector<std::string>{"l"});
  EXPECT_EQ(set.LinkedPolicies("s").value(), std::vector<std::string>{"s"});
  EXPECT_EQ(NameOf(set.LinkedPolicies("l")), "TemplateNonexistent");
}

TEST(PolicySetChangeTest, Adding) {
  PolicySet set = SetOf(kPolicies);
  EXPECT_EQ(NameOf(set.AddStatic(PoliciesOf(kPolicies)[1])), "ExpectedStatic");
  EXPECT_EQ(NameOf(set.AddStatic(PoliciesOf(kPolicies)[0])), "AlreadyDefined");
  EXPECT_EQ(NameOf(set.AddTemplate(PoliciesOf(kPolicies)[1])), "AlreadyDefined");
  ASSERT_TRUE(set.AddLink(LinkOf("policy0", "t", "a")).has_value());
  EXPECT_EQ(NameOf(set.AddStatic(PoliciesOf("permit(principal, action, resource);")[0])),
            "AlreadyDefined");
}

TEST(PolicySetChangeTest, Removing) {
  PolicySet set = SetOf(kPolicies);
  ASSERT_TRUE(set.AddLink(LinkOf("l", "t", "a")).has_value());
  EXPECT_EQ(NameOf(set.RemoveTemplate("t")), "RemoveTemplateWithActiveLinks");
  EXPECT_EQ(NameOf(set.RemoveTemplate("s")), "TemplateNonexistent");
  EXPECT_EQ(NameOf(set.RemoveTemplate("x")), "TemplateNonexistent");
  EXPECT_EQ(NameOf(set.RemoveStatic("t")), "PolicyNonexistent");
  EXPECT_EQ(NameOf(set.RemoveStatic("l")), "PolicyNonexistent");
  EXPECT_EQ(NameOf(set.Unlink("s")), "UnlinkLinkNotLink");
  EXPECT_EQ(NameOf(set.Unlink("t")), "LinkNonexistent");
  EXPECT_EQ(NameOf(set.Unlink("x")), "LinkNonexistent");
  EXPECT_EQ(set.Unlink("l").value().template_id, "t");
  EXPECT_EQ(set.RemoveStatic("s").value().id, "s");
  ASSERT_NE(set.Find("t"), nullptr);
  EXPECT_EQ(set.RemoveTemplate("t").value().id, "t");
  EXPECT_TRUE(set.empty());
  // All three ids are free again.
  EXPECT_EQ(NameOf(set.AddTemplate(PoliciesOf(kPolicies)[1])), "");
  EXPECT_EQ(NameOf(set.AddLink(LinkOf("l", "t", "a"))), "");
  EXPECT_EQ(NameOf(set.AddStatic(PoliciesOf(kPolicies)[0])), "");
}

TEST(PolicySetChangeTest, ATemplateWithoutSlotsSleepsUntilLinked) {
  PolicySet set;
  ASSERT_TRUE(set.AddTemplate(PoliciesOf("permit(principal, action, resource);")[0]).has_value());
  EXPECT_TRUE(set.inert());
  ASSERT_TRUE(set.AddLink(LinkOf("l", "policy0", std::nullopt)).has_value());
  EXPECT_EQ(set.Instances().size(), 1u);
}

TEST(MergeTest, WhatIsTheSameIsThereOnce) {
  PolicySet set = SetOf(kPolicies);
  // Written otherwise, the same to Cedar.
  PolicySet other = SetOf("@id(\"s\") permit(principal, action,\n resource);");
  EXPECT_TRUE(set.Merge(other, false).value().empty());
  EXPECT_EQ(set.policies().size(), 2u);
}

TEST(MergeTest, ClashesAreRefusedOrRenamed) {
  PolicySet set = SetOf(kPolicies);
  ASSERT_TRUE(set.AddLink(LinkOf("policy0", "t", "a")).has_value());
  PolicySet other = SetOf(
      "@id(\"s\") forbid(principal, action, resource);"
      "@id(\"t\") forbid(principal in ?principal, action, resource);");
  ASSERT_TRUE(other.AddLink(LinkOf("l", "t", "b")).has_value());
  EXPECT_EQ(NameOf(set.Merge(other, false)), "AlreadyDefined");
  EXPECT_EQ(set.policies().size(), 2u);
  const auto renamed = set.Merge(other, true).value();
  EXPECT_EQ(renamed, (std::map<std::string, std::string>{{"s", "policy1"}, {"t", "policy2"}}));
  ASSERT_EQ(set.policies().size(), 4u);
  EXPECT_EQ(set.Find("policy1")->effect, Effect::kForbid);
  EXPECT_EQ(set.FindLink("l")->template_id, "policy2");
  EXPECT_EQ(set.LinkedPolicies("policy2").value(), std::vector<std::string>{"l"});
}

TEST(MergeTest, LinksClashToo) {
  PolicySet set = SetOf(kPolicies);
  ASSERT_TRUE(set.AddLink(LinkOf("l", "t", "a")).has_value());
  PolicySet other = SetOf(kPolicies);
  ASSERT_TRUE(other.AddLink(LinkOf("l", "t", "b")).has_value());
  const auto renamed = set.Merge(other, true).value();
  EXPECT_EQ(renamed, (std::map<std::string, std::string>{{"l", "policy0"}}));
  EXPECT_EQ(set.FindLink("policy0")->values.principal, (EntityUid{"User", "b"}));
  EXPECT_EQ(set.LinkedPolicies("t").value(), (std::vector<std::string>{"l", "policy0"}));
}

}  // namespace
}  // namespace rune::cedar
