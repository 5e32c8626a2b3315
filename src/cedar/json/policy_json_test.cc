// Policies from JSON and to JSON: every form both ways, what Cedar refuses, and random texts.
#include "cedar/json/policy_json.h"

#include <gtest/gtest.h>

#include "cedar/syntax/print.h"
#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

// A JSON text read as a policy, with the codes of what was found.
struct JsonReading {
  explicit JsonReading(std::string text) : reading(std::move(text)) {
    json = value::ParseJson(reading.sources.Whole(reading.file), Bounds(), reading.diagnostics);
  }
  std::optional<Policy> AsPolicy() {
    if (!json) return std::nullopt;
    return ReadPolicyJson(*json, "id", json->span, reading.diagnostics);
  }
  PolicySet AsSet() { return json ? ReadPolicySetJson(*json, reading.diagnostics) : PolicySet(); }

  Reading reading;
  std::optional<value::Json> json;
};

std::string PolicyOf(const std::string& parts) {
  return R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},)"
         R"("resource":{"op":"All"},)" +
         parts + "}";
}

std::string WithBody(const std::string& body) {
  return PolicyOf(R"("conditions":[{"kind":"when","body":)" + body + "}]");
}

// The codes of an expression in JSON; empty when it is read.
std::string BodyCodes(const std::string& body) {
  JsonReading json(WithBody(body));
  const bool read = json.AsPolicy().has_value();
  return json.reading.Codes() + (read ? "" : "!");
}

std::string ScopeCodes(const std::string& part, const std::string& scope) {
  std::string text = PolicyOf("\"conditions\":[]");
  const std::string all = "\"" + part + R"(":{"op":"All"})";
  text.replace(text.find(all), all.size(), "\"" + part + "\":" + scope);
  JsonReading json(text);
  const bool read = json.AsPolicy().has_value();
  return json.reading.Codes() + (read ? "" : "!");
}

std::string ToJson(const std::string& text) {
  Reading reading(text);
  const std::vector<Policy> policies = reading.Policies();
  if (policies.size() != 1) return reading.Findings();
  return WritePolicyJson(policies[0], reading.diagnostics).value_or(reading.Findings());
}

std::string ExprToJson(const std::string& text) {
  Reading reading(text);
  const auto parsed = reading.Expression();
  if (!parsed) return reading.Findings();
  return WriteExprJson(parsed->pool, parsed->root, reading.diagnostics).value_or("none");
}

TEST(WritePolicyJsonTest, APolicy) {
  EXPECT_EQ(ToJson("permit(principal, action, resource);"), PolicyOf("\"conditions\":[]"));
  EXPECT_EQ(ToJson("@z @a(\"b\") forbid(principal == ?principal, action in [Action::\"x\"], "
                   "resource is N::T in ?resource) when {true} unless {principal};"),
            R"({"effect":"forbid","principal":{"op":"==","slot":"?principal"},)"
            R"("action":{"op":"in","entity":{"type":"Action","id":"x"}},)"
            R"("resource":{"op":"is","entity_type":"N::T","in":{"slot":"?resource"}},)"
            R"("conditions":[{"kind":"when","body":{"Value":true}},)"
            R"({"kind":"unless","body":{"Var":"principal"}}],"annotations":{"a":"b","z":null}})");
  EXPECT_EQ(ToJson("permit(principal is T, action in [], resource in F::\"\\\"\\u{7f}\");"),
            R"({"effect":"permit","principal":{"op":"is","entity_type":"T"},)"
            R"("action":{"op":"in","entities":[]},)"
            "\"resource\":{\"op\":\"in\",\"entity\":{\"type\":\"F\",\"id\":\"\\\"\x7F\"}},"
            R"("conditions":[]})");
}

