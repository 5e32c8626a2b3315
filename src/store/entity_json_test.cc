#include "store/entity_json.h"

#include <gtest/gtest.h>

#include <string>

#include "text/source.h"
#include "value/print.h"

namespace rune::store {
namespace {

class EntityJson : public testing::Test {
 protected:
  std::vector<PlacedEntity> Read(const std::string& text) {
    const std::uint32_t file = sources_.Add("entities.json", text);
    const auto json = value::ParseJson(sources_.Whole(file), Bounds(), diagnostics_);
    EXPECT_TRUE(json.has_value()) << text;
    return json ? ReadEntities(*json, diagnostics_) : std::vector<PlacedEntity>();
  }
  // The codes of what was found, in order.
  std::string Codes() const {
    std::string out;
    for (const Diagnostic& d : diagnostics_.all()) out += d.code + " ";
    return out;
  }

  text::SourceMap sources_;
  text::Diagnostics diagnostics_{sources_};
};

TEST_F(EntityJson, ReadsAllParts) {
  const auto read = Read(R"([{
    "uid": {"type": "NS::User", "id": "ann"},
    "attrs": {"age": 7, "groups": ["b", "a", "b"], "boss": {"__entity": {"type": "User", "id": ""}},
              "ip": {"__extn": {"fn": "ip", "arg": "10.0.0.1"}}},
    "parents": [{"__entity": {"type": "G", "id": "x"}}, {"type": "G", "id": "y"}],
    "tags": {"k": "v"},
    "comment": null}])");
  ASSERT_EQ(Codes(), "");
  ASSERT_EQ(read.size(), 1u);
  const Entity& entity = read[0].entity;
  EXPECT_EQ(entity.uid, (EntityUid{"NS::User", "ann"}));
  EXPECT_EQ(entity.attributes.at("age"), Value(7));
  EXPECT_EQ(entity.attributes.at("groups"), Value::Set({Value("a"), Value("b")}));
  EXPECT_EQ(entity.attributes.at("boss"), Value(EntityUid{"User", ""}));
  EXPECT_TRUE(entity.attributes.at("ip").is(ValueKind::kIp));
  EXPECT_EQ(entity.parents, (std::set<EntityUid>{{"G", "x"}, {"G", "y"}}));
  EXPECT_EQ(entity.tags.at("k"), Value("v"));
  EXPECT_EQ(sources_.Text(read[0].span), R"({"type": "NS::User", "id": "ann"})");
}

TEST_F(EntityJson, MalformedEscapesAreRecords) {
  const auto read = Read(R"([{"uid": {"type": "T", "id": "a"}, "parents": [],
    "attrs": {"a": {"__entity": {"type": "T"}}, "b": {"__extn": 1},
              "c": {"fn": "ip", "arg": "::1"}}}])");
  ASSERT_EQ(Codes(), "");
  ASSERT_EQ(read.size(), 1u);
  for (const auto& [key, value] : read[0].entity.attributes) {
    EXPECT_TRUE(value.is(ValueKind::kRecord)) << key;
  }
}

struct Bad {
  const char* json;
  const char* codes;
};

