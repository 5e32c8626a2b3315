// Each residual here is what Cedar's own library leaves of the same policy.
#include "cedar/partial/open_response.h"

#include <gtest/gtest.h>

#include <list>

#include "cedar/tpe/world_for_test.h"

namespace rune::cedar {
namespace {

class OpenResponseTest : public testing::Test {
 protected:
  OpenResponseTest() {
    Entity ann;
    ann.uid = {"User", "ann"};
    ann.attributes = {{"age", Value(30)}, {"boss", Value(EntityUid{"User", "bob"})}};
    ann.parents.insert(EntityUid{"Team", "t"});
    Entity bob;
    bob.uid = {"User", "bob"};
    bob.attributes = {{"age", Value(50)}};
    entities_ = &world_.Entities({std::move(ann), std::move(bob)});
  }

  static std::string PolicyText(const std::string& effect, const std::string& condition) {
    return effect + "(principal, action, resource) when { " + condition + " };\n";
  }

  const PolicySet& Policies(const std::string& text) {
    return sets_.emplace_back(world_.Policies(text, Unknowns::kAllowed));
  }

  OpenResponse Answer(const std::string& text) {
    auto response = AuthorizeOpen(Policies(text), request_, *entities_, open_, world_.meter);
    EXPECT_TRUE(response.has_value());
    return *std::move(response);
  }

  // What is left of a condition where principal and action are known, without the scope's part of
  // it; `error`, `true` or `false` where nothing is.
  std::string Left(const std::string& condition) {
    const OpenResponse response = Answer(PolicyText("permit", condition));
    if (!response.errors().empty()) return "error";
    const Residual& residual = response.residuals()[0].residual;
    if (residual.IsTrue() || residual.IsFalse()) return residual.IsTrue() ? "true" : "false";
    const Policy policy = response.Undecided().at(0);
    std::string text = PrintExpr(policy.pool, *policy.conditions[0].body);
    const std::string scope = "true && (true && (true && ";
    EXPECT_TRUE(text.starts_with(scope)) << text;
    text = text.substr(scope.size(), text.size() - scope.size() - 2);
    return text.starts_with("(") ? text.substr(1, text.size() - 2) : text;
  }

