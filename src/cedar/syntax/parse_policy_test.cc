// Policies: annotations, scopes, conditions, ids; and what is said when they are wrong.
#include <gtest/gtest.h>

#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

// One scope in a policy whose other parts are free.
std::string Scope(const std::string& principal, const std::string& action = "action",
                  const std::string& resource = "resource") {
  return "permit(" + principal + ", " + action + ", " + resource + ");";
}

Policy Read(const std::string& text, ParseOptions options = {}) {
  Reading reading(text, std::move(options));
  std::vector<Policy> policies = reading.Policies();
  EXPECT_EQ(reading.Codes(), "") << text;
  EXPECT_EQ(policies.size(), 1u) << text;
  return policies.empty() ? Policy{} : policies[0];
}

TEST(ParsePolicyTest, TheWholeForm) {
  const Policy policy = Read(
      "@id(\"a\") @note @if(\"b\")\n"
      "forbid(principal is A::B in ?principal, action in [Action::\"x\", N::Action::\"y\"],\n"
      "       resource == File::\"z\") when { true } unless { false };");
  EXPECT_EQ(policy.id, "a");
  EXPECT_EQ(policy.effect, Effect::kForbid);
  ASSERT_EQ(policy.annotations.size(), 3u);
  EXPECT_EQ(policy.annotations[1].value, std::nullopt);
  EXPECT_EQ(policy.annotations[2].key, "if");
  EXPECT_EQ(policy.principal.kind, ScopeKind::kIsIn);
  EXPECT_EQ(*policy.principal.type, "A::B");
  EXPECT_TRUE(policy.is_template());
  EXPECT_TRUE(policy.action.list);
  ASSERT_EQ(policy.action.entities.size(), 2u);
  EXPECT_EQ(policy.action.entities[1].uid(), (EntityUid{"N::Action", "y"}));
  EXPECT_EQ(policy.resource.kind, ScopeKind::kEq);
  ASSERT_EQ(policy.conditions.size(), 2u);
  EXPECT_TRUE(policy.conditions[0].when);
  EXPECT_FALSE(policy.conditions[1].when);
}

TEST(ParsePolicyTest, IdsGoByPositionOverAllPolicies) {
  Reading reading(
      "permit(principal, action, resource);\n@id(\"x\") permit(principal, action, resource);\n"
      "permit(principal == ?principal, action, resource);\n@note permit(principal, action, "
      "resource);"
      "permit(oops);permit(principal, action, resource);");
  reading.options.id_prefix = "main.";
  std::string ids;
  for (const Policy& policy : reading.Policies()) ids += policy.id + " ";
  EXPECT_EQ(ids, "main.policy0 x main.policy2 main.policy3 main.policy5 ");
}

TEST(ParsePolicyTest, AnEmptyIdIsOneWhereCedarAloneIsRead) {
  const std::string text = "@id permit(principal, action, resource);";
  EXPECT_EQ(Read(text).id, "");
  EXPECT_EQ(PolicyCodes(text + "@id(\"\") permit(principal, action, resource);"), "P0013");
  ParseOptions options;
  options.extended = true;
  EXPECT_EQ(Read(text, options).id, "policy0");
}

TEST(ParsePolicyTest, CedarsOwnIdsIgnoreTheAnnotation) {
  ParseOptions options;
  options.id_annotations = false;
  EXPECT_EQ(Read("@id(\"x\") permit(principal, action, resource);", options).id, "policy0");
  EXPECT_EQ(PolicyCodes("@id(\"x\") permit(principal, action, resource);"
                        "@id(\"x\") permit(principal, action, resource);",
                        options),
            "");
}

TEST(ParsePolicyTest, EqualIdsNameBothPlaces) {
  Reading reading(
      "@id(\"policy1\") permit(principal, action, resource);\n"
      "permit(principal, action, resource);");
  EXPECT_EQ(reading.Policies().size(), 1u);
  EXPECT_EQ(reading.Findings(), "P0013@52+6");
  ASSERT_EQ(reading.diagnostics.all()[0].others.size(), 1u);
  EXPECT_EQ(reading.diagnostics.all()[0].others[0].place.offset, 0u);
}

TEST(ParsePolicyTest, Annotations) {
  EXPECT_EQ(PolicyCodes("@a @b permit(principal, action, resource);"), "");
  EXPECT_EQ(PolicyCodes("@ a ( \"x\" ) permit(principal, action, resource);"), "");
  EXPECT_EQ(PolicyCodes("@__cedar @true permit(principal, action, resource);"), "");
  EXPECT_EQ(PolicyCodes("@a(\"x\") @a permit(principal, action, resource);"), "P0012");
  EXPECT_EQ(PolicyCodes("@a() permit(principal, action, resource);"), "P0001");
  EXPECT_EQ(PolicyCodes("@a(b) permit(principal, action, resource);"), "P0001");
  EXPECT_EQ(PolicyCodes("@a::b(\"x\") permit(principal, action, resource);"), "P0001");
  EXPECT_EQ(PolicyCodes("@a(\"\\q\") permit(principal, action, resource);"), "P0005");
}

