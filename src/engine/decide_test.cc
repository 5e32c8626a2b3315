#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/deciding_for_test.h"
#include "engine/decision_json.h"

namespace rune::engine {
namespace {

TEST(Decide, NothingLoadedDeniesLoudly) {
  const auto decision = DecideIn("[policies]\n");
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->outcome, Outcome::kDeny);
  EXPECT_TRUE(decision->no_policy);
  EXPECT_EQ(decision->cedar, Verdict::kAbstain);
  EXPECT_EQ(decision->datalog, Verdict::kAbstain);
}

TEST(Decide, APermitNamesItsPolicyByIdAndPlace) {
  const auto decision =
      DecideIn("[policies]\n@why(\"all\")\npermit(principal, action, resource);\n");
  ASSERT_TRUE(decision);
  EXPECT_TRUE(decision->permitted());
  ASSERT_EQ(decision->reasons.size(), 1U);
  EXPECT_EQ(decision->reasons[0].id, "policy0");
  EXPECT_EQ(decision->reasons[0].place.file, "test.rune");
  EXPECT_EQ(decision->reasons[0].place.line, 3U);
  EXPECT_EQ(decision->reasons[0].annotations.at("why"), "all");
}

TEST(Decide, AnErringForbidForbidsUnlessSkipped) {
  const std::string body =
      "[policies]\npermit(principal, action, resource);\n"
      "forbid(principal, action, resource) when { context.missing };\n";
  const auto deny = DecideIn(body);
  ASSERT_TRUE(deny);
  EXPECT_EQ(deny->outcome, Outcome::kForbid);
  EXPECT_TRUE(deny->reasons.empty()) << "what erred stands in errors alone";
  ASSERT_EQ(deny->errors.size(), 1U);
  EXPECT_EQ(deny->errors[0].id, "policy1");

  const auto skip = DecideIn(body, Ask(), "on_error = \"skip\"\n");
  ASSERT_TRUE(skip);
  EXPECT_EQ(skip->outcome, Outcome::kPermit);
  EXPECT_EQ(skip->errors.size(), 1U);
}

TEST(Decide, RulesVoteForTheirAction) {
  const std::string body =
      "[rules]\nallow_read(Path) :- Path.starts_with(\"/tmp\").\n"
      "deny_hidden(Path) :- Path.ends_with(\"/x\"), action(\"write\").\n";
  const auto read = DecideIn(body);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->outcome, Outcome::kPermit);
  ASSERT_EQ(read->reasons.size(), 1U);
  EXPECT_EQ(read->reasons[0].id, "allow_read/1#1");
  const auto write = DecideIn(body, Ask("write"));
  ASSERT_TRUE(write);
  EXPECT_EQ(write->outcome, Outcome::kForbid);
  const auto other = DecideIn(body, Ask("list"));
  ASSERT_TRUE(other);
  EXPECT_EQ(other->outcome, Outcome::kDeny);
  EXPECT_EQ(other->datalog, Verdict::kAbstain);
  EXPECT_FALSE(other->no_policy);
}

TEST(Decide, UnderMergeAllALoadedEngineThatAbstainsDenies) {
  const std::string body =
      "[rules]\nallow_write(Path) :- Path.starts_with(\"/tmp\").\n"
      "[policies]\npermit(principal, action, resource);\n";
  const auto vote = DecideIn(body);
  ASSERT_TRUE(vote);
  EXPECT_EQ(vote->outcome, Outcome::kPermit);
  const auto all = DecideIn(body, Ask(), "merge = \"all\"\n");
  ASSERT_TRUE(all);
  EXPECT_EQ(all->outcome, Outcome::kDeny);
}

TEST(Decide, ARequestThatContradictsTheStoreIsAFault) {
  Request request = Ask();
  config::AddAttribute(request, request.principal, "level", Value(std::int64_t{9}));
  const auto decision = DecideIn(
      "[entities]\nAgent.a = { level = 1 }\n[policies]\npermit(principal, action, resource);\n",
      request);
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code, FaultCode::kConflict);
}

// A host that builds entities itself can write what partial evaluation has for `unknown("x")`.
TEST(Decide, TheStandInOfAnUnknownFitsNoSchema) {
  const std::string body =
      "[schema]\nentity Agent { level: Long };\nentity File;\n"
      "action read appliesTo { principal: Agent, resource: File, context: { trusted: Bool } };\n"
      "[policies]\npermit(principal, action, resource) unless { context.trusted };\n";
  const Value stand_in(EntityUid{"unknown()", "x"});
  Request request = Ask();
  request.context.insert_or_assign("trusted", Value(false));
  request.entities.push_back({request.principal, {{"level", Value(1)}}, {}, {}});
  EXPECT_TRUE(DecideIn(body, request));

  Request in_context = request;
  in_context.context.insert_or_assign("trusted", stand_in);
  Request in_entity = request;
  in_entity.entities[0].attributes.insert_or_assign("level", stand_in);
  for (const Request& asked : {in_context, in_entity}) {
    const auto decision = DecideIn(body, asked);
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().code, FaultCode::kInvalidRequest);
  }
}

TEST(Decide, AnUnknownRelationInAQueryIsAFault) {
  Request request = Ask();
  request.queries = {"tell(X)"};
  const auto decision = DecideIn(
      "[rules]\ntells(\"a\").\n[policies]\npermit(principal, action, resource);\n", request);
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code, FaultCode::kNotFound);
  EXPECT_NE(decision.error().message.find("tells"), std::string::npos);
}

TEST(Decide, ALimitIsAFaultAndNoPermission) {
  const std::string rules =
      "[data]\nn = [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]\n"
      "[rules]\nallow_read(Path) :- n(A), n(B), n(C), n(D), A + B + C + D == 80, "
      "action(\"read\").\n";
  const auto decision = DecideIn(rules, Ask(), "bounds.request_steps = 1000\n");
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code, FaultCode::kLimit);
}

TEST(Decide, ObligationsComeFromTheDeterminingPermits) {
  const auto decision = DecideIn(
      "[policies]\n@obligation(\"ask\")\n@team(\"x\")\npermit(principal, action, resource);\n"
      "@obligation(\"never\")\npermit(principal, action == Action::\"write\", resource);\n");
  ASSERT_TRUE(decision);
  ASSERT_EQ(decision->obligations.size(), 1U);
  EXPECT_EQ(decision->obligations[0].type, "ask");
  EXPECT_EQ(decision->obligations[0].properties, (Annotations{{"team", "x"}}));
}

TEST(Decide, JsonIsOneObject) {
  const auto decision = DecideIn("[policies]\npermit(principal, action, resource);\n");
  ASSERT_TRUE(decision);
  const std::string json = DecisionJson(*decision);
  EXPECT_TRUE(
      json.starts_with(R"({"outcome":"PERMIT","permitted":true,"state":"ok","mode":"enforce")"))
      << json;
  EXPECT_EQ(std::ranges::count(json, '\n'), 0);
}

}  // namespace
}  // namespace rune::engine
