#include "text/render.h"

#include <gtest/gtest.h>

#include "text/diagnostics.h"

namespace rune::text {
namespace {

// Renders a finding at bytes [begin, end) of `content`.
std::string Show(std::string content, std::uint32_t begin, std::uint32_t end,
                 std::string label = "") {
  SourceMap sources;
  sources.Add("f.rune", std::move(content));
  Diagnostics diagnostics(sources);
  diagnostics.Add(Code::kJsonSyntax, Span{0, begin, end}, "unexpected `x`").Label(std::move(label));
  return RenderTerminal(diagnostics.all()[0], &sources, {});
}

TEST(Render, TheWholeForm) {
  SourceMap sources;
  sources.Add("f.rune", "one\ntwo three\nfour\n");
  Diagnostics diagnostics(sources);
  diagnostics.Add(Code::kJsonSyntax, Span{0, 8, 13}, "unexpected `three`")
      .Label("not here")
      .Other(Span{0, 0, 3}, "since this")
      .Note("a note")
      .Help("remove it");
  EXPECT_EQ(RenderTerminal(diagnostics.all()[0], &sources, {}),
            "error[RUNE-E0001]: unexpected `three`\n"
            " --> f.rune:2:5\n"
            "  |\n"
            "2 | two three\n"
            "  |     ^^^^^ not here\n"
            " ::: f.rune:1:1\n"
            "  |\n"
            "1 | one\n"
            "  | --- since this\n"
            "  = note: a note\n"
            "  = help: remove it\n");
}

TEST(Render, AnEmptySpanHasOneCaret) {
  EXPECT_EQ(Show("ab", 2, 2),
            "error[RUNE-E0001]: unexpected `x`\n --> f.rune:1:3\n  |\n1 | ab\n  |   ^\n");
}

TEST(Render, ASpanOverLinesIsMarkedInItsFirst) {
  EXPECT_EQ(Show("ab cd\nef", 3, 8),
            "error[RUNE-E0001]: unexpected `x`\n --> f.rune:1:4\n  |\n1 | ab cd\n  |    ^^\n");
}

TEST(Render, TheRunStandsUnderWideCharactersAndBehindMarks) {
  // Two wide characters, then e with a mark of its own.
  EXPECT_EQ(Show("\xe4\xb8\xad\xe6\x96\x87"
                 "e\xcc\x81z",
                 9, 10),
            "error[RUNE-E0001]: unexpected `x`\n --> f.rune:1:5\n  |\n"
            "1 | \xe4\xb8\xad\xe6\x96\x87"
            "e\xcc\x81z\n  |      ^\n");
}

TEST(Render, TheRunIsAsWideAsAPictureOfSeveralCharacters) {
  const std::string thumb = "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd";  // with a colour of skin
  const std::string heart = "\xe2\x9d\xa4\xef\xb8\x8f";          // with a selector
  EXPECT_EQ(
      Show(thumb + "z", 8, 9),
      "error[RUNE-E0001]: unexpected `x`\n --> f.rune:1:3\n  |\n1 | " + thumb + "z\n  |   ^\n");
  EXPECT_EQ(
      Show("a" + heart + "z", 1, 7),
      "error[RUNE-E0001]: unexpected `x`\n --> f.rune:1:2\n  |\n1 | a" + heart + "z\n  |  ^^\n");
}

TEST(Render, TabsAreOneSpace) {
  EXPECT_EQ(Show("\t\tx", 2, 3),
            "error[RUNE-E0001]: unexpected `x`\n --> f.rune:1:3\n  |\n1 |   x\n  |   ^\n");
}

TEST(Render, HostileTextCannotSteerATerminal) {
  const std::string out = Show("a\x1b[2J\x07\xff\xe2\x80\xaez\r", 8, 9, "\x1b]0;title\x07");
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(out.find('\x07'), std::string::npos);
  EXPECT_EQ(out.find("\xe2\x80\xae"), std::string::npos) << "a mark that reverses the line";
  EXPECT_NE(out.find("a\\u{1b}[2J\\u{7}\\xff\\u{202e}z\\u{d}"), std::string::npos) << out;
}

TEST(Render, NamesAndMessagesAreShownEscapedToo) {
  Diagnostic d;
  d.code = "RUNE-E0001";
  d.message = "m\x1b[31m";
  d.place.file = "f\nname";
  d.place.line = 1;
  d.help = "line one\nline two\x1b";
  EXPECT_EQ(RenderTerminal(d, nullptr, {}),
            "error[RUNE-E0001]: m\\u{1b}[31m\n --> f\\u{a}name:1:0\n"
            "  = help: line one\n          line two\\u{1b}\n");
}

TEST(Render, LongLinesAreCutAroundTheSpan) {
  const std::string out =
      Show(std::string(50'000, 'a') + "HERE" + std::string(50'000, 'b'), 50'000, 50'004);
  EXPECT_NE(out.find("| ..." + std::string(40, 'a') + "HERE" + std::string(76, 'b') + "...\n"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("|    " + std::string(40, ' ') + "^^^^\n"), std::string::npos) << out;
}

TEST(Render, ALongSpanIsCutToo) {
  const std::string out = Show("ab" + std::string(100'000, 'x'), 2, 100'002);
  EXPECT_LT(out.size(), 500u);
  EXPECT_NE(out.find("^^^"), std::string::npos);
}

TEST(Render, ALineOfMarksOrBrokenBytesStaysShort) {
  EXPECT_LT(Show(std::string(1'000'000, '\xff'), 500'000, 500'001).size(), 2000u);
  EXPECT_LT(Show(std::string(1'000'000, '\x80'), 500'000, 500'001).size(), 5000u);
}

TEST(Render, WithoutTheTextAndForWholeFiles) {
  SourceMap sources;
  Diagnostics diagnostics(sources);
  diagnostics.AddWhole(Code::kJsonSyntax, "gone.rune", "cannot be read").Help("look");
  EXPECT_EQ(RenderTerminal(diagnostics.all()[0], &sources, {}),
            "error[RUNE-E0001]: cannot be read\n --> gone.rune\n  = help: look\n");
  diagnostics.AddWhole(Code::kJsonSyntax, "", "no file at all");
  EXPECT_EQ(RenderTerminal(diagnostics.all()[1], nullptr, {}),
            "error[RUNE-E0001]: no file at all\n");
}

TEST(Render, ColourOnlyWhenAsked) {
  Diagnostic d;
  d.code = "RUNE-C0001";
  d.severity = Severity::kWarning;
  d.message = "m";
  EXPECT_EQ(RenderTerminal(d, nullptr, {}), "warning[RUNE-C0001]: m\n");
  EXPECT_EQ(RenderTerminal(d, nullptr, {.colour = true}),
            "\x1b[1;33mwarning[RUNE-C0001]\x1b[0m\x1b[1m: m\x1b[0m\n");
}

TEST(Render, JsonHasEveryField) {
  SourceMap sources;
  sources.Add("f.rune", "ab\ncd");
  Diagnostics diagnostics(sources);
  diagnostics.Add(Code::kJsonSyntax, Span{0, 3, 5}, "say \"x\"")
      .Label("l")
      .Other(Span{0, 0, 1}, "o")
      .Note("n1")
      .Note("n2")
      .Help("h\n");
  EXPECT_EQ(
      RenderJson(diagnostics.all()[0]),
      R"({"code":"RUNE-E0001","severity":"error","message":"say \"x\"","file":"f.rune","line":2,)"
      R"("column":1,"end_line":2,"end_column":3,"offset":3,"length":2,"label":"l","others":[)"
      R"({"file":"f.rune","line":1,"column":1,"end_line":1,"end_column":2,"offset":0,"length":1,)"
      R"("message":"o"}],"notes":["n1","n2"],"help":"h\n"})");
}

}  // namespace
}  // namespace rune::text
