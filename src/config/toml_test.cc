#include "config/toml_tree.h"
#include "config/tree_value.h"
#include "gtest/gtest.h"
#include "value/print.h"

namespace rune::config {
namespace {

struct Read {
  text::SourceMap sources;
  TomlSection section;
  std::string value;
  std::vector<Diagnostic> findings;

  explicit Read(const std::string& text) {
    const std::uint32_t file = sources.Add("x", text);
    text::Diagnostics diagnostics(sources);
    section = ParseToml(sources.Whole(file), {16, true}, diagnostics);
    const Options options;
    const auto read = ToValue(
        section.root, {value::Arrays::kLists, value::Escapes::kInterpret, &options}, diagnostics);
    value = read ? value::ToText(*read) : "";
    findings = diagnostics.Sorted();
  }
  std::string Codes() const {
    std::string out;
    for (const Diagnostic& d : findings) {
      out += d.code.substr(5) + "@" + std::to_string(d.place.line) + ":" +
             std::to_string(d.place.column) + " ";
    }
    return out;
  }
  std::string Text(const Node& node) const { return std::string(sources.Text(node.span)); }
};

TEST(TomlTest, InlineTablesTakeColonsNewlinesAndATrailingComma) {
  EXPECT_EQ(Read("a = { b: 1, c = 2 }").value, R"({"a": {"b": 1, "c": 2}})");
  EXPECT_EQ(Read("a = {\n  b: 1, # one\n  c: [\n1,\n2, ], // two\n}\nd = 3").value,
            R"({"a": {"b": 1, "c": [1, 2]}, "d": 3})");
  EXPECT_EQ(Read("a = [ { b: { c: \"x:y,}\" , } , } , ]").value,
            R"({"a": [{"b": {"c": "x:y,}"}}]})");
  EXPECT_EQ(Read("a = {\n'k:1': 2, \"m\": '''\n{:\n''' }").value,
            "{\"a\": {\"k:1\": 2, \"m\": \"{:\\n\"}}");
  EXPECT_EQ(Read("t = { when: 2026-01-02T03:04:05Z }").value,
            R"({"t": {"when": datetime("2026-01-02T03:04:05.000Z")}})");
}

TEST(TomlTest, OutsideOfInlineTablesTomlIsAsItIs) {
  EXPECT_NE(Read("a = 1,\nb = 2").Codes(), "");
  EXPECT_NE(Read("a = { b: 1,, }").Codes(), "");
  EXPECT_NE(Read("a = { , }").Codes(), "");
}

TEST(TomlTest, CommentsOfEveryKind) {
  EXPECT_EQ(Read("// x\na = 1 // y\n/* b = 2\n*/ c = '//' # z\nd = \"/* */\"").value,
            R"({"a": 1, "c": "//", "d": "/* */"})");
}

TEST(TomlTest, DeclarationsAreTakenOut) {
  const Read read("[data]\na.\"b c\".d: List<String> # c\nx = 1\n[data.t]\ny: Long\r\n");
  EXPECT_EQ(read.Codes(), "");
  EXPECT_EQ(read.value, R"({"data": {"t": {}, "x": 1}})");
  ASSERT_EQ(read.section.declarations.size(), 2U);
  EXPECT_EQ(read.section.declarations[0].path, (std::vector<std::string>{"a", "b c", "d"}));
  EXPECT_EQ(read.section.declarations[0].type.text, "List<String>");
  EXPECT_EQ(read.section.declarations[1].path, (std::vector<std::string>{"t", "y"}));
  EXPECT_EQ(read.section.declarations[1].type.text, "Long");
}

TEST(TomlTest, NumbersComeFromTheirText) {
  EXPECT_EQ(Read("a = 0.1\nb = 1_000.25\nc = -0.000000001\nd = +2.0\ne = 0xff").value,
            R"({"a": decimal("0.1"), "b": decimal("1000.25"), "c": -0.000000001, )"
            R"("d": decimal("2.0"), "e": 255})");
  EXPECT_EQ(Read("a = 1e3\nb = nan\nc = -inf\nd = 0.0000000001\ne = 1e400").Codes(),
            "C0015@1:5 C0015@2:5 C0015@3:5 C0015@4:5 C0015@5:9 ");
  EXPECT_EQ(Read("a = 9223372036854775807\nb = 9223372036854775808").findings.size(), 1U);
}

TEST(TomlTest, DatesArePointsInTime) {
  EXPECT_EQ(
      Read("a = 1970-01-02\nb = 2000-02-29T12:00:00.5+02:00").value,
      R"({"a": datetime("1970-01-02T00:00:00.000Z"), "b": datetime("2000-02-29T10:00:00.500Z")})");
  EXPECT_EQ(Read("a = 12:00:00\nb = 2000-01-01T00:00:00.0001Z").Codes(), "C0016@1:5 C0016@2:5 ");
}

TEST(TomlTest, PlacesAreThoseOfTheText) {
  const Read read(
      "\xC3\xA9 = 0 # no bare key\n\"\xC3\xA9\" = \"\xC3\xA9\xC3\xA9\" \nb = [ '\xC3\xA9', 17 ]\n");
  ASSERT_EQ(read.findings.size(), 1U);
  EXPECT_EQ(read.findings[0].place.line, 1U);
  EXPECT_EQ(read.Text(*read.section.root.Find("\xC3\xA9")), "\"\xC3\xA9\xC3\xA9\"");
  EXPECT_EQ(read.Text(read.section.root.Find("b")->elements[1]), "17");
}

TEST(TomlTest, PlacesAfterCommentsOfOtherAlphabets) {
  const Read read("a = {\n  /* \xE2\x82\xAC\xE2\x82\xAC */ b: 1, # \xE2\x82\xAC\n  c: 22 }\n");
  EXPECT_EQ(read.Text(*read.section.root.Find("a")->Find("c")), "22");
}

TEST(TomlTest, EveryBrokenStatementIsReported) {
  const Read read("a = x\nok1 = 1\nb = \"open\nc = [1, 2\nok2 = 2\nok2 = 3\nd = {\nok3 = 4\n");
  EXPECT_EQ(read.findings.size(), 5U) << read.Codes();
  EXPECT_EQ(read.value, R"({"ok1": 1, "ok2": 2, "ok3": 4})");
}

TEST(TomlTest, WhatTheLibraryAssertsIsAnError) {
  EXPECT_EQ(Read("[$ules]\nb = 1").Codes(), "C0011@1:2 ");
  EXPECT_EQ(Read("[[ $ ]]").findings.size(), 1U);
  EXPECT_EQ(Read("a.$ = 1").findings.size(), 1U);
  EXPECT_EQ(Read("a = {$ = 1}").findings.size(), 1U);
  EXPECT_EQ(Read("a = _1\nb = +\nc = 0x\nd = -_").findings.size(), 4U);
}

TEST(TomlTest, DepthIsBoundedBeforeTheParserSeesIt) {
  const std::string nested =
      "a = " + std::string(100'000, '[') + std::string(100'000, ']') + "\nb = 1";
  EXPECT_EQ(Read(nested).Codes(), "C0013@1:20 ");
  EXPECT_EQ(Read(nested).value, R"({"b": 1})");
  std::string dotted = "a";
  for (int i = 0; i < 100'000; ++i) dotted += ".a";
  EXPECT_EQ(Read(dotted + " = 1\n[" + dotted + "]\nb = 1").findings.size(), 2U);
  EXPECT_EQ(Read("a = [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]").Codes(),
            "");  // 15 and the key: just within
}

TEST(TomlTest, EscapesAreEntitiesAndExtensionValues) {
  EXPECT_EQ(Read("a = {__entity = {type = 'File', id = '/x//y'}}").value, R"({"a": File::"/x/y"})");
  EXPECT_EQ(Read("a = {__extn: {fn: 'ip', arg: '10.0.0.0/8'}}").value,
            R"({"a": ip("10.0.0.0/8")})");
  EXPECT_EQ(Read("a = {__extn = {fn = 'ip', arg = 'x'}}\nb = {__entity = 3}").Codes(),
            "C0028@1:15 C0028@2:17 ");
}

}  // namespace
}  // namespace rune::config
