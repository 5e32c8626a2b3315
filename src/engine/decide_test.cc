#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "config/request_text.h"
#include "engine/decision_json.h"
#include "engine/engine.h"

namespace rune::engine {
namespace {

std::unique_ptr<Snapshot> Load(const std::string& body, const std::string& head = "") {
  auto sources = std::make_shared<text::SourceMap>();
  text::Diagnostics diagnostics(*sources);
  auto configuration = config::LoadText("test.rune", "version = \"rune/1.0\"\n" + head + body, {},
                                        sources, diagnostics);
  std::unique_ptr<Snapshot> snapshot;
  if (configuration && *configuration) {
    auto made = MakeSnapshot(*std::move(configuration), diagnostics);
    if (made) snapshot = *std::move(made);
  }
  for (const Diagnostic& d : diagnostics.all()) {
    EXPECT_NE(d.severity, Severity::kError) << d.code << " " << d.message;
  }
  return snapshot;
}

Request Ask(const std::string& action = "read") {
  Request request;
  request.principal = {"Agent", "a"};
  request.action = {"Action", action};
  request.resource = {"File", "/tmp/x"};
  return request;
}

Result<Decision> DecideIn(const std::string& body, Request request = Ask(),
                          const std::string& head = "") {
  const auto snapshot = Load(body, head);
  if (!snapshot) return MakeFault(FaultCode::kInvalidConfig, "does not load");
  auto normal = config::Normalize(std::move(request), snapshot->configuration->options,
                                  snapshot->configuration->declarations);
  if (!normal) return std::unexpected(normal.error());
  return Decide(*snapshot, *normal, {});
}

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

TEST(Decide, AFullExplanationShowsProofAndNearestMiss) {
  Request request = Ask();
  request.explain = ExplainLevel::kFull;
  const std::string body =
      "[data]\nroots = [\"/tmp\"]\n[rules]\nopen_path(Path) :- roots(R), within(Path, R).\n"
      "[policies]\npermit(principal, action == Action::\"read\", resource) when { resource.path in "
      "open_path };\n";
  const auto permit = DecideIn(body, request);
  ASSERT_TRUE(permit);
  ASSERT_TRUE(permit->permitted());
  ASSERT_TRUE(permit->explanation);
  ASSERT_EQ(permit->explanation->proofs.size(), 1U);
  EXPECT_EQ(permit->explanation->proofs[0].by, "open_path/1#1");
  ASSERT_EQ(permit->explanation->proofs[0].from.size(), 1U);
  EXPECT_EQ(permit->explanation->proofs[0].from[0].by, "data");

  request.resource.id = "/etc/x";
  const auto deny = DecideIn(body, request);
  ASSERT_TRUE(deny);
  ASSERT_TRUE(deny->explanation);
  ASSERT_EQ(deny->explanation->nearest_miss.size(), 1U);
  EXPECT_EQ(deny->explanation->nearest_miss[0].id, "policy0");
  EXPECT_NE(deny->explanation->nearest_miss[0].literal.find("open_path"), std::string::npos);
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
