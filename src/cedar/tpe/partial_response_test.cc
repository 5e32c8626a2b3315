#include "cedar/tpe/partial_response.h"

#include "cedar/json/policy_json.h"
#include "cedar/tpe/world_for_test.h"

namespace rune::cedar {
namespace {

using Strings = std::vector<std::string>;

const EntityUid kAlice{"User", "Alice"};
const EntityUid kView{"Action", "View"};

// The schema and policies of the sample of Cedar's RFC on type-aware partial evaluation, in their
// facts.
constexpr const char* kDocuments = R"(
entity User;
entity Document = { isPublic: Bool, owner: User };
action View appliesTo { principal: User, resource: Document, context: { hasMFA: Bool } };
action Delete appliesTo {
  principal: User, resource: Document, context: { hasMFA: Bool, srcIP: ipaddr }
};
)";
constexpr const char* kDocumentPolicies = R"(
permit (principal, action == Action::"View", resource) when { resource.isPublic };
permit (principal, action == Action::"View", resource)
when { context.hasMFA && resource.owner == principal };
permit (principal, action == Action::"Delete", resource)
when { context.hasMFA && resource.owner == principal && context.srcIP.isInRange(ip("1.1.1.0/24")) };
)";

struct Documents : testing::Test {
  TpeWorld world{kDocuments};
  PolicySet policies = world.Policies(kDocumentPolicies);
  PartialEntities nothing;

  TpeResult<PartialRequest> Request(PartialUid principal, const std::string& action,
                                    const std::string& context) {
    const EntityUid uid{"Action", action};
    std::optional<Value::Fields> known;
    if (!context.empty()) known = world.Context(context, uid);
    return PartialRequest::Make(std::move(principal), uid, PartialUid("Document"), std::move(known),
                                world.index());
  }
};

TEST_F(Documents, AResourceThatIsNotKnownLeavesWhatIsSaidOfIt) {
  const auto request = Request(kAlice, "View", R"({"hasMFA": true})");
  const auto response = AuthorizePartially(policies, *request, nothing, world.index(), world.meter);
  ASSERT_TRUE(response) << ErrorOf(response);
  EXPECT_EQ(response->allow(), std::nullopt);
  EXPECT_EQ(response->Reasons(), std::nullopt);
  EXPECT_EQ(response->Of(Effect::kPermit, ResidualClass::kResidual),
            (Strings{"policy0", "policy1"}));
  EXPECT_EQ(response->Of(Effect::kPermit, ResidualClass::kFalse), Strings{"policy2"});
  EXPECT_EQ(TpeWorld::Text(response->residuals()[0]), "resource.isPublic");
  EXPECT_EQ(TpeWorld::Text(response->residuals()[1]), R"(resource.owner == User::"Alice")");
  EXPECT_EQ(PrintCorePolicy(response->ResidualPolicies()[0]),
            "permit(\n  principal,\n  action,\n  resource\n) when {\n  resource.isPublic\n};");
}

TEST_F(Documents, AnUnknownContextStays) {
  const auto request = Request(kAlice, "View", "");
  const auto response = AuthorizePartially(policies, *request, nothing, world.index(), world.meter);
  EXPECT_EQ(TpeWorld::Text(response->residuals()[1]),
            R"(context.hasMFA && (resource.owner == User::"Alice"))");
}

TEST_F(Documents, WithoutMfaNothingIsDeleted) {
  const auto request =
      Request(PartialUid("User"), "Delete", R"({"hasMFA": false, "srcIP": "0.0.0.0"})");
  const auto response = AuthorizePartially(policies, *request, nothing, world.index(), world.meter);
  EXPECT_EQ(response->allow(), false);
  EXPECT_EQ(response->Reasons(), Strings());
}

TEST_F(Documents, WhatIsLeftDecidesAgain) {
  const auto request = Request(kAlice, "View", "");
  const auto response = AuthorizePartially(policies, *request, nothing, world.index(), world.meter);
  const auto& entities = world.Entities(R"([
    {"uid": {"type": "User", "id": "Alice"}, "attrs": {}, "parents": []},
    {"uid": {"type": "Document", "id": "d"}, "parents": [],
     "attrs": {"isPublic": false, "owner": {"type": "User", "id": "Alice"}}}])");
  ConcreteRequest concrete{kAlice, kView, {"Document", "d"}, {{"hasMFA", Value(true)}}};
  auto decided = response->Reauthorize(concrete, entities, world.meter);
  ASSERT_TRUE(decided) << ErrorOf(decided);
  EXPECT_TRUE(decided->allow);
  EXPECT_EQ(decided->reasons, Strings{"policy1"});

  concrete.context["hasMFA"] = Value(false);
  decided = response->Reauthorize(concrete, entities, world.meter);
  EXPECT_FALSE(decided->allow);
  EXPECT_EQ(decided->reasons, Strings());

  concrete.resource.id = "missing";
  decided = response->Reauthorize(concrete, entities, world.meter);
  EXPECT_EQ(decided->errors, (Strings{"policy0"}));
}

