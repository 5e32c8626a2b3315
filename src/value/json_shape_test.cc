#include "value/json_shape.h"

#include <gtest/gtest.h>

namespace rune::value {
namespace {

constexpr JsonShape::Member kName[] = {{"id"}};
constexpr JsonShape kNameShape{.members = kName, .in_tree = true};
constexpr JsonShape kNames{.each = &kNameShape};
constexpr JsonShape::Member kThing[] = {{"name", &kNameShape}, {"names", &kNames}, {"data"}};
constexpr JsonShape kThingShape{.members = kThing};

// What is known of a thing: `id` of its name, then each code of a finding and the text it is about.
std::string Read(const std::string& text) {
  text::SourceMap sources;
  sources.Add("thing.json", text);
  text::Diagnostics diagnostics(sources);
  const auto json = ParseJson(sources.Whole(0), kThingShape, {}, diagnostics);
  std::string out;
  if (const Json* name = json ? json->Find("name") : nullptr) out = name->Find("id")->string;
  for (const Diagnostic& d : diagnostics.all()) {
    out += d.code + "@" + std::to_string(d.place.column);
  }
  return out;
}

std::string Thing(const std::string& member) { return R"({"name":{"id":"a"},)" + member + "}"; }
std::string Name(const std::string& member) { return R"({"name":{"id":"a",)" + member + "}}"; }
std::string Nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonShape, WhatNobodyLooksAtMayBeAnyJson) {
  for (const char* value :
       {"1.5", "-0", "1e5", "99999999999999999999", R"({"a": 1, "a": 2})", "null", "[]", "{}",
        R"([true, false, {"x": [{}, "\u00e9\n"]}])", "0.5E+3", "1e-400"}) {
    const std::string member = std::string(R"("x": )") + value;
    EXPECT_EQ(Read(Thing(member)), "a") << value;
    EXPECT_EQ(Read(Name(member)), "a") << value;
    EXPECT_EQ(Read("{" + member + R"( , "name":{"id":"a"}})"), "a") << value;
  }
}

TEST(JsonShape, AKeyThatNobodyKnowsMayStandTwice) {
  EXPECT_EQ(Read(Thing(R"("x": 1, "y": 2.5, "x": {"x": 1} , "\u0078": 3)")), "a");
  EXPECT_EQ(Read(R"({"x": 1, "x": 2, "name": {"id": "a"}})"), "a");
}

TEST(JsonShape, WhatIsLookedAtKeepsEveryCheck) {
  EXPECT_EQ(Read(Thing(R"("data":1.5)")), "RUNE-E0003@27");
  EXPECT_EQ(Read(Thing(R"("x":[[[1.5]]],"x":2,"data":1.5)")), "RUNE-E0003@47");
  EXPECT_EQ(Read(Thing(R"("data":{"x":1,"x":2})")), "RUNE-E0002@34");
  EXPECT_EQ(Read(Thing(R"("name":{"id":"b"})")), "RUNE-E0002@20");
  EXPECT_EQ(Read(R"({"names":[{"id":"a","x":1.5},{"id":1.5}]})"), "RUNE-E0003@36");
  // The shape does not reach into what is looked at as a whole.
  EXPECT_EQ(Read(Thing(R"("data":{"id":1,"x":1.5})")), "RUNE-E0003@39");
}

TEST(JsonShape, WhatIsNoJsonIsAnErrorWithItsPlace) {
  for (const char* value :
       {"tru",         "01",         "1.",        ".5",        "1e",   "+1",        "-",
        "'a'",         R"("\q")",    R"("\u12")", "\"a\nb\"",  "[1,]", "[1 2]",     "[}",
        R"({"a":1,})", R"({"a" 1})", "{1:2}",     R"({"a":})", "[[]",  "truefalse", ""}) {
    const std::string found = Read(Thing(std::string(R"("x":)") + value));
    EXPECT_TRUE(found.starts_with("RUNE-E0001@")) << value << found;
  }
  EXPECT_EQ(Read(Thing(R"("x":1,)")), "RUNE-E0001@26");
  // Nothing is passed over then, so that the number is told too.
  EXPECT_EQ(Read(Thing(R"("x":1.5)") + "]"), "RUNE-E0003@24RUNE-E0001@28");
}

TEST(JsonShape, NestingIsSkippedWithoutRecursion) {
  EXPECT_EQ(Read(Thing(R"("x":)" + Nested(1'000'000))), "a");
  // Open to the end: the text is no JSON.
  EXPECT_NE(Read(Thing(R"("x":)" + std::string(1'000'000, '['))), "a");
}

TEST(JsonShape, WhereCedarMadeATreeItsBoundsHold) {
  EXPECT_EQ(Read(Thing(R"("x":"\ud800")")), "a");
  EXPECT_EQ(Read(Name(R"("x":"\ud800")")), "RUNE-E0001@30");
  EXPECT_EQ(Read(Thing(R"("x":1e400)")), "a");
  EXPECT_EQ(Read(Name(R"("x":1e400)")), "RUNE-E0003@23");
  // Behind the two brackets of the document.
  EXPECT_EQ(Read(Name(R"("x":)" + Nested(125))), "a");
  EXPECT_NE(Read(Name(R"("x":)" + Nested(127))), "a");
}

TEST(JsonShape, NumbersThatFitADouble) {
  const std::string zeros(400, '0');
  for (const std::string& number :
       {std::string("1.7976931348623157e308"), std::string("0e99999999999999999999"),
        std::string("1e-99999999999999999999"), "0." + zeros + "1", "0." + zeros + "1e500",
        "1" + zeros + "e-200", std::string(309, '1')}) {
    EXPECT_EQ(Read(Name("\"x\":" + number)), "a") << number;
  }
  for (const std::string& number :
       {std::string("1.7976931348623159e308"), std::string("-1e309"), "1" + zeros,
        std::string("1e99999999999999999999"), "0." + zeros + "1e800", "1" + zeros + "e-20"}) {
    EXPECT_NE(Read(Name("\"x\":" + number)), "a") << number;
  }
}

TEST(JsonShape, AListIsSplitIntoItsElements) {
  text::SourceMap sources;
  const auto split = [&](std::string text) {
    const auto parts = SplitList(sources.Whole(sources.Add("l.json", std::move(text))), {});
    std::string out = parts ? "" : "none";
    if (parts) {
      for (const text::Slice& part : *parts) {
        const auto size = static_cast<std::uint32_t>(part.text.size());
        EXPECT_EQ(part.text, sources.Text({part.file, part.begin, part.begin + size}));
        out += "<" + std::string(part.text) + ">";
      }
    }
    return out;
  };
  EXPECT_EQ(split(R"( [ {"a": 1.5, "a": 2} , [], -0 ] )"), R"(<{"a": 1.5, "a": 2}><[]><-0>)");
  EXPECT_EQ(split("[]"), "");
  for (const char* text : {"{}", "[", "[1,]", "[1] 2", "", "[1e400]", "[\"\\ud800\"]", "[\xFF]"}) {
    EXPECT_EQ(split(text), "none") << text;
  }
}

}  // namespace
}  // namespace rune::value
