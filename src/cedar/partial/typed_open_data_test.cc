#include "cedar/partial/typed_open_data.h"

#include <gtest/gtest.h>

#include "cedar/schema/read.h"
#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

constexpr std::string_view kSchema = R"(
entity User {age: Long, boss?: User, quota?: decimal, names?: Set<String>,
             home?: {city: String, owner?: User, at?: datetime}} tags Long;
)";

class TypedOpenDataTest : public testing::Test {
 protected:
  TypedOpenDataTest() : diagnostics_(map_) {
    const std::uint32_t file = map_.Add("schema", std::string(kSchema));
    schema_ = ReadSchema(map_.Whole(file), SchemaFormat::kCedar, Bounds{}, diagnostics_).value();
  }

  // One user with these attributes and tags.
  std::optional<TypedOpenEntities> Read(const std::string& attributes,
                                        const std::string& tags = "") {
    const std::uint32_t file =
        map_.Add("json", R"([{"uid": {"type": "User", "id": "a"}, "parents": [], "attrs": {)" +
                             attributes + R"(}, "tags": {)" + tags + "}}]");
    auto json = value::ParseJson(map_.Whole(file), Bounds{}, diagnostics_).value();
    findings_.clear();
    return ReadTypedOpenEntities(std::move(json), schema_, findings_, diagnostics_);
  }
  // The kind of the first finding, or what is open, in the order of the names.
  std::string Open(const std::string& attributes, const std::string& tags = "") {
    const auto read = Read(attributes, tags);
    if (!read) return findings_.empty() ? "error" : std::string(DataKindName(findings_[0].kind));
    std::string out;
    for (const auto& [uid, entity] : read->open) {
      for (const auto& [name, open] : entity.attributes)
        out += name + "=" + PrintExpr(open.pool, open.root) + " ";
      for (const auto& [name, open] : entity.tags)
        out += name + ":" + PrintExpr(open.pool, open.root) + " ";
    }
    return out;
  }

  text::SourceMap map_;
  text::Diagnostics diagnostics_;
  Schema schema_;
  DataFindings findings_;
};

const std::string kX = R"({"__extn": {"fn": "unknown", "arg": "x"}})";

TEST_F(TypedOpenDataTest, AnUnknownIsOfAnyType) {
  EXPECT_EQ(Open(R"("age": )" + kX), R"(age=unknown("x") )");
  EXPECT_EQ(Open(R"("age": 1, "boss": )" + kX + R"(, "quota": )" + kX),
            R"(boss=unknown("x") quota=unknown("x") )");
  EXPECT_EQ(Open(R"("age": 1, "names": ["n", )" + kX + "]"), R"(names=["n", unknown("x")] )");
  EXPECT_EQ(Open(R"("age": 1)", R"("t": )" + kX), R"(t:unknown("x") )");
  EXPECT_EQ(Open(R"("age": {"__extn": {"fn": "unknown", "args": ["x"]}})"), R"(age=unknown("x") )");
}

TEST_F(TypedOpenDataTest, WhatIsKnownBesideItIsReadByItsType) {
  EXPECT_EQ(Open(R"("age": 1, "home": {"city": )" + kX +
                 R"(, "owner": {"type": "User", "id": "b"}, "at": "2024-01-02"})"),
            R"(home={at: datetime("2024-01-02"), city: unknown("x"), owner: User::"b"} )");
  EXPECT_EQ(Open(R"("age": 1, "home": {"city": )" + kX + R"(, "at": {"fn": "offset", "args":
                 ["2024-01-02", {"fn": "duration", "arg": "1d"}]}})"),
            R"(home={at: datetime("2024-01-02").offset(duration("1d")), city: unknown("x")} )");
}

TEST_F(TypedOpenDataTest, ACallWithAnUnknownIsOfItsResultType) {
  const std::string call = R"({"fn": "decimal", "arg": )" + kX + "}";
  EXPECT_EQ(Open(R"("age": 1, "quota": )" + call), R"(quota=decimal(unknown("x")) )");
  EXPECT_EQ(Open(R"("age": {"__extn": )" + call + "}"), "TypeMismatch");
  EXPECT_EQ(Open(R"("age": 1, "quota": {"fn": "unknown", "arg": "x"})"), R"(quota=unknown("x") )");
}

