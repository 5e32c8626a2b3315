// The core form of policies, and the text that Cedar shows for policies that have none.
#include "cedar/syntax/core_form.h"

#include <gtest/gtest.h>

#include "cedar/syntax/print.h"
#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

std::string Core(const std::string& condition) {
  Reading reading("permit(principal, action, resource) when { " + condition + " };");
  const std::vector<Policy> policies = reading.Policies();
  if (policies.size() != 1) return reading.Findings();
  const Policy core = CoreForm(policies[0]);
  return PrintExpr(core.pool, *core.conditions[0].body);
}

TEST(CoreFormTest, Operators) {
  EXPECT_EQ(Core("1 > 2"), "!(1 <= 2)");
  EXPECT_EQ(Core("1 >= 2"), "!(1 < 2)");
  EXPECT_EQ(Core("1 != 2"), "!(1 == 2)");
  EXPECT_EQ(Core("principal is T in resource"), "(principal is T) && (principal in resource)");
  EXPECT_EQ(Core("{b: 1, a: 2}.a == 1 || context has a.b"),
            "({a: 2, b: 1}.a == 1) || (context has a.b)");
}

TEST(CoreFormTest, TwoLiteralsAreOne) {
  EXPECT_EQ(Core("true && false"), "false");
  EXPECT_EQ(Core("true && (false || true) && principal"), "true && principal");
  EXPECT_EQ(Core("!true"), "!true");
}

TEST(CoreFormTest, APolicy) {
  Reading reading(
      "@z @a(\"b\") permit(principal, action in Action::\"x\", resource) when {context} unless "
      "{context.a > -1} when {principal};");
  EXPECT_EQ(
      PrintCorePolicy(reading.Policies()[0]),
      "@a(\"b\")\n@z(\"\")\npermit(\n  principal,\n  action in [Action::\"x\"],\n  resource\n) "
      "when {\n  context && ((!(!(context.a <= (-1)))) && principal)\n};");
}

TEST(CoreFormTest, WhatWouldGrowBeyondMeasureStays) {
  std::string nested = "principal";
  for (int i = 0; i < 60; ++i) nested = "(" + nested + " is T in resource)";
  EXPECT_LT(Core(nested).size(), 10'000'000u);
}

TEST(CoreFormTest, ManyConditionsDoNotNest) {
  std::string text = "permit(principal, action, resource)";
  for (int i = 0; i < 3'000; ++i) text += " when { context }";
  Reading reading(text + ";");
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_EQ(PrintCorePolicy(policies[0]).find('(', 8), std::string::npos);
}

TEST(PrintPolicyLineTest, SlotsAreFilled) {
  Reading reading(
      "@a permit(principal in ?principal, action in [Action::\"x\"], resource == ?resource) when "
      "{1 "
      "> 2} unless {true};");
  const EntityUid principal{"User", "u"};
  EXPECT_EQ(PrintPolicyLine(reading.Policies()[0], &principal),
            "@a\npermit(principal in User::\"u\", action in Action::\"x\", resource == ?resource) "
            "when { 1 > 2 } unless { true };");
}

}  // namespace
}  // namespace rune::cedar