  OpenRequest request_{.principal = EntityUid{"User", "ann"},
                       .action = EntityUid{"Action", "view"},
                       .resource = std::nullopt,
                       .context = std::nullopt};
  OpenEntities open_;
  TpeWorld world_{""};
  const store::EntitySource* entities_ = nullptr;
  std::list<PolicySet> sets_;
};

TEST_F(OpenResponseTest, KnownPartsAreEvaluated) {
  EXPECT_EQ(Left("principal.age == 30 && principal in Team::\"t\""), "true");
  EXPECT_EQ(Left("principal.age > 30"), "false");
  EXPECT_EQ(Left("principal.nothing"), "error");
  EXPECT_EQ(Left("principal.boss.age == context.age"), "50 == unknown(\"context\").age");
  EXPECT_EQ(Left("resource.x > 1 + 2"), "!(unknown(\"resource\").x <= 3)");
}

TEST_F(OpenResponseTest, WhatDecidesIsDecided) {
  EXPECT_EQ(Left("false && resource.x"), "false");
  EXPECT_EQ(Left("true || resource.x"), "true");
  EXPECT_EQ(Left("(true && resource.x) == false"), "(true && unknown(\"resource\").x) == false");
  EXPECT_EQ(Left("resource.x && false"), "unknown(\"resource\").x && false");
  EXPECT_EQ(Left("if principal.age == 30 then resource.x else 1 + true"),
            "unknown(\"resource\").x");
  EXPECT_EQ(Left("(false && resource.x) || principal.age == 30"), "true");
}

TEST_F(OpenResponseTest, AFailureIsOneUnlessItMayNotBeReached) {
  EXPECT_EQ(Left("1 + true == resource.x"), "error");
  EXPECT_EQ(Left("resource.x == 1 + true"), "error");
  EXPECT_EQ(Left("1 && resource.x"), "error");
  EXPECT_EQ(Left("[resource.x, 1 + true].contains(1)"), "error");
  EXPECT_EQ(Left("resource.x && principal.nothing > 1 + 2"),
            "unknown(\"resource\").x && (!(principal.nothing <= (1 + 2)))");
  EXPECT_EQ(Left("if resource.x then 1 + true else 1 + 2"),
            "if unknown(\"resource\").x then 1 + true else 3");
}

TEST_F(OpenResponseTest, RecordsThatCannotErrAreLookedInto) {
  EXPECT_EQ(Left("{a: unknown(\"q\"), b: 1}.b == 1"), "true");
  EXPECT_EQ(Left("{a: unknown(\"q\"), b: 1} has c"), "false");
  EXPECT_EQ(Left("{a: unknown(\"q\"), b: 1}.c"), "error");
  EXPECT_EQ(Left("{a: unknown(\"q\")}.a > 1"), "!(unknown(\"q\") <= 1)");
  // An extension value is written as a call, which might err.
  EXPECT_EQ(Left("{a: unknown(\"q\"), d: decimal(\"1.5000\")}.a"),
            "{a: unknown(\"q\"), d: decimal(\"1.5000\")}.a");
  EXPECT_EQ(Left("{a: resource.x, b: 1} has b"), "{a: unknown(\"resource\").x, b: 1} has b");
  EXPECT_EQ(Left("{a: resource.x, b: 1}.c"), "error");
  EXPECT_EQ(Left("{a: unknown(\"q\", resource), b: 1} has b"),
            "{a: unknown(\"q\", unknown(\"resource\")), b: 1} has b");
}

TEST_F(OpenResponseTest, UnknownIsAFunctionOfAText) {
  EXPECT_EQ(Left("unknown(\"a\" )"), "unknown(\"a\")");
  EXPECT_EQ(Left("unknown(1)"), "error");
  EXPECT_EQ(Left("unknown(\"a\", \"b\")"), "error");
  EXPECT_EQ(Left("unknown(resource.x)"), "unknown(unknown(\"resource\").x)");
}

TEST_F(OpenResponseTest, ScopesAndLinksBecomeConditions) {
  request_ = {};
  const OpenResponse response = Answer(
      "permit(principal is User in Team::\"t\", action in [Action::\"a\", Action::\"b\"], "
      "resource == File::\"f\");");
  ASSERT_EQ(response.Undecided().size(), 1u);
  EXPECT_EQ(PrintPolicyLine(response.Undecided()[0]),
            "permit(principal, action, resource) when { (unknown(\"principal\") is User) && "
            "(unknown(\"principal\") in Team::\"t\") && ((unknown(\"action\") in "
            "[Action::\"a\", Action::\"b\"]) && ((unknown(\"resource\") == File::\"f\") && true)) "
            "};");
}

TEST_F(OpenResponseTest, DecisionsAndWhatDetermines) {
  const std::string permit = "permit(principal, action, resource);\n";
  const std::string may_permit = PolicyText("permit", "resource.x");
  const std::string may_forbid = PolicyText("forbid", "resource.x");
  const std::string forbid = "forbid(principal, action, resource);\n";
  using Strings = std::vector<std::string>;

  OpenResponse answer = Answer(permit + may_permit);
  EXPECT_EQ(answer.allow(), true);
  EXPECT_EQ(answer.MayDetermine(), (Strings{"policy0", "policy1"}));
  EXPECT_EQ(answer.MustDetermine(), (Strings{"policy0"}));

  answer = Answer(permit + may_forbid);
  EXPECT_EQ(answer.allow(), std::nullopt);
  EXPECT_EQ(answer.MayDetermine(), (Strings{"policy0", "policy1"}));
  EXPECT_EQ(answer.MustDetermine(), Strings{});

  answer = Answer(may_permit + forbid + may_forbid + permit);
  EXPECT_EQ(answer.allow(), false);
  EXPECT_EQ(answer.MayDetermine(), (Strings{"policy1", "policy2"}));
  EXPECT_EQ(answer.MustDetermine(), (Strings{"policy1"}));
  EXPECT_EQ(answer.Satisfied(), (Strings{"policy1", "policy3"}));

  answer = Answer(may_forbid + PolicyText("permit", "1 + true"));
  EXPECT_EQ(answer.allow(), false);
  EXPECT_EQ(answer.Errored(), (Strings{"policy1"}));
  ASSERT_EQ(answer.errors().size(), 1u);
  EXPECT_EQ(answer.errors()[0].error.kind, EvalErrorKind::kTypeError);
}

TEST_F(OpenResponseTest, PartsOfEntitiesMayBeOpen) {
  value::Json entities = world_.Json(R"([
    {"uid": {"type": "User", "id": "ann"}, "parents": [],
     "attrs": {"age": 1, "x": {"__extn": {"fn": "unknown", "arg": "ux"}},
               "r": {"p": 1, "q": {"__extn": {"fn": "unknown", "arg": "uq"}}}},
     "tags": {"t": {"__extn": {"fn": "unknown", "arg": "ut"}}}}])");
  open_ = TakeOpenParts(entities, world_.diagnostics());
  EXPECT_FALSE(world_.diagnostics().has_errors());
  EXPECT_FALSE(HasUnknowns(entities));
  EXPECT_EQ(entities.array[0].Find("attrs")->object.size(), 1u);