TEST(ParsePolicyTest, TrailingCommas) {
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource,);"), "");
  EXPECT_EQ(PolicyCodes("permit(principal, action in [Action::\"a\",], resource);"), "");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when { [1,].contains(2,) };"), "");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource,,);"), "P0001");
}

TEST(ParsePolicyTest, EntitiesOfScopesMayStandInParentheses) {
  EXPECT_EQ(PolicyCodes(Scope("principal == (User::\"a\")")), "");
  EXPECT_EQ(PolicyCodes(Scope("principal in ((?principal))")), "");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action in ([(Action::\"a\")])")), "");
  EXPECT_EQ(PolicyCodes(Scope("principal is User in (Group::\"a\")")), "");
}

TEST(ParsePolicyTest, ActionScopes) {
  EXPECT_EQ(PolicyCodes(Scope("principal", "action in []")), "");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action == NS::Action::\"a\"")), "");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action == Foo::\"a\"")), "P0019");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action == MyAction::\"a\"")), "P0019");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action == Action::Foo::\"a\"")), "P0019");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action in [Action::\"a\", Foo::\"a\"]")), "P0019");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action == [Action::\"a\"]")), "P0018");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action in [[Action::\"a\"]]")), "P0001");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action is Action")), "P0017");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action in ?action")), "P0020");
  EXPECT_EQ(PolicyCodes(Scope("principal", "action == ?principal")), "P0020");
}

TEST(ParsePolicyTest, WhatAScopeCannotHold) {
  EXPECT_EQ(PolicyCodes(Scope("principal != User::\"a\"")), "P0017");
  EXPECT_EQ(PolicyCodes(Scope("principal has a")), "P0017");
  EXPECT_EQ(PolicyCodes(Scope("principal is User == User::\"a\"")), "P0017");
  EXPECT_EQ(PolicyCodes(Scope("principal in Group::\"a\" is User")), "P0017");
  EXPECT_EQ(PolicyCodes(Scope("principal: User")), "P0017");
  EXPECT_EQ(PolicyCodes(Scope("principal = User::\"a\"")), "P0037");
  EXPECT_EQ(PolicyCodes(Scope("principal == User::\"a\" && true")), "P0001");
  EXPECT_EQ(PolicyCodes(Scope("principal == User")), "P0018");
  EXPECT_EQ(PolicyCodes(Scope("principal == \"a\"")), "P0018");
  EXPECT_EQ(PolicyCodes(Scope("principal in [User::\"a\"]")), "P0018");
  EXPECT_EQ(PolicyCodes(Scope("principal == ?resource")), "P0020");
  EXPECT_EQ(PolicyCodes(Scope("principal == ?someone")), "P0020");
  EXPECT_EQ(PolicyCodes(Scope("principal is \"User\"")), "P0035");
  EXPECT_EQ(PolicyCodes(Scope("principal == if::\"a\"")), "P0025");
  EXPECT_EQ(PolicyCodes(Scope("principal is __cedar::User")), "P0025");
}

TEST(ParsePolicyTest, ThePartsOfAScope) {
  EXPECT_EQ(PolicyCodes("permit();"), "P0014");
  EXPECT_EQ(PolicyCodes("permit(principal, action);"), "P0014");
  EXPECT_EQ(PolicyCodes("permit(action, resource);"), "P0014");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource, context);"), "P0015");
  EXPECT_EQ(PolicyCodes("permit(principle, action, resource);"), "P0016");
  EXPECT_EQ(PolicyCodes("permit(action, principal, resource);"), "P0016");
  EXPECT_EQ(PolicyCodes("permit(principal, principal, resource);"), "P0016");
  EXPECT_EQ(PolicyCodes("permit(\"principal\", action, resource);"), "P0001");
}

TEST(ParsePolicyTest, Conditions) {
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when {};"), "P0022");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) unless {};"), "P0022");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) wehn { true };"), "P0021");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when true;"), "P0001");
  EXPECT_EQ(PolicyCodes("permit(principal == ?principal, action, resource)"
                        " when { principal == ?principal };"),
            "P0020");
}

TEST(ParsePolicyTest, FormsOfRuneAreErrorsInStrictCedar) {
  EXPECT_EQ(PolicyCodes("permit(...);"), "P0041");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when { can(resource) };"), "P0027");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when { resource in safe };"), "P0026");
  EXPECT_EQ(PolicyCodes("# a\npermit(principal, action, resource);"), "P0004");
  EXPECT_EQ(PolicyCodes("/* a */ permit(principal, action, resource);"), "P0004");
  EXPECT_EQ(PolicyCodes("\uFEFFpermit(principal, action, resource);"), "P0002");
}

