// The layout of schemas: comments and empty lines stay, lists break, parts between braces stand on
// lines.
#include <gtest/gtest.h>

#include <random>

#include "cedar/format/format.h"

namespace rune::cedar {
namespace {

std::string Formatted(const std::string& text, std::size_t width = 80) {
  text::SourceMap sources;
  const std::uint32_t file = sources.Add("test", text);
  text::Diagnostics findings(sources);
  FormatOptions options;
  options.line_width = width;
  auto result = FormatSchema(sources.Whole(file), options, findings);
  return result ? *std::move(result) : std::string(FaultCodeName(result.error().code));
}

std::string Stable(const std::string& text, std::size_t width = 80) {
  const std::string once = Formatted(text, width);
  EXPECT_EQ(Formatted(once, width), once);
  return once;
}

TEST(FormatSchemaTest, Declarations) {
  EXPECT_EQ(Stable("entity A,B in[C,D]={a:Long,\"b c\"?:Set<Set<N::T>>,}tags String;entity C;"),
            "entity A, B in [C, D] = {\n  a: Long,\n  \"b c\"?: Set<Set<N::T>>\n} tags String;\n"
            "entity C;\n");
  EXPECT_EQ(Stable("entity E enum[\"a\",\"b\"];\n\n\n\ntype T={};external entity X in A;"),
            "entity E enum [\"a\", \"b\"];\n\ntype T = {};\nexternal entity X in A;\n");
  EXPECT_EQ(Stable("action a,\"b\" in [Action::\"c\",d] appliesTo{principal:A,resource:[B],context:"
                   "{x:{y:Bool}}};"),
            "action a, \"b\" in [Action::\"c\", d] appliesTo {\n  principal: A,\n  resource: [B],\n"
            "  context: {\n    x: {\n      y: Bool\n    }\n  }\n};\n");
  EXPECT_EQ(Stable(""), "");
}

TEST(FormatSchemaTest, NamespacesAndAnnotations) {
  EXPECT_EQ(Stable("@a@b(\"c\")namespace N::M{entity A;\n\n@d entity B{@e x:Long};}"),
            "@a\n@b(\"c\")\nnamespace N::M {\n  entity A;\n\n  @d\n  entity B {\n    @e\n"
            "    x: Long\n  };\n}\n");
}

TEST(FormatSchemaTest, ListsBreak) {
  EXPECT_EQ(Stable("entity A in [Second, Third, Fourth];", 24),
            "entity A in [\n  Second,\n  Third,\n  Fourth\n];\n");
}

TEST(FormatSchemaTest, CommentsStay) {
  EXPECT_EQ(Stable("// head\n\nentity A { // open\n x: Long, // x\n // y\n y: Long, // last\n};\n"
                   "// end"),
            "// head\nentity A { // open\n  x: Long, // x\n  // y\n  y: Long // last\n};\n"
            "// end\n");
}

TEST(FormatSchemaTest, CommentsAroundACommaThatIsLeftOut) {
  EXPECT_EQ(Stable("entity E {\n a: Long // s29\n // s30\n , // s31\n};"),
            "entity E {\n  a: Long // s29\n  // s30\n  // s31\n};\n");
  EXPECT_EQ(Stable("entity E {\n a: Long // s29\n , // s31\n};"),
            "entity E {\n  a: Long // s29\n  // s31\n};\n");
  EXPECT_EQ(Stable("entity E {\n a: Long, // s31\n // s32\n};"),
            "entity E {\n  a: Long // s31\n  // s32\n};\n");
}

// Every form of a declaration, with blanks where something else may stand.
constexpr std::string_view kEverything =
    "@ a ( \"x\" ) namespace N :: M { @ b entity A , B in [ C , D ] = { a : Long , \"b c\" ? : "
    "Set < Set < N :: M :: T > > , @ e r : { x : Bool , } , } tags String ; entity C ; entity D "
    "enum "
    "[ \"a\" , \"b\" ] ; type T = { } ; action a , \"b\" in [ Action :: \"c\" , c ] appliesTo { "
    "principal : A , resource : [ B , C ] , context : { x : { y : Bool , } , } , } ; action c ; } "
    "external entity X in [ N :: M :: C ] ;";

TEST(FormatSchemaTest, FormattingAgainChangesNothing) {
  constexpr unsigned kRounds = 100;
  for (unsigned seed = 0; seed < kRounds; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (const char c : kEverything) {
      const unsigned kind = c == ' ' ? random() % 12 : 0;
      const std::string comment = "// c" + std::to_string(text.size());
      if (kind == 1) text += "\n\n";
      if (kind == 2 || kind == 4) text += " " + comment + "\n";
      if (kind == 3 || kind == 4) text += "\n  " + comment + " own line\n";
      text += c;
    }
    SCOPED_TRACE(text);
    const std::string once = Stable(text, 20 + seed % 100);
    ASSERT_NE(once, "invalid_config");
    ASSERT_NE(once, "internal");
    ASSERT_FALSE(testing::Test::HasFailure());
  }
}

TEST(FormatSchemaTest, ATextWithErrorsIsNotTouched) {
  EXPECT_EQ(Formatted("entity A"), "invalid_config");
}

}  // namespace
}  // namespace rune::cedar
