#include "value/json.h"

#include <gtest/gtest.h>

namespace rune::value {
namespace {

// A document with what was said of it.
struct Parsed {
  text::SourceMap sources;
  std::unique_ptr<text::Diagnostics> diagnostics;
  std::optional<Json> json;

  // `CODE@offset+length` of each finding, in order.
  std::string Findings() const {
    std::string out;
    for (const Diagnostic& d : diagnostics->all()) {
      out += (out.empty() ? "" : " ") + d.code.substr(5) + "@" + std::to_string(d.place.offset) +
             "+" + std::to_string(d.place.length);
    }
    return out;
  }
  std::string Text(text::Span span) const { return std::string(sources.Text(span)); }
};

std::unique_ptr<Parsed> Parse(std::string text, Bounds bounds = {}) {
  auto parsed = std::make_unique<Parsed>();
  parsed->sources.Add("j.json", std::move(text));
  parsed->diagnostics = std::make_unique<text::Diagnostics>(parsed->sources);
  parsed->json = ParseJson(parsed->sources.Whole(0), bounds, *parsed->diagnostics);
  EXPECT_EQ(parsed->json.has_value(), !parsed->diagnostics->has_errors());
  return parsed;
}

std::string Findings(std::string text) { return Parse(std::move(text))->Findings(); }

TEST(Json, EachKind) {
  const auto p = Parse(R"( {"n":null,"t":true,"f":false,"i":-12,"s":"x","a":[1,"y",[]],"o":{}} )");
  ASSERT_TRUE(p->json);
  const Json& j = *p->json;
  ASSERT_EQ(j.object.size(), 7u);
  EXPECT_TRUE(j.Find("n")->is(Json::Kind::kNull));
  EXPECT_TRUE(j.Find("t")->boolean);
  EXPECT_TRUE(j.Find("f")->is(Json::Kind::kBool));
  EXPECT_FALSE(j.Find("f")->boolean);
  EXPECT_EQ(j.Find("i")->integer, -12);
  EXPECT_EQ(j.Find("s")->string, "x");
  ASSERT_EQ(j.Find("a")->array.size(), 3u);
  EXPECT_EQ(j.Find("a")->array[1].string, "y");
  EXPECT_TRUE(j.Find("o")->is(Json::Kind::kObject));
  EXPECT_EQ(j.Find("z"), nullptr);
  EXPECT_EQ(j.object[0].first, "n") << "in the order of the text";
}

TEST(Json, EveryValueKnowsItsPlace) {
  const auto p = Parse("{ \"a\\\"\" : [ 1 , -20,true ],\n\"b\":\"x\\\\\",\"\":{\"c\" :\nnull}}");
  ASSERT_TRUE(p->json);
  const Json& j = *p->json;
  EXPECT_EQ(j.span.begin, 0u);
  EXPECT_EQ(j.span.end, p->sources.content(0).size());
  EXPECT_EQ(p->Text(j.object[0].second.key), "\"a\\\"\"");
  EXPECT_EQ(p->Text(j.object[0].second.span), "[ 1 , -20,true ]");
  EXPECT_EQ(p->Text(j.object[0].second.array[0].span), "1");
  EXPECT_EQ(p->Text(j.object[0].second.array[1].span), "-20");
  EXPECT_EQ(p->Text(j.object[0].second.array[2].span), "true");
  EXPECT_EQ(p->Text(j.object[1].second.span), "\"x\\\\\"");
  EXPECT_EQ(p->Text(j.object[2].second.key), "\"\"");
  EXPECT_EQ(p->Text(j.object[2].second.span), "{\"c\" :\nnull}");
  EXPECT_EQ(p->Text(j.object[2].second.object[0].second.span), "null");
}

TEST(Json, PlacesAreThoseOfTheWholeFile) {
  text::SourceMap sources;
  sources.Add("f", "head [1, 2.5] tail");
  text::Diagnostics diagnostics(sources);
  ParseJson(text::Slice{0, 5, sources.content(0).substr(5, 8)}, {}, diagnostics);
  ASSERT_EQ(diagnostics.all().size(), 1u);
  EXPECT_EQ(diagnostics.all()[0].place.offset, 9u);
}

TEST(Json, StringsWithEscapesAcrossParts) {
  const auto p = Parse(R"(["\u0041\n\ud83d\ude00\/\"\\", "é"])");
  ASSERT_TRUE(p->json);
  EXPECT_EQ(p->json->array[0].string, "A\n\xf0\x9f\x98\x80/\"\\");
  EXPECT_EQ(p->json->array[1].string, "\xc3\xa9");
  std::string expected;
  std::string text = "[\"";
  for (int i = 0; i < 20'000; ++i) {
    text += "ab\\n";
    expected += "ab\n";
  }
  const auto big = Parse(text + "\",7]");
  ASSERT_TRUE(big->json);
  EXPECT_EQ(big->json->array[0].string, expected);
  EXPECT_EQ(big->Text(big->json->array[1].span), "7");
}

TEST(Json, IntegersToTheLastOne) {
  const auto p = Parse("[9223372036854775807,-9223372036854775808,0,9007199254740993]");
  ASSERT_TRUE(p->json);
  EXPECT_EQ(p->json->array[0].integer, 9223372036854775807);
  EXPECT_EQ(p->json->array[1].integer, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(p->json->array[3].integer, 9007199254740993) << "no double can hold it";
}

TEST(Json, NumbersThatAreNoInteger) {
  EXPECT_EQ(Findings("[9223372036854775808]"), "E0003@1+19");
  EXPECT_EQ(Findings("[-9223372036854775809]"), "E0003@1+20");
  EXPECT_EQ(Findings("[18446744073709551616]"), "E0003@1+20");
  EXPECT_EQ(Findings("[1" + std::string(400, '0') + "]"), "E0003@1+401");
  EXPECT_EQ(Findings("1.0"), "E0003@0+3");
  EXPECT_EQ(Findings("1e2"), "E0003@0+3");
  EXPECT_EQ(Findings("-0"), "E0003@0+2");
  EXPECT_EQ(Findings("[-0 ]"), "E0003@1+2");
  EXPECT_EQ(Findings("{\"a\":0.5,\"b\":1E-3,\"c\":1}"), "E0003@5+3 E0003@13+4") << "all are told";
  EXPECT_EQ(Findings("[1e99999999999999999999]").substr(0, 5), "E0003");
}

TEST(Json, EqualKeysAreAllTold) {
  EXPECT_EQ(Findings(R"({"a":1,"b":2,"a":3})"), "E0002@13+3");
  EXPECT_EQ(Findings(R"({"a":1,"\u0061":2})"), "E0002@7+8") << "equal once read";
  EXPECT_EQ(Findings(R"({"a":1,"a":2,"a":3})"), "E0002@7+3 E0002@13+3");
  EXPECT_EQ(Findings(R"([{"x":{"":0,"":0}}])"), "E0002@12+2");
  EXPECT_EQ(Findings(R"([{"a":1},{"a":1},{"b":{"a":1},"a":1}])"), "") << "other objects";
}

TEST(Json, SyntaxErrorsHaveTheirPlace) {
  EXPECT_EQ(Findings(""), "E0001@0+0");
  EXPECT_EQ(Findings("  "), "E0001@2+0");
  EXPECT_EQ(Findings("[1,]"), "E0001@3+1");
  EXPECT_EQ(Findings("{\"a\":1,}"), "E0001@7+1");
  EXPECT_EQ(Findings("{\"a\" 1}"), "E0001@5+1");
  EXPECT_EQ(Findings("{a:1}"), "E0001@1+1");
  EXPECT_EQ(Findings("{'a':1}"), "E0001@1+1");
  EXPECT_EQ(Findings("[1 2]"), "E0001@3+1");
  EXPECT_EQ(Findings("[1"), "E0001@2+0");
  EXPECT_EQ(Findings("{\"a\":"), "E0001@5+0");
  EXPECT_EQ(Findings("\"abc"), "E0001@4+0");
  EXPECT_EQ(Findings("\"a\nb\""), "E0001@2+1");
  EXPECT_EQ(Findings("[1] x"), "E0001@4+1");
  EXPECT_EQ(Findings("1 2"), "E0001@2+1");
  EXPECT_EQ(Findings("{} // c"), "E0001@3+1");
  EXPECT_EQ(Findings("[/**/1]"), "E0001@1+1");
  EXPECT_EQ(Findings("\xef\xbb\xbf{}"), "E0001@0+3");
  EXPECT_EQ(Findings("NaN"), "E0001@0+1");
  EXPECT_EQ(Findings("]"), "E0001@0+1");
  for (const char* bad : {"tru",
                          "truely",
                          "[nul]",
                          "01",
                          "+1",
                          ".5",
                          "1.",
                          "-",
                          "--1",
                          "\"\\q\"",
                          "\"\\u12g4\"",
                          "[\"\\ud800\"]",
                          "\"\\ud800\\u0041\"",
                          "\"\\udc00\"",
                          "[}",
                          "{]",
                          "{\"a\"}",
                          "{:1}",
                          "[,1]",
                          "{,}",
                          "\"\t\"",
                          "#",
                          "[1;2]",
                          "[1-2]",
                          "12x"}) {
    EXPECT_FALSE(Parse(bad)->json.has_value()) << bad;
    EXPECT_EQ(Parse(bad)->diagnostics->error_count(), 1u) << bad;
  }
}

TEST(Json, HelpSaysWhatToDo) {
  EXPECT_EQ(Parse("[1,]")->diagnostics->all()[0].help, "remove the comma before it");
  EXPECT_EQ(Parse("['x']")->diagnostics->all()[0].help, "strings stand in double quotes");
  EXPECT_EQ(Parse("[1 /* x */]")->diagnostics->all()[0].help, "JSON has no comments");
}

TEST(Json, BrokenUtf8) {
  EXPECT_EQ(Findings("{\"a\":\"\xff\"}"), "E0006@6+1");
  EXPECT_EQ(Findings("\"\xc0\x80\""), "E0006@1+1");
  EXPECT_EQ(Findings("\"\xed\xa0\x80\""), "E0006@1+1");
  EXPECT_EQ(Findings("\xff"), "E0006@0+1");
}

std::string Nested(int depth, char open, char close) {
  return std::string(depth, open) + std::string(depth, close);
}

TEST(Json, DepthIsLimitedExactly) {
  EXPECT_EQ(Findings(Nested(128, '[', ']')), "");
  EXPECT_EQ(Findings(Nested(129, '[', ']')), "E0005@128+1");
  std::string objects;
  for (int i = 0; i < 128; ++i) objects += "{\"a\":";
  EXPECT_EQ(Findings(objects + "1" + std::string(128, '}')), "");
  EXPECT_EQ(Findings(objects + "[]" + std::string(128, '}')), "E0005@640+1");
  Bounds shallow;
  shallow.json_depth = 2;
  EXPECT_EQ(Parse("[[1]]", shallow)->Findings(), "");
  EXPECT_EQ(Parse("[[[1]]]", shallow)->Findings(), "E0005@2+1");
}

TEST(Json, HostileNestingIsADiagnostic) {
  EXPECT_EQ(Findings(std::string(100'000, '[')), "E0005@128+1");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(Findings(objects), "E0005@640+1");
}

TEST(Json, TenMegabytesOfOneString) {
  const auto p = Parse("{\"a\":\"" + std::string(10'000'000, 'x') + "\",\"b\":2}");
  ASSERT_TRUE(p->json);
  EXPECT_EQ(p->json->Find("a")->string.size(), 10'000'000u);
  EXPECT_EQ(p->Text(p->json->Find("b")->span), "2");
}

TEST(Json, ManyMembersTakeNoQuadraticTime) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i)
    text += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  const auto p = Parse(text + "\"k7\":0}");
  ASSERT_EQ(p->diagnostics->all().size(), 1u);
  EXPECT_EQ(p->diagnostics->all()[0].code, "RUNE-E0002");
}

TEST(Json, ALongKeyIsCutInMessages) {
  const std::string key(1'000'000, 'k');
  const auto p = Parse("{\"" + key + "\":1,\"" + key + "\":2}");
  ASSERT_EQ(p->diagnostics->all().size(), 1u);
  EXPECT_LT(p->diagnostics->all()[0].message.size(), 200u);
}

TEST(Json, MemoryIsBounded) {
  Bounds small;
  small.bytes = 100'000;
  std::string zeros = "[0";
  for (int i = 0; i < 1000; ++i) zeros += ",0";
  EXPECT_EQ(Parse(zeros + "]", small)->diagnostics->all()[0].code, "RUNE-E0009");
  EXPECT_EQ(Parse("\"" + std::string(50'000, 'x') + "\"", small)->diagnostics->all()[0].code,
            "RUNE-E0009");
  EXPECT_EQ(Parse("[0,0]", small)->Findings(), "");
}

}  // namespace
}  // namespace rune::value