TEST_F(TypedOpenDataTest, TheRestIsHeldAgainstTheSchema) {
  EXPECT_EQ(Open(R"("boss": )" + kX), "MissingRequiredEntityAttr");
  EXPECT_EQ(Open(R"("age": 1, "other": )" + kX), "UnexpectedEntityAttr");
  EXPECT_EQ(Open(R"("age": 1, "names": [1, )" + kX + "]"), "TypeMismatch");
  EXPECT_EQ(Open(R"("age": 1, "home": {"owner": )" + kX + "}"), "MissingRequiredRecordAttr");
  EXPECT_EQ(Open(R"("age": {"__extn": {"fn": "unknown", "arg": 1}})"), "EntityAttributeEvaluation");
}

TEST_F(TypedOpenDataTest, WhatNobodyReadsMayStandBeside) {
  const std::string call = R"("fn": "decimal", "arg": "1.5")";
  EXPECT_EQ(Open(R"("age": 1, "quota": {"__extn": 5, )" + call + "}"), "");
  EXPECT_EQ(Open(R"("age": 1, "quota": {"__extn": {)" + call + R"(, "x": 1}, "fn": 2})"), "");
  EXPECT_EQ(Open(R"("age": 1, "boss": {"__entity": 5, "type": "User", "id": "b"})"), "");
  EXPECT_EQ(
      Open(R"("age": 1, "home": {"city": )" + kX + R"(, "owner": {"__entity": 5, "type": "User",
                 "id": "b"}, "at": {"__extn": [], "fn": "datetime", "arg": "2024-01-02"}})"),
      R"(home={at: datetime("2024-01-02"), city: unknown("x"), owner: User::"b"} )");
  EXPECT_EQ(Open(R"("age": {"__extn": {"fn": "unknown", "arg": "x", "args": 1}, "y": 2})"),
            R"(age=unknown("x") )");
}

TEST_F(TypedOpenDataTest, WhatOnlyLooksLikeAnUnknownIsNone) {
  EXPECT_EQ(Open(R"("age": 1, "boss": {"__extn": {"fn": "unknown", "arg": 1}, "type": "User",
                 "id": "b"})"),
            "");
  EXPECT_EQ(Open(R"("age": 1, "quota": {"fn": 1, "arg": )" + kX + "}"),
            R"(quota=decimal({arg: unknown("x"), fn: 1}) )");
}

TEST_F(TypedOpenDataTest, OneEntityIsStatedInOneWay) {
  const auto twice = [&](const std::string& first, const std::string& second) {
    const auto user = [](const std::string& attributes) {
      return R"({"uid": {"type": "User", "id": "a"}, "parents": [], "attrs": {"age": 1, )" +
             attributes + "}}";
    };
    text::Diagnostics diagnostics(map_);
    const std::uint32_t file = map_.Add("json", "[" + user(first) + "," + user(second) + "]");
    auto json = value::ParseJson(map_.Whole(file), Bounds{}, diagnostics).value();
    DataFindings findings;
    return ReadTypedOpenEntities(std::move(json), schema_, findings, diagnostics).has_value();
  };
  const auto quota = [](const std::string& argument) {
    return R"("quota": {"fn": "decimal", "arg": )" + argument + "}";
  };
  const std::string y = R"({"__extn": {"fn": "unknown", "arg": "y"}})";
  EXPECT_TRUE(twice(quota(kX), quota(kX)));
  EXPECT_FALSE(twice(quota(kX), quota(y)));
  EXPECT_FALSE(twice(quota(kX), quota(R"("0.0")")));
  EXPECT_FALSE(twice(quota(R"("0.0")"), quota(kX)));
}

TEST_F(TypedOpenDataTest, OpenPartsAreNotAmongTheEntities) {
  const auto read = Read(R"("age": 1, "boss": )" + kX, R"("t": )" + kX + R"(, "u": 2)");
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->entities.size(), 1u);
  EXPECT_EQ(read->entities[0].attributes.size(), 1u);
  EXPECT_TRUE(read->entities[0].attributes.contains("age"));
  EXPECT_EQ(read->entities[0].tags.size(), 1u);
  EXPECT_TRUE(read->entities[0].tags.contains("u"));
}

}  // namespace
}  // namespace rune::cedar