  EXPECT_EQ(Left("principal.x == principal.age"), "unknown(\"ux\") == 30");
  EXPECT_EQ(Left("principal has x && principal has r.p"),
            "true && ({p: 1, q: unknown(\"uq\")} has p)");
  EXPECT_EQ(Left("principal.r.p == 1"), "true");
  EXPECT_EQ(Left("principal has boss.age"), "true");
  EXPECT_EQ(Left("principal has boss.none.more"), "false");
  EXPECT_EQ(Left("principal has age.more"), "error");
  EXPECT_EQ(Left("principal.hasTag(\"t\")"), "true");
  EXPECT_EQ(Left("principal.getTag(\"t\") == 1"), "unknown(\"ut\") == 1");
  EXPECT_EQ(Left("principal.getTag(1) == 1"), "error");
}

TEST_F(OpenResponseTest, AnEntityStatedTwiceIsOpenInOneWay) {
  const auto agree = [&](const std::string& first, const std::string& second) {
    const auto entity = [](const std::string& attributes) {
      return R"({"uid": {"type": "T", "id": "a"}, "parents": [], "attrs": {)" + attributes + "}}";
    };
    TpeWorld world("");
    value::Json entities = world.Json("[" + entity(first) + ", " + entity(second) + "]");
    TakeOpenParts(entities, world.diagnostics());
    return !world.diagnostics().has_errors();
  };
  const std::string x = R"("x": {"__extn": {"fn": "unknown", "arg": "u"}})";
  EXPECT_TRUE(agree(x, x));
  EXPECT_TRUE(agree("", ""));
  EXPECT_FALSE(agree(x, R"("x": {"__extn": {"fn": "unknown", "arg": "v"}})"));
  EXPECT_FALSE(agree(x, ""));
  EXPECT_FALSE(agree("", x));
}

TEST_F(OpenResponseTest, FieldsOfContextsMayBeOpen) {
  request_.context =
      *ReadOpenContext(world_.Json(R"({"a": {"__extn": {"fn": "unknown", "arg": "ca"}}, "b": 1})"),
                       world_.diagnostics());
  EXPECT_EQ(Left("context.b == 1"), "true");
  EXPECT_EQ(Left("context has c"), "false");
  EXPECT_EQ(Left("context.a"), "unknown(\"ca\")");
  EXPECT_EQ(Left("context == resource"), "{a: unknown(\"ca\"), b: 1} == unknown(\"resource\")");
  EXPECT_FALSE(ReadOpenContext(world_.Json(R"({"__extn": {"fn": "unknown", "arg": "c"}})"),
                               world_.diagnostics())
                   .has_value());
}

TEST_F(OpenResponseTest, ReauthorizeFillsIn) {
  const OpenResponse response =
      Answer(PolicyText("permit", "resource.age == 50 && context.ok && unknown(\"n\") > 1"));
  EXPECT_EQ(response.allow(), std::nullopt);
  const Value bob(EntityUid{"User", "bob"});
  const Value context = Value::Record({{"ok", Value(true)}});
  const auto again = [&](const Bindings& bindings) {
    return response.Reauthorize(request_, bindings, *entities_, {}, world_.meter);
  };
  EXPECT_EQ(again({{"resource", bob}, {"context", context}, {"n", Value(2)}})->allow(), true);
  EXPECT_EQ(again({{"resource", bob}, {"context", context}, {"n", Value(1)}})->allow(), false);
  EXPECT_EQ(again({{"resource", bob}, {"n", Value(2)}})->allow(), std::nullopt);
  EXPECT_EQ(TpeErrorName(again({{"principal", bob}}).error()), "InconsistentPrincipalEid");
  EXPECT_EQ(TpeErrorName(again({{"resource", context}}).error()), "InconsistentResourceEid");
  EXPECT_EQ(TpeErrorName(again({{"context", bob}}).error()), "InconsistentContext");
}

TEST_F(OpenResponseTest, ChainsAndNestsAreNoMatter) {
  std::string chain = "resource.x";
  for (int i = 0; i < 9'999; ++i) chain += " && principal.age == 30";
  EXPECT_EQ(Answer(PolicyText("permit", chain)).allow(), std::nullopt);
  std::string fails = "resource.x";
  for (int i = 0; i < 9'999; ++i) fails += " || principal.none";
  EXPECT_EQ(Answer(PolicyText("permit", fails)).allow(), std::nullopt);
  std::string nest;
  for (int i = 0; i < 120; ++i) nest += "!(";
  nest += "resource.x || principal.none" + std::string(120, ')');
  EXPECT_EQ(Answer(PolicyText("permit", nest)).allow(), std::nullopt);
}

TEST_F(OpenResponseTest, TheMeterIsKept) {
  const PolicySet& set = Policies(PolicyText("permit", "resource.x || 1 == 2"));
  for (std::uint64_t steps = 0; steps < 4; ++steps) {
    WorkMeter meter(steps, 0);
    const auto response = AuthorizeOpen(set, request_, *entities_, {}, meter);
    ASSERT_FALSE(response.has_value()) << steps;
    EXPECT_EQ(response.error().kind, TpeErrorKind::kLimit);
  }
}

}  // namespace
}  // namespace rune::cedar