// --- suggestions

std::string HelpOf(const std::string& text) {
  Reading reading(text);
  reading.Policies();
  return reading.diagnostics.all().size() == 1 ? reading.diagnostics.all()[0].help
                                               : reading.Findings();
}

TEST(ParsePolicyTest, MistypedWords) {
  EXPECT_EQ(HelpOf("permitt(principal, action, resource);"), "did you mean `permit`?");
  EXPECT_EQ(HelpOf("forbidden(principal, action, resource);"), "did you mean `forbid`?");
  EXPECT_EQ(HelpOf("permit(principle, action, resource);"), "did you mean `principal`?");
  EXPECT_EQ(HelpOf("permit(principal, action, resource) unles { true };"),
            "did you mean `unless`?");
  const auto condition = [](const std::string& text) {
    return HelpOf("permit(principal, action, resource) when { " + text + " };");
  };
  EXPECT_EQ(condition("ressource.a"), "did you mean `resource`?");
  EXPECT_EQ(condition("decimel(\"1.0\").a"), "did you mean `decimal`?");
  EXPECT_EQ(condition("[1].contain(1)"), "did you mean `contains`?");
  EXPECT_EQ(condition("context.ip.isInrange(1)"), "did you mean `isInRange`?");
  EXPECT_EQ(condition("true & true"), "did you mean `&&`?");
  EXPECT_EQ(condition("zebra.a").find("did you mean"), std::string::npos);
}

// --- recovery

TEST(RecoveryTest, EveryPolicyShowsItsOwnMistakes) {
  Reading reading(
      "permit(principal, action, resource) when { a b };\n"
      "permit(principal, action);\n"
      "permit(principal, action, resource) when { foo(1) && [1].bar() && baz };\n"
      "forbid(principal, action, resource);\n"
      "permit(principal == , action, resource);\n"
      "permit(principal, action, resource) when { \"a;\" == \"\\q\" };\n");
  EXPECT_EQ(reading.Policies().size(), 1u);
  EXPECT_EQ(reading.Codes(), "P0026 P0001 P0014 P0027 P0028 P0026 P0018 P0005");
}

TEST(RecoveryTest, AMissingSemicolonIsOneFinding) {
  Reading reading(
      "permit(principal, action, resource)\nforbid(principal, action, resource);\n"
      "permit(principal, action, resource) when { true }\n@id(\"x\")\n"
      "forbid(principal, action, resource) unless { true }");
  EXPECT_EQ(reading.Policies().size(), 1u);
  EXPECT_EQ(reading.Findings(), "P0011@34+1 P0011@121+1 P0011@182+1");
}

TEST(RecoveryTest, AnUnclosedBracketEndsAtTheNextPolicy) {
  Reading reading(
      "permit(principal, action, resource;\npermit(principal, action, resource) when { [1, 2 };\n"
      "permit(principal, action, resource) when { (true };\nforbid(principal, action, resource);");
  EXPECT_EQ(reading.Policies().size(), 1u);
  EXPECT_EQ(reading.Codes(), "P0001 P0001 P0001");
  EXPECT_EQ(reading.diagnostics.all()[1].others.size(), 1u);
}

TEST(RecoveryTest, SemicolonsInsideAreNoEnds) {
  Reading reading(
      "permit(principal == [;], action, resource) when { \";\" };\n"
      "forbid(principal, action, resource);");
  EXPECT_EQ(reading.Policies().size(), 1u);
  EXPECT_EQ(reading.Codes(), "P0018");
}

TEST(RecoveryTest, StrayTextIsOneFinding) {
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource);;"), "P0001");
  EXPECT_EQ(PolicyCodes("hello world; permit(principal, action, resource);"), "P0010");
  EXPECT_EQ(PolicyCodes("$ $ $; permit(principal, action, resource);"), "P0002");
  EXPECT_EQ(PolicyCodes("permit(principal, action, resource) when { \"abc };"), "P0003");
  EXPECT_EQ(PolicyCodes("  // nothing\n"), "nothing");
}

TEST(RecoveryTest, PlacesAreOfTheFile) {
  text::SourceMap sources;
  const auto file = sources.Add("a.rune", "[policies]\npermit(principal, action);");
  text::Diagnostics diagnostics(sources);
  const std::string_view whole = sources.content(file);
  ParsePolicies(text::Slice{file, 11, whole.substr(11)}, {}, diagnostics);
  ASSERT_EQ(diagnostics.all().size(), 1u);
  EXPECT_EQ(diagnostics.all()[0].place.line, 2u);
  EXPECT_EQ(diagnostics.all()[0].place.column, 25u);
}

}  // namespace
}  // namespace rune::cedar