TEST_F(Documents, AnotherRequestIsRefused) {
  const auto request = Request(kAlice, "View", R"({"hasMFA": true})");
  const auto response = AuthorizePartially(policies, *request, nothing, world.index(), world.meter);
  const auto& entities = world.Entities("[]");
  const ConcreteRequest good{kAlice, kView, {"Document", "d"}, {{"hasMFA", Value(true)}}};
  const auto refused = [&](const ConcreteRequest& concrete) {
    return ErrorOf(response->Reauthorize(concrete, entities, world.meter));
  };
  EXPECT_EQ(refused(good), "none");
  ConcreteRequest other = good;
  other.principal.id = "Bob";
  EXPECT_EQ(refused(other), "InconsistentPrincipalEid");
  other = good;
  other.context["hasMFA"] = Value(false);
  EXPECT_EQ(refused(other), "InconsistentContext");
  other = good;
  other.action.id = "Delete";
  EXPECT_EQ(refused(other), "InvalidContext");
  other.context = world.Context(R"({"hasMFA": true, "srcIP": "1.1.1.1"})", other.action);
  EXPECT_EQ(refused(other), "InconsistentAction");
  other = good;
  other.resource.type = "User";
  EXPECT_EQ(refused(other), "InvalidResourceType");
}

TEST_F(Documents, ARequestMustFitTheSchema) {
  const SchemaIndex& index = world.index();
  const PartialUid user("User");
  const PartialUid document("Document");
  const auto refused = [&](PartialUid principal, const char* action, PartialUid resource) {
    return ErrorOf(PartialRequest::Make(std::move(principal), {"Action", action},
                                        std::move(resource), Value::Fields(), index));
  };
  EXPECT_EQ(refused(user, "Print", document), "UndeclaredAction");
  EXPECT_EQ(refused(PartialUid("Robot"), "View", document), "InvalidPrincipalType");
  EXPECT_EQ(refused(user, "View", user), "InvalidResourceType");
  EXPECT_EQ(refused(user, "View", document), "InvalidContext");
}

TEST_F(Documents, ATypeThatDoesNotFitIsToldWithWhatDoes) {
  const auto help = [&](const char* principal, const char* resource) {
    const auto request = PartialRequest::Make(PartialUid(principal), {"Action", "View"},
                                              PartialUid(resource), std::nullopt, world.index());
    return request ? "" : request.error().data.at(0).help;
  };
  EXPECT_EQ(help("User", "Document"), "");
  EXPECT_EQ(help("Usr", "Document"), "did you mean `User`?");
  EXPECT_EQ(help("Robot", "Document"), "it applies to `User`");
  EXPECT_EQ(help("User", "User"), "it applies to `Document`");
}

TEST_F(Documents, PoliciesMustFitTheSchema) {
  const auto request = Request(kAlice, "View", "");
  const auto refused = [&](const char* text) {
    return ErrorOf(
        AuthorizePartially(world.Policies(text), *request, nothing, world.index(), world.meter));
  };
  EXPECT_EQ(refused("permit(principal, action, resource) when { resource.color == 1 };"),
            "Validation");
  EXPECT_EQ(refused("permit(principal == Robot::\"r\", action, resource);"), "Validation");
  // Not looked at for this request: it is about another action.
  EXPECT_EQ(refused("permit(principal, action == Action::\"Delete\", resource)"
                    "when { resource.color == 1 };"),
            "none");
}

TEST_F(Documents, AnExternalNameIsRefused) {
  TpeWorld partial(
      "external entity Ext; entity User; action a appliesTo { principal: User,"
      "resource: User };");
  const auto request = PartialRequest::Make(PartialUid("User"), {"Action", "a"}, PartialUid("User"),
                                            {}, partial.index());
  ASSERT_TRUE(request);
  EXPECT_EQ(ErrorOf(AuthorizePartially({}, *request, nothing, partial.index(), partial.meter)),
            "IncompleteSchema");
}

TEST_F(Documents, TheMeterEndsIt) {
  const auto request = Request(kAlice, "View", "");
  WorkMeter little(3, 3);
  EXPECT_EQ(ErrorOf(AuthorizePartially(policies, *request, nothing, world.index(), little)),
            "Limit");
}