TEST(WritePolicyJsonTest, Expressions) {
  EXPECT_EQ(ExprToJson("!(-1 + -(2) >= context[\"a b\"])"),
            R"({"!":{"arg":{">=":{"left":{"+":{"left":{"Value":-1},"right":{"neg":{"arg":)"
            R"({"Value":2}}}}},"right":{".":{"left":{"Var":"context"},"attr":"a b"}}}}}})");
  EXPECT_EQ(ExprToJson("x::\"y\" has a.b && context has a"),
            R"({"&&":{"left":{"has":{"left":{"Value":{"__entity":{"type":"x","id":"y"}}},)"
            R"("attr":["a","b"]}},"right":{"has":{"left":{"Var":"context"},"attr":"a"}}}})");
  EXPECT_EQ(ExprToJson("{b: [], \"a\": ip(\"x\").isInRange(context.r)}"),
            R"({"Record":{"a":{"isInRange":[{"ip":[{"Value":"x"}]},{".":{"left":)"
            R"({"Var":"context"},"attr":"r"}}]},"b":{"Set":[]}}})");
  EXPECT_EQ(ExprToJson("\"é*\" like \"é*\\*\\n\""),
            R"({"like":{"left":{"Value":"é*"},"pattern":[{"Literal":"é"},"Wildcard",)"
            R"({"Literal":"*"},{"Literal":"\n"}]}})");
  EXPECT_EQ(
      ExprToJson("if principal is T in R::\"r\" then [].isEmpty() else principal.hasTag(1)"),
      R"({"if-then-else":{"if":{"is":{"left":{"Var":"principal"},"entity_type":"T","in":)"
      R"({"Value":{"__entity":{"type":"R","id":"r"}}}}},"then":{"isEmpty":{"arg":{"Set":[]}}},)"
      R"("else":{"hasTag":{"left":{"Var":"principal"},"right":{"Value":1}}}}})");
}

TEST(WritePolicyJsonTest, FormsOfRuneHaveNone) {
  Reading reading(
      "permit(principal, action, resource in F::\"*\") when { principal in can || can() || "
      "resource "
      "in F::\"a*\" } when { };",
      Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_FALSE(WritePolicyJson(policies[0], reading.diagnostics).has_value());
  EXPECT_EQ(reading.Codes(), "P0023 P0041 P0041 P0041 P0041 P0041");
}

TEST(WritePolicyJsonTest, ChainsAreNotRecursed) {
  std::string text = "context";
  for (int i = 0; i < 9'999; ++i) text += ".a";
  EXPECT_GT(ExprToJson(text).size(), 9'999 * std::string(R"({".":{"left":,"attr":"a"}})").size());
}

TEST(ReadPolicyJsonTest, Scopes) {
  const std::string entity = R"({"type":"A","id":"b"})";
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"all"})"), "");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"ALL"})"), "P0017!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"==","entity":)" + entity + "}"), "");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"==","entity":{"__entity":)" + entity + "}}"), "");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"==","entity":{"__expr":"A::\"b\""}})"), "E0008!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"==","entity":"A::\"b\""})"), "P0039!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"==","entity":{"type":"A ","id":"b"}})"), "P0035!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"==","entity":{"type":"__cedar::A","id":"b"}})"),
            "P0035!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"=="})"), "P0050!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"in","entities":[]})"), "P0050!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"in","slot":"?resource"})"), "P0020!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"in","slot":"?x"})"), "P0020!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"is","entity_type":"A","in":null})"), "");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"is","entity_type":"A","x":1})"), "P0050!");
  EXPECT_EQ(ScopeCodes("principal", R"({"op":"is","entity_type":"if"})"), "P0035!");
  EXPECT_EQ(ScopeCodes("action", R"({"op":"is","entity_type":"A"})"), "P0017!");
  EXPECT_EQ(ScopeCodes("action", R"({"op":"==","entity":)" + entity + "}"), "P0019!");
  EXPECT_EQ(ScopeCodes("action", R"({"op":"==","slot":"?principal"})"), "P0020!");
  EXPECT_EQ(ScopeCodes("action", R"({"op":"in","entities":[{"type":"N::Action","id":""}]})"), "");
  EXPECT_EQ(ScopeCodes("action", R"({"op":"in","entities":{}})"), "P0050!");
}

TEST(ReadPolicyJsonTest, Policies) {
  const auto codes = [](const std::string& text) {
    JsonReading json(text);
    const bool read = json.AsPolicy().has_value();
    return json.reading.Codes() + (read ? "" : "!");
  };
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[]")), "");
  EXPECT_EQ(codes("{}"), "P0050 P0050 P0050 P0050 P0050!");
  EXPECT_EQ(codes("[]"), "P0050!");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[],\"id\":\"x\"")), "P0050!");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[],\"annotations\":{\"if\":null,\"a\":\"\"}")), "");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[],\"annotations\":{\"a b\":null,\"c\":1}")),
            "P0012 P0050!");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[],\"annotations\":null")), "P0050!");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[{\"kind\":\"when\"}]")), "P0050!");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[{\"kind\":\"When\",\"body\":{\"Value\":true}}]")),
            "P0021!");
  EXPECT_EQ(codes(PolicyOf("\"conditions\":[],\"conditions\":[]")), "E0002!");
}

