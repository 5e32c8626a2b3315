// The layout of policies: where lines end, what becomes of comments, what is not touched.
#include "cedar/format/format.h"

#include <gtest/gtest.h>

#include "cedar/format/layout.h"

namespace rune::cedar {
namespace {

std::string Formatted(const std::string& text, FormatOptions options = {}) {
  text::SourceMap sources;
  const std::uint32_t file = sources.Add("test", text);
  text::Diagnostics findings(sources);
  auto result = FormatPolicies(sources.Whole(file), options, findings);
  if (!result) return std::string(FaultCodeName(result.error().code));
  return *std::move(result);
}

// Also that formatting twice is formatting once.
std::string Stable(const std::string& text, FormatOptions options = {}) {
  const std::string once = Formatted(text, options);
  EXPECT_EQ(Formatted(once, options), once);
  return once;
}

FormatOptions Width(std::size_t width) {
  FormatOptions options;
  options.line_width = width;
  return options;
}

FormatOptions Extended() {
  FormatOptions options;
  options.extended = true;
  return options;
}

TEST(LayoutTest, AGroupStandsOnOneLineIfItFits) {
  Layout docs;
  const DocId words = docs.Group(docs.Concat(
      docs.Text("one"), docs.Nest(2, docs.Concat(docs.Line(), docs.Text("two"))), docs.SoftLine()));
  EXPECT_EQ(docs.Render(words, 7), "one two");
  EXPECT_EQ(docs.Render(words, 6), "one\n  two\n");
  EXPECT_EQ(docs.Render(docs.Concat(words, docs.Text("!")), 7), "one\n  two\n!");
  EXPECT_EQ(docs.Render(docs.Group(docs.Concat(docs.Text("a"), docs.Line(), docs.HardLine())), 80),
            "a\n\n");
  EXPECT_EQ(docs.Render(docs.Group(docs.Concat(docs.Text("日本"), docs.Line(), docs.Text("x"))), 5),
            "日本\nx");
}

TEST(FormatPoliciesTest, Scopes) {
  EXPECT_EQ(Stable("permit(principal,action,resource);"),
            "permit (principal, action, resource);\n");
  EXPECT_EQ(Stable("@a@b ( \"c\" )forbid(principal is A in B::\"b\",action in[Action::\"x\",],"
                   "resource,);"),
            "@a\n@b(\"c\")\nforbid (\n  principal is A in B::\"b\",\n  action in [Action::\"x\"],\n"
            "  resource\n);\n");
  EXPECT_EQ(Stable("permit(principal==?principal,action,resource);\n\n\n\npermit(principal,action,"
                   "resource);"),
            "permit (\n  principal == ?principal,\n  action,\n  resource\n);\n\n"
            "permit (principal, action, resource);\n");
}

TEST(FormatPoliciesTest, Conditions) {
  EXPECT_EQ(Stable("permit(principal,action,resource)when{(((true)))&&!!false}unless{-1<context.a."
                   "b[\"c\"].contains(007)};"),
            "permit (principal, action, resource)\nwhen { (((true))) && !!false }\n"
            "unless { -1 < context.a.b[\"c\"].contains(7) };\n");
  EXPECT_EQ(Stable("permit(principal,action,resource)when{principal.department==\"a\"&&"
                   "resource.owner==principal||context.emergency};",
                   Width(40)),
            "permit (principal, action, resource)\nwhen\n{\n"
            "  principal.department == \"a\" &&\n  resource.owner == principal ||\n"
            "  context.emergency\n};\n");
  EXPECT_EQ(Stable("permit(principal,action,resource)when{if true then {a:1,\"b c\":[]} else {}};",
                   Width(30)),
            "permit\n(principal, action, resource)\nwhen\n{\n  if\n    true\n  then\n"
            "    { a: 1, \"b c\": [] }\n  else\n    {}\n};\n");
}

TEST(FormatPoliciesTest, AccessesBreakBetweenButNotWithin) {
  EXPECT_EQ(Stable("permit(principal,action,resource)when{context.first.second.isInRange(ip("
                   "\"10.0.0.0/8\"))};",
                   Width(30)),
            "permit\n(principal, action, resource)\nwhen\n{\n  context.first\n    .second\n"
            "    .isInRange(\n      ip(\"10.0.0.0/8\")\n    )\n};\n");
}

TEST(FormatPoliciesTest, CommentsStay) {
  EXPECT_EQ(
      Stable("// head\npermit(principal,// who\naction,resource)\n// why\nwhen{true}; // end\n"
             "\n\n// last\n"),
      "// head\npermit (principal, // who\n  action, resource)\n// why\n"
      "when { true }; // end\n// last\n");
  EXPECT_EQ(Stable("// alone"), "\n// alone\n");
  EXPECT_EQ(Stable(""), "\n");
}

// Where Cedar's own formatter loses comments, they go to the next place.
TEST(FormatPoliciesTest, CommentsBehindTrailingCommas) {
  const std::string text = Stable(
      "permit(principal,action in [Action::\"a\", // first\nAction::\"b\", // second\n],resource, "
      "// third\n);");
  for (const char* comment : {"// first", "// second", "// third"}) {
    EXPECT_NE(text.find(comment), std::string::npos) << text;
  }
  EXPECT_NE(Stable("permit(principal is A // one\n:: // two\nB:: // three\nC,action,resource);")
                .find("// two"),
            std::string::npos);
}

TEST(FormatPoliciesTest, StringsAreNotTouched) {
  const std::string text =
      "permit (principal, action, resource)\nwhen { \"a\n\n  // b\n\" == \"\" };\n";
  EXPECT_EQ(Stable(text), text);
}

TEST(FormatPoliciesTest, Options) {
  FormatOptions options = Width(40);
  options.indent_width = 4;
  EXPECT_EQ(Stable("permit(principal == A::\"a\",action,resource)when{context.abcdefghijk.lmnop == "
                   "1 && context.q};",
                   options),
            "permit (\n    principal == A::\"a\",\n    action,\n    resource\n)\nwhen\n{\n"
            "    context.abcdefghijk.lmnop == 1 &&\n    context.q\n};\n");
}

TEST(FormatPoliciesTest, FormsOfRune) {
  EXPECT_EQ(Stable("# note\npermit(...)when{}; /* block\n\n  stays */ forbid(principal,action,"
                   "resource in File::\"/tmp/*\")when{principal in can&&can(1)};",
                   Extended()),
            "# note\npermit (...)\nwhen { };\n\n/* block\n\n  stays */\nforbid (\n  principal,\n"
            "  action,\n  resource in File::\"/tmp/*\"\n)\nwhen { principal in can && can(1) };\n");
  EXPECT_EQ(Formatted("permit(...);"), "invalid_config");
}

TEST(FormatPoliciesTest, ATextWithErrorsIsNotTouched) {
  EXPECT_EQ(Formatted("permit(principal);"), "invalid_config");
}

TEST(FormatPoliciesTest, ChainsAreNotRecursed) {
  std::string text = "permit (principal, action, resource)\nwhen { context";
  for (int i = 0; i < 9'999; ++i) text += ".a";
  text += " && 1";
  for (int i = 0; i < 9'999; ++i) text += " + 1";
  for (int i = 0; i < 9'998; ++i) text += " && 1";
  EXPECT_GT(Stable(text + " };").size(), text.size());
}

}  // namespace
}  // namespace rune::cedar