TEST_F(Documents, LinksAreEvaluatedWithTheirSlots) {
  PolicySet set = world.Policies(R"(@id("t") permit(principal == ?principal, action, resource);
                                    @id("u") permit(principal, action, resource == ?resource);)");
  ASSERT_TRUE(set.AddLink({"mine", "t", {kAlice, {}}, {}}));
  ASSERT_TRUE(set.AddLink({"other", "t", {EntityUid{"User", "Bob"}, {}}, {}}));
  ASSERT_TRUE(set.AddLink({"foreign", "t", {EntityUid{"Robot", "r"}, {}}, {}}));
  ASSERT_TRUE(set.AddLink({"doc", "u", {{}, EntityUid{"Document", "d"}}, {}}));
  const auto request = Request(kAlice, "View", "");
  const auto response = AuthorizePartially(set, *request, nothing, world.index(), world.meter);
  ASSERT_TRUE(response) << ErrorOf(response);
  EXPECT_EQ(response->allow(), true);
  EXPECT_EQ(response->Reasons(), Strings{"mine"});
  EXPECT_EQ(response->Of(Effect::kPermit, ResidualClass::kFalse), (Strings{"other", "foreign"}));
  EXPECT_EQ(TpeWorld::Text(response->residuals().back()), R"(resource == Document::"d")");
}

// --- what is left of a condition

constexpr const char* kPeople = R"(
entity Org;
entity Group in [Org];
entity Plain;
entity User in [Group] { age: Long, boss?: User, info: { level: Long, note?: String },
                         born: datetime, share: decimal, from: ipaddr, rest: duration } tags String;
entity Doc in [Org] { owner: User, labels: Set<String> };
action view appliesTo { principal: User, resource: Doc,
                        context: { mfa: Bool, n: Long, who?: User, tag: String } };
)";

// Known of Doc::"d" are its attributes, of User::"known" everything, of User::"up" the ancestors.
constexpr const char* kKnown = R"([
  {"uid": {"type": "User", "id": "known"},
   "attrs": {"age": 9223372036854775807, "info": {"level": 3}, "born": "2024-01-01",
             "share": "1.5", "from": "10.0.0.1", "rest": "1h"},
   "parents": [{"type": "Group", "id": "g"}], "tags": {"color": "red"}},
  {"uid": {"type": "Group", "id": "g"}, "parents": [{"type": "Org", "id": "o"}]},
  {"uid": {"type": "User", "id": "up"}, "parents": []},
  {"uid": {"type": "Doc", "id": "d"},
   "attrs": {"owner": {"type": "User", "id": "known"}, "labels": ["x", "y"]}}])";

struct People : testing::Test {
  TpeWorld world{kPeople};
  TpeResult<PartialEntities> entities = ReadPartialEntities(world.Json(kKnown), world.index());

  // What is left where nothing is known of the request but its types.
  std::string Left(const std::string& condition) {
    const auto request = PartialRequest::Make(PartialUid("User"), {"Action", "view"},
                                              PartialUid("Doc"), {}, world.index());
    const PolicySet set =
        world.Policies("permit(principal, action, resource) when { " + condition + " };");
    const auto response = AuthorizePartially(set, *request, *entities, world.index(), world.meter);
    if (!response) return ErrorOf(response);
    return TpeWorld::Text(response->residuals()[0]);
  }
};

struct Case {
  const char* condition;
  const char* left;
};

