#include "engine/explain.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>

#include "base/format.h"
#include "engine/deciding_for_test.h"
#include "engine/decision_json.h"

namespace rune::engine {
namespace {

Request AskFully(const std::string& action = "read") {
  Request request = Ask(action);
  request.explain = ExplainLevel::kFull;
  return request;
}

TEST(Explain, APredicateTestIsProvedADenialShowsTheNearestMiss) {
  Request request = AskFully();
  const std::string body =
      "[data]\nroots = [\"/tmp\"]\n[rules]\nopen_path(Path) :- roots(R), within(Path, R).\n"
      "[policies]\npermit(principal, action == Action::\"read\", resource) when { resource.path in "
      "open_path };\n";
  const auto permit = DecideIn(body, request);
  ASSERT_TRUE(permit);
  ASSERT_TRUE(permit->permitted());
  ASSERT_TRUE(permit->explanation);
  ASSERT_EQ(permit->explanation->policies.size(), 1U);
  EXPECT_EQ(permit->explanation->policies[0].id, "policy0");
  ASSERT_EQ(permit->explanation->policies[0].clauses.size(), 2U);
  EXPECT_EQ(permit->explanation->policies[0].clauses[1].values,
            (SeenValues{{"resource.path", "\"/tmp/x\""}}));
  ASSERT_EQ(permit->explanation->proofs.size(), 1U);
  EXPECT_EQ(permit->explanation->proofs[0].by, "open_path/1#1");
  ASSERT_EQ(permit->explanation->proofs[0].from.size(), 1U);
  EXPECT_EQ(permit->explanation->proofs[0].from[0].by, "data");

  request.resource.id = "/etc/x";
  const auto deny = DecideIn(body, request);
  ASSERT_TRUE(deny);
  ASSERT_TRUE(deny->explanation);
  EXPECT_TRUE(deny->explanation->policies.empty());
  ASSERT_EQ(deny->explanation->nearest_miss.size(), 1U);
  EXPECT_EQ(deny->explanation->nearest_miss[0].id, "policy0");
  EXPECT_NE(deny->explanation->nearest_miss[0].literal.find("open_path"), std::string::npos);
}

TEST(Explain, WhatDeterminedAndWhatErredIsExplained) {
  const std::string body =
      "[policies]\npermit(principal, action, resource);\n"
      "forbid(principal, action, resource) unless { resource.name == \"y\" };\n"
      "forbid(principal, action, resource) when { context.missing };\n";
  const auto decision = DecideIn(body, AskFully());
  ASSERT_TRUE(decision);
  ASSERT_TRUE(decision->explanation);
  const auto& policies = decision->explanation->policies;
  ASSERT_EQ(policies.size(), 2U) << "a permit under a forbid determined nothing";
  EXPECT_EQ(policies[0].id, "policy1");
  EXPECT_EQ(policies[0].effect, Verdict::kForbid);
  EXPECT_FALSE(policies[0].erred);
  EXPECT_EQ(policies[1].id, "policy2");
  EXPECT_TRUE(policies[1].erred);
  EXPECT_TRUE(decision->explanation->complete);
}

TEST(Explain, VeryManyPoliciesAreNotAllShown) {
  std::string body = "[policies]\n";
  for (int i = 0; i < 65; ++i) body += "permit(principal, action, resource);\n";
  const auto permit = DecideIn(body, AskFully());
  ASSERT_TRUE(permit);
  EXPECT_EQ(permit->reasons.size(), 65U);
  EXPECT_EQ(permit->explanation->policies.size(), 64U);
  EXPECT_FALSE(permit->explanation->complete);
}

TEST(Explain, ABoundEndsTheExplanationAndNotTheDecision) {
  const std::string body =
      "[policies]\npermit(principal, action, resource) when { 1 == 1 && 2 == 2 };\n";
  bool ended_early = false;
  for (int steps = 8; steps < 40; ++steps) {
    const std::string head = Format("bounds.request_steps = {}\n", steps);
    const auto plain = DecideIn(body, Ask(), head);
    const auto full = DecideIn(body, AskFully(), head);
    ASSERT_EQ(plain.has_value(), full.has_value()) << steps;
    if (!full) continue;
    EXPECT_EQ(full->outcome, Outcome::kPermit);
    ended_early |= !full->explanation->complete;
    EXPECT_EQ(full->explanation->policies.size(), full->explanation->complete ? 1U : 0U);
  }
  EXPECT_TRUE(ended_early);
}

// Policies and rules of which some apply, some do not, some err.
std::string RandomBody(std::uint32_t seed) {
  static const std::vector<std::string> kConditions = {
      "",
      " when { resource.path in open_path }",
      " unless { resource.name == \"x\" || context.missing }",
      " when { context.missing }",
      " when { if context has k then context.k > 1 else !(resource in File::\"/etc/*\") }",
      " when { principal.id == \"b\" && 1 + context.k == 3 }",
      " unless { \"x\".path == \"x\" }",
  };
  static const std::vector<std::string> kRules = {
      "", "allow_read(Path) :- open_path(Path).\n", "deny_x(Path) :- Path.ends_with(\"/y\").\n",
      "forbid_odd(Path) :- context.k = K, K > 1, open_path(Path).\n"};
  std::mt19937 random(seed);
  std::string body =
      "[data]\nroots = [\"/tmp\"]\n[rules]\nopen_path(Path) :- roots(R), "
      "within(Path, R).\n";
  body += kRules[random() % kRules.size()] + "[policies]\n";
  for (std::size_t i = random() % 5; i > 0; --i) {
    body += Format("{}(principal, action, resource){};\n", random() % 3 == 0 ? "forbid" : "permit",
                   kConditions[random() % kConditions.size()]);
  }
  return body;
}

// The whole answer but the explanation and the time.
std::string WithoutExplanation(Decision decision) {
  decision.explanation.reset();
  decision.evaluation_ns = 0;
  return DecisionJson(decision);
}

TEST(ExplainProperty, AnExplanationChangesNothing) {
  EXPECT_TRUE(rc::check("with and without explanation the decision is one", [] {
    const auto snapshot = Load(RandomBody(*rc::gen::arbitrary<std::uint32_t>()));
    RC_ASSERT(snapshot != nullptr);
    Request request = Ask();
    if (*rc::gen::arbitrary<bool>()) request.context["k"] = Value(*rc::gen::inRange(0, 4));
    const auto plain = Decide(*snapshot, request, {});
    request.explain = ExplainLevel::kFull;
    const auto full = Decide(*snapshot, request, {});
    RC_ASSERT(plain.has_value());
    RC_ASSERT(full.has_value());
    RC_ASSERT(full->explanation.has_value());
    RC_ASSERT(WithoutExplanation(*plain) == WithoutExplanation(*full));
  }));
}

}  // namespace
}  // namespace rune::engine