TEST_F(EntityJson, TellsWhatIsWrong) {
  const Bad kCases[] = {
      {R"({})", "RUNE-E0101 "},
      {R"("x")", "RUNE-E0101 "},
      {R"([1])", "RUNE-E0102 "},
      {R"([{}])", "RUNE-E0102 RUNE-E0102 RUNE-E0102 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "attrs": {}}])", "RUNE-E0102 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "parents": []}])", "RUNE-E0102 "},
      {R"([{"attrs": {}, "parents": []}])", "RUNE-E0102 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "attrs": [], "parents": {}}])",
       "RUNE-E0102 RUNE-E0102 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "attrs": {}, "parents": [], "tags": null}])",
       "RUNE-E0102 "},
      {R"([{"uid": "T::\"a\"", "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "T"}, "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "T", "id": 1}, "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "T T", "id": "a"}, "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "A :: B", "id": "a"}, "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "__cedar::T", "id": "a"}, "attrs": {}, "parents": []}])",
       "RUNE-E0103 "},
      {R"([{"uid": {"type": "if", "id": "a"}, "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "", "id": "a"}, "attrs": {}, "parents": []}])", "RUNE-E0103 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "attrs": {}, "parents": ["T::\"b\"", 3]}])",
       "RUNE-E0103 RUNE-E0103 "},
      {R"([{"uid": {"type": "Action", "id": "a"}, "attrs": {},
            "parents": [{"type": "T", "id": "b"}]}])",
       "RUNE-E0104 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "attrs": {"x": null}, "parents": []}])",
       "RUNE-E0004 "},
      {R"([{"uid": {"type": "T", "id": "a"}, "attrs": {"x": {"__expr": "1"}}, "parents": []}])",
       "RUNE-E0008 "},
  };
  for (const Bad& bad : kCases) {
    text::Diagnostics fresh(sources_);
    const std::uint32_t file = sources_.Add("entities.json", bad.json);
    const auto json = value::ParseJson(sources_.Whole(file), Bounds(), fresh);
    ASSERT_TRUE(json.has_value()) << bad.json;
    EXPECT_TRUE(ReadEntities(*json, fresh).empty()) << bad.json;
    std::string codes;
    for (const Diagnostic& d : fresh.all()) {
      codes += d.code + " ";
      EXPECT_GT(d.place.line, 0u) << bad.json;
      EXPECT_FALSE(d.help.empty()) << bad.json << d.message;
    }
    EXPECT_EQ(codes, bad.codes) << bad.json;
  }
}

TEST_F(EntityJson, AGoodEntityBesideABadOneIsRead) {
  EXPECT_EQ(Read(R"([{"uid": 1, "attrs": {}, "parents": []},
                     {"uid": {"type": "T", "id": "a"}, "attrs": {}, "parents": []}])")
                .size(),
            1u);
  EXPECT_EQ(Codes(), "RUNE-E0103 ");
}

TEST_F(EntityJson, ActionsMayBeInActions) {
  EXPECT_EQ(Read(R"([{"uid": {"type": "NS::Action", "id": "a"}, "attrs": {},
                      "parents": [{"type": "Action", "id": "all"}]}])")
                .size(),
            1u);
  EXPECT_EQ(Codes(), "");
}

TEST_F(EntityJson, WhatIsWrittenReadsBack) {
  Entity first{{"T", "b\n\"\xC3\xBC"}, {}, {}, {{"G", "y"}, {"G", "x"}}};
  first.attributes.emplace("set", Value::Set({Value(2), Value(-1), Value("x")}));
  first.attributes.emplace("record", Value::Record({{"k \"q\"", Value(true)}}));
  first.attributes.emplace("entity", Value(EntityUid{"A::B", ""}));
  first.attributes.emplace("decimal", Value(Decimal{-1'500'000'000}));
  first.attributes.emplace("duration", Value(Duration{-5}));
  first.attributes.emplace("datetime", Value(Datetime{1'000}));
  first.attributes.emplace("early", Value(Datetime{INT64_MIN}));
  first.attributes.emplace("__entity", Value(1));
  first.tags.emplace("tag", Value(INT64_MIN));
  const Entity second{{"A", "z"}, {}, {}, {}};
  const std::string text = WriteEntities(std::vector<Entity>{first, second});

  const auto read = Read(text);
  ASSERT_EQ(Codes(), "") << text;
  ASSERT_EQ(read.size(), 2u) << text;
  EXPECT_EQ(read[0].entity, second) << text;
  EXPECT_EQ(read[1].entity, first) << text;
  EXPECT_EQ(WriteEntities(std::vector<Entity>{second, first}), text) << "order does not matter";
  EXPECT_TRUE(Read(WriteEntities({})).empty());
}

}  // namespace
}  // namespace rune::store