TEST(ReadPolicyJsonTest, Bodies) {
  EXPECT_EQ(BodyCodes("{}"), "P0051!");
  EXPECT_EQ(BodyCodes(R"({"Value":1,"Var":"context"})"), "P0051!");
  EXPECT_EQ(BodyCodes("true"), "P0050!");
  EXPECT_EQ(BodyCodes(R"({"Equals":{}})"), "P0051!");
  EXPECT_EQ(BodyCodes(R"({"unknown":[{"Value":"x"}]})"), "P0051!");
  EXPECT_EQ(BodyCodes(R"({"Var":"user"})"), "P0026!");
  EXPECT_EQ(BodyCodes(R"({"Slot":"?principal"})"), "P0020!");
  EXPECT_EQ(BodyCodes(R"({"!":{"arg":{"Value":true},"x":1}})"), "P0050!");
  EXPECT_EQ(BodyCodes(R"({"&&":{"left":{"Value":true}}})"), "P0050!");
  EXPECT_EQ(BodyCodes(R"({"has":{"left":{"Var":"context"},"attr":[]}})"), "P0033!");
  EXPECT_EQ(BodyCodes(R"({"has":{"left":{"Var":"context"},"attr":["if","a b"],"x":1}})"), "");
  EXPECT_EQ(BodyCodes(R"({"like":{"left":{"Value":""},"pattern":["Wildcard",{"Literal":"ab"}]}})"),
            "");
  EXPECT_EQ(BodyCodes(R"({"like":{"left":{"Value":""},"pattern":["wildcard"]}})"), "P0034!");
  EXPECT_EQ(BodyCodes(R"({"decimal":[]})"), "");
  EXPECT_EQ(BodyCodes(R"({"decimal":{"Value":"1.0"}})"), "P0050!");
  EXPECT_EQ(BodyCodes(R"({"Record":{"a":{"Value":1},"a":{"Value":1}}})"), "E0002!");
  EXPECT_EQ(BodyCodes(R"({"is":{"left":{"Var":"principal"},"entity_type":" T"}})"), "P0035!");
}

TEST(ReadPolicyJsonTest, Values) {
  EXPECT_EQ(BodyCodes(R"({"Value":[1,{"a":[]},{"__entity":{"type":"A","id":"b","x":1}}]})"), "");
  EXPECT_EQ(BodyCodes(R"({"Value":null})"), "E0004!");
  EXPECT_EQ(BodyCodes(R"({"Value":[{"a":null}]})"), "E0004!");
  EXPECT_EQ(BodyCodes(R"({"Value":1.0})"), "E0003!");
  EXPECT_EQ(BodyCodes(R"({"Value":{"__expr":"1"}})"), "E0008!");
  EXPECT_EQ(BodyCodes(R"({"Value":{"__entity":{"type":"A::","id":"b"}}})"), "P0035!");
  EXPECT_EQ(BodyCodes(R"({"Value":{"__extn":{"fn":"nothing","arg":"b"}}})"), "P0027!");
}

// What stands for an escape, and what is only a record.
TEST(ReadPolicyJsonTest, EscapesAndRecords) {
  const auto print = [](const std::string& body) {
    JsonReading json(WithBody(body));
    const auto policy = json.AsPolicy();
    return policy ? PrintExpr(policy->pool, *policy->conditions[0].body) : json.reading.Codes();
  };
  EXPECT_EQ(print(R"({"Value":{"__entity":{"type":"A","id":"b"}}})"), "A::\"b\"");
  EXPECT_EQ(print(R"({"Value":{"__entity":{"type":"A","id":"b"},"c":1}})"),
            R"({__entity: {type: "A", id: "b"}, c: 1})");
  EXPECT_EQ(print(R"({"Value":{"__entity":{"type":"A"}}})"), R"({__entity: {type: "A"}})");
  EXPECT_EQ(print(R"({"Value":{"__extn":{"fn":"ip","arg":"::1"}}})"), "ip(\"::1\")");
  EXPECT_EQ(print(R"({"Value":{"__extn":{"fn":"lessThan","args":[1,-2]}}})"), "1.lessThan((-2))");
  EXPECT_EQ(print(R"({"Value":{"__extn":{"fn":"ip"}}})"), R"({__extn: {fn: "ip"}})");
  EXPECT_EQ(print(R"({"Record":{"if":{"Value":1},"a":{"Value":2}}})"), R"({"if": 1, a: 2})");
}