TEST_F(People, EachRule) {
  ASSERT_TRUE(entities) << ErrorOf(entities);
  const Case cases[] = {
      // what short-circuits
      {"context.mfa && 1 == 1", "context.mfa"},
      {"1 == 1 && context.mfa", "context.mfa"},
      {"context.mfa && 1 == 2", "context.mfa && false"},
      {"principal has boss && 1 == 2", "false"},
      {"context.mfa || 1 == 2", "context.mfa"},
      {"context.mfa || 1 == 1", "context.mfa || true"},
      {"principal has boss || 1 == 1", "true"},
      {"1 == 2 || context.mfa", "context.mfa"},
      {"9223372036854775807 + 1 == 1 && context.mfa", "error()"},
      {"context.mfa && 9223372036854775807 + 1 == 1", "context.mfa && error()"},
      {"if 1 == 1 then context.mfa else principal has boss", "context.mfa"},
      {"if context.mfa then 1 == 1 else 1 == 2", "if context.mfa then true else false"},
      // types decide
      {"principal is User", "true"},
      {"principal is Doc", "false"},
      {"resource.owner is User", "resource.owner is User"},
      {"principal == resource", "false"},
      {"principal in resource", "false"},
      {"principal in [Plain::\"a\", Plain::\"b\"]", "false"},
      {"resource.hasTag(context.tag)", "resource.hasTag(context.tag)"},
      {"resource.hasTag(\"t\")", "false"},
      {"principal has color", "false"},
      {"resource.owner has color", "resource.owner has color"},
      {"principal has color.deep", "false"},
      {"context has color", "false"},
      {"context has mfa", "context has mfa"},
      // what is known of entities
      {"User::\"known\".age == 9223372036854775807", "true"},
      {"User::\"known\".age + 1 == context.n", "error()"},
      {"User::\"up\".age == 1", "User::\"up\".age == 1"},
      {"User::\"known\" has boss", "false"},
      {"User::\"up\" has boss", "User::\"up\" has boss"},
      {"User::\"known\" in Org::\"o\"", "true"},
      {"User::\"known\" in Org::\"p\"", "false"},
      {"User::\"up\" in Org::\"o\"", "false"},
      {"User::\"none\" in Org::\"o\"", "User::\"none\" in Org::\"o\""},
      {"User::\"none\" in User::\"none\"", "true"},
      {"Doc::\"d\" in [Org::\"o\", Org::\"p\"]", "Doc::\"d\" in [Org::\"o\", Org::\"p\"]"},
      {"User::\"known\" in [Org::\"p\", Org::\"o\"]", "true"},
      {"User::\"known\".hasTag(\"color\") && User::\"known\".getTag(\"color\") == \"red\"", "true"},
      {"User::\"up\".hasTag(\"color\")", "User::\"up\".hasTag(\"color\")"},
      {"Doc::\"d\" has owner.boss", "false"},
      {"Doc::\"d\" has owner.info.level", "true"},
      {"principal has info.note", "principal has info.note"},
      {"Doc::\"d\".labels.contains(\"x\")", "true"},
      {"Doc::\"d\".labels.containsAll([\"x\", context.tag])",
       "[\"x\", \"y\"].containsAll([\"x\", context.tag])"},
      // forms
      {"context.n > 1", "!(context.n <= 1)"},
      {"context.n >= 1", "!(context.n < 1)"},
      {"context.n != 1", "!(context.n == 1)"},
      {"principal is User in Group::\"g\"", "principal in Group::\"g\""},
      {"resource.owner is User in Group::\"g\"",
       "(resource.owner is User) && (resource.owner in Group::\"g\")"},
      {"{b: 1, a: context.n} == {a: 1, b: 2}", "{a: context.n, b: 1} == {a: 1, b: 2}"},
      {"principal.share == decimal(\"1.5\")", "principal.share == decimal(\"1.5000\")"},
      {"principal.from == ip(\"10.0.0.1\")", "principal.from == ip(\"10.0.0.1/32\")"},
      {"principal.rest == duration(\"1m\")", "principal.rest == duration(\"60000ms\")"},
      {"principal.born == datetime(\"1970-01-02\")",
       "principal.born == datetime(\"1970-01-01\").offset(duration(\"86400000ms\"))"},
      {"context.tag like \"a*\"", "context.tag like \"a*\""},
      {"\"abc\" like \"a*\"", "true"},
  };
  for (const Case& one : cases) EXPECT_EQ(Left(one.condition), one.left) << one.condition;
}

TEST_F(People, AChainOfTenThousandLinks) {
  std::string condition = "context.mfa";
  for (int i = 0; i < 9'000; ++i) condition += " && context.mfa";
  EXPECT_EQ(Left(condition), condition);
}

TEST_F(People, AnErrorHasAnExpressionInJson) {
  const auto request = PartialRequest::Make(PartialUid("User"), {"Action", "view"},
                                            PartialUid("Doc"), {}, world.index());
  const PolicySet set = world.Policies(
      "@note permit(principal, action, resource)"
      "when { context.mfa && 9223372036854775807 + 1 == 1 };");
  const auto response = AuthorizePartially(set, *request, *entities, world.index(), world.meter);
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  EXPECT_EQ(WritePolicyJson(response->policies()[0], diagnostics).value_or(""),
            R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},)"
            R"("resource":{"op":"All"},"conditions":[{"kind":"when","body":{"&&":{"left":)"
            R"({".":{"left":{"Var":"context"},"attr":"mfa"}},"right":{"error":[]}}}}],)"
            R"("annotations":{"note":""}})");
}

}  // namespace
}  // namespace rune::cedar
