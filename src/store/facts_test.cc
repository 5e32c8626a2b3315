#include "store/facts.h"

#include <gtest/gtest.h>

#include <string>

#include "text/source.h"
#include "value/print.h"

namespace rune::store {
namespace {

Value Str(const char* text) { return Value(text); }

// `name(a, b) ...`, in order.
std::string Print(const Facts& facts) {
  std::string out;
  for (const auto& [name, rows] : facts.relations) {
    for (const Tuple& row : rows) {
      EXPECT_EQ(row.size(), name.arity);
      out += name.name + "(";
      for (const Value& value : row) {
        if (&value != &row.front()) out += ", ";
        out += value::ToText(value);
      }
      out += ") ";
    }
  }
  return out;
}

std::string Leaves(Value::Fields tree) {
  Facts facts;
  AddLeafFacts(Value::Record(std::move(tree)), facts);
  return Print(facts);
}

TEST(LeafFacts, FollowTheTable) {
  EXPECT_EQ(Leaves({{"environment", Str("production")}}), R"(environment("production") )");
  EXPECT_EQ(Leaves({{"agent", Value::Record({{"name", Str("x")}})}}), R"(agent.name("x") )");
  EXPECT_EQ(Leaves({{"a", Value::List({Str("write"), Str("read"), Str("read")})}}),
            R"(a("read") a("write") )");
  EXPECT_EQ(Leaves({{"has_role", Value::List({Value::List({Str("alice"), Str("admin")}),
                                              Value::List({Str("bob"), Str("dev")})})}}),
            R"(has_role("alice", "admin") has_role("bob", "dev") )");
  EXPECT_EQ(
      Leaves({{"limits", Value::Record({{"github", Value::Record({{"calls", Value(1000)},
                                                                  {"window", Value(3600)}})}})}}),
      "limits.github.calls(1000) limits.github.window(3600) ");
}

TEST(LeafFacts, OtherShapes) {
  EXPECT_EQ(Leaves({}), "");
  EXPECT_EQ(Leaves({{"x", Value::List({})}, {"y", Value::Record({})}}), "");
  EXPECT_EQ(Leaves({{"ragged",
                     Value::List({Value::List({Value(1)}), Value::List({Value(1), Value(2)})})}}),
            "ragged(1) ragged(1, 2) ");
  EXPECT_EQ(Leaves({{"mixed", Value::List({Value(7), Value::List({Value(1), Value(2)})})}}),
            "mixed(7) mixed([1, 2]) ");
  EXPECT_EQ(Leaves({{"apps", Value::List({Value::Record({{"id", Value(1)}}),
                                          Value::Record({{"id", Value(2)}})})}}),
            R"(apps({"id": 1}) apps({"id": 2}) )");
  EXPECT_EQ(Leaves({{"s", Value::Set({Value(2), Value(1)})}}), "s(1) s(2) ");
  EXPECT_EQ(Leaves({{"p", Value::List({Value::List({})})}}), "p() ");
}

TEST(LeafFacts, DotsInsideKeysAreNotPaths) {
  EXPECT_EQ(Leaves({{"a.b", Value(1)}, {"a", Value::Record({{"b", Value(2)}})}}),
            "a.b(2) a\\.b(1) ");
}

TEST(LeafFacts, AreCanonical) {
  EXPECT_EQ(Leaves({{"n", Value(Decimal{3'000'000'000})}}), "n(3) ");
  Facts facts;
  facts.Add("p", {Value(Decimal{1'000'000'000})});
  facts.Add("p", {Value(1)});
  EXPECT_EQ(Print(facts), "p(1) ");
}

TEST(Facts, NameAndWidthMakeARelation) {
  Facts facts;
  facts.Add("p", {Value(1)});
  facts.Add("p", {Value(1), Value(2)});
  facts.Add("p", {});
  EXPECT_EQ(facts.relations.size(), 3u);
  EXPECT_EQ(facts.relations.at({"p", 2}).size(), 1u);
}

class Merge : public testing::Test {
 protected:
  std::optional<value::Json> Parse(const std::string& text) {
    return value::ParseJson(sources_.Whole(sources_.Add("patch", text)), Bounds(), diagnostics_);
  }
  // The merged value as text; `error` when there is none.
  std::string Run(const std::string& target, const std::string& patch) {
    const std::optional<value::Json> from = Parse(target);
    const std::optional<value::Json> to = Parse(patch);
    if (!from || !to) return "unreadable";
    const std::optional<Value> start =
        value::ToValue(*from, value::Escapes::kInterpret, value::Arrays::kLists, diagnostics_);
    if (!start) return "unreadable";
    const std::optional<Value> merged = MergeJson(*start, *to, diagnostics_);
    EXPECT_EQ(merged.has_value(), !diagnostics_.has_errors());
    return merged ? value::ToText(*merged) : "error";
  }

  text::SourceMap sources_;
  text::Diagnostics diagnostics_{sources_};
};

TEST_F(Merge, FollowsRfc7396) {
  // The examples of its appendix that have neither a null nor a scalar document in the target.
  EXPECT_EQ(Run(R"({"a":"b"})", R"({"a":"c"})"), R"({"a": "c"})");
  EXPECT_EQ(Run(R"({"a":"b"})", R"({"b":"c"})"), R"({"a": "b", "b": "c"})");
  EXPECT_EQ(Run(R"({"a":"b"})", R"({"a":null})"), "{}");
  EXPECT_EQ(Run(R"({"a":"b","b":"c"})", R"({"a":null})"), R"({"b": "c"})");
  EXPECT_EQ(Run(R"({"a":["b"]})", R"({"a":"c"})"), R"({"a": "c"})");
  EXPECT_EQ(Run(R"({"a":"c"})", R"({"a":["b"]})"), R"({"a": ["b"]})");
  EXPECT_EQ(Run(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"), R"({"a": {"b": "d"}})");
  EXPECT_EQ(Run(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"), R"({"a": [1]})");
  EXPECT_EQ(Run(R"(["a","b"])", R"(["c","d"])"), R"(["c", "d"])");
  EXPECT_EQ(Run(R"({"a":"b"})", R"(["c"])"), R"(["c"])");
  EXPECT_EQ(Run(R"([1,2])", R"({"a":"b","c":null})"), R"({"a": "b"})");
  EXPECT_EQ(Run(R"({})", R"({"a":{"bb":{"ccc":null}}})"), R"({"a": {"bb": {}}})");
  EXPECT_EQ(Run(R"({"a":1})", "null"), "{}");
}

TEST_F(Merge, KeepsOrderAndDuplicatesOfLists) {
  EXPECT_EQ(Run("{}", R"({"a":[2,1,2]})"), R"({"a": [2, 1, 2]})");
}

TEST_F(Merge, ReadsEscapes) {
  EXPECT_EQ(Run(R"({"a":{"x":1}})", R"({"a":{"__entity":{"type":"T","id":"i"}}})"),
            R"({"a": T::"i"})");
  EXPECT_EQ(Run("{}", R"({"a":{"__extn":{"fn":"decimal","arg":"2.0"}}})"), R"({"a": 2})");
}

TEST_F(Merge, RefusesNullInAList) { EXPECT_EQ(Run("{}", R"({"a":[1,null]})"), "error"); }

}  // namespace
}  // namespace rune::store