TEST(ReadPolicyJsonTest, NestingIsBounded) {
  std::string body = R"({"Value":true})";
  for (int i = 0; i < 200; ++i) body = R"({"!":{"arg":)" + body + "}}";
  EXPECT_EQ(BodyCodes(body), "E0005!");
}

// --- sets

constexpr std::string_view kTemplate =
    R"({"effect":"permit","principal":{"op":"in","slot":"?principal"},"action":{"op":"All"},)"
    R"("resource":{"op":"All"},"conditions":[]})";

std::string SetOf(const std::string& policies, const std::string& templates,
                  const std::string& links) {
  return "{\"templates\":{" + templates + "},\"staticPolicies\":{" + policies +
         "},\"templateLinks\":[" + links + "]}";
}

TEST(PolicySetJsonTest, BothWays) {
  const std::string text =
      SetOf("\"s\":" + PolicyOf("\"conditions\":[]"),
            "\"t\":" + std::string(kTemplate) + ",\"body\":" + PolicyOf("\"conditions\":[]"),
            R"({"templateId":"t","newId":"l","values":{"?principal":)"
            R"({"__entity":{"type":"A","id":"b"}}}})");
  JsonReading json(text);
  const PolicySet set = json.AsSet();
  EXPECT_EQ(json.reading.Codes(), "");
  ASSERT_EQ(set.Instances().size(), 2u);
  EXPECT_EQ(set.Instances()[1].values.principal, (EntityUid{"A", "b"}));
  EXPECT_EQ(WritePolicySetJson(set, json.reading.diagnostics).value_or(""), text);
}

TEST(PolicySetJsonTest, WhatIsRefused) {
  const auto codes = [](const std::string& text) {
    JsonReading json(text);
    json.AsSet();
    return json.reading.Codes();
  };
  const std::string policy = PolicyOf("\"conditions\":[]");
  EXPECT_EQ(codes("{}"), "P0050 P0050 P0050");
  EXPECT_EQ(codes(R"({"staticPolicies":{},"templates":{},"templateLinks":[],"links":[]})"),
            "P0050");
  EXPECT_EQ(codes(SetOf("\"a\":" + std::string(kTemplate), "", "")), "P0020");
  EXPECT_EQ(codes(SetOf("\"a\":" + policy, "\"a\":" + policy, "")), "P0013");
  EXPECT_EQ(codes(SetOf("\"a\":" + policy, "", R"({"templateId":"a","newId":"b","values":{}})")),
            "P0042");
  EXPECT_EQ(codes(SetOf("", "\"a\":" + std::string(kTemplate),
                        R"({"templateId":"a","newId":"b","values":{}})")),
            "P0043");
  EXPECT_EQ(codes(SetOf("", "\"a\":" + std::string(kTemplate),
                        R"({"templateId":"a","newId":"b","values":{"?x":{"type":"A","id":""}}})")),
            "P0020");
  EXPECT_EQ(codes(SetOf("", "", R"({"templateId":"a","newId":"b","values":{},"x":1})")), "P0050");
}

TEST(PolicySetJsonTest, APolicyOrASet) {
  const auto read = [](const std::string& text) {
    JsonReading json(text);
    const PolicySet set = ReadPoliciesJson(*json.json, "JSON policy", json.reading.diagnostics);
    return json.reading.Codes() + std::to_string(set.policies().size());
  };
  EXPECT_EQ(read(PolicyOf("\"conditions\":[]")), "1");
  EXPECT_EQ(read(std::string(kTemplate)), "1");
  EXPECT_EQ(read(SetOf("", "", "")), "0");
  EXPECT_EQ(read("{}"), "P00500");
  EXPECT_EQ(read(R"({"effect":"permit","templates":{}})"), "P00500");
}

}  // namespace
}  // namespace rune::cedar
