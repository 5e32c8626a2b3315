#include "config/document.h"

#include "gtest/gtest.h"

namespace rune::config {
namespace {

struct Outline {
  text::SourceMap sources;
  std::optional<Document> document;
  std::vector<Diagnostic> findings;
};

std::unique_ptr<Outline> Read(const std::string& text) {
  auto out = std::make_unique<Outline>();
  const std::uint32_t file = out->sources.Add("x.rune", text);
  text::Diagnostics diagnostics(out->sources);
  out->document = ReadOutline(out->sources.Whole(file), diagnostics);
  out->findings = diagnostics.Sorted();
  return out;
}

std::string Names(const Outline& outline) {
  std::string out;
  for (const Section& s : outline.document->sections) out += std::string(SectionName(s.kind)) + " ";
  return out;
}

TEST(DocumentTest, FindsSectionsAndTheirBodies) {
  const auto o = Read("version = 1\n[data] # c\na = 1\n[rules]//\np(1).\n[policies]\npermit");
  EXPECT_TRUE(o->findings.empty());
  EXPECT_EQ(Names(*o), "data rules policies ");
  EXPECT_EQ(o->document->head.text, "version = 1\n");
  EXPECT_EQ(o->document->sections[0].body.text, "[data] # c\na = 1\n");
  EXPECT_EQ(o->document->sections[1].body.text, "p(1).\n");
  EXPECT_EQ(o->document->sections[2].body.text, "permit");
  // A body's spans are those of the file.
  EXPECT_EQ(o->sources.Resolve(o->document->sections[2].body.At(0, 6)).line, 7U);
}

TEST(DocumentTest, HeadersInsideTextsAndCommentsAreNone) {
  EXPECT_EQ(Names(*Read("[data]\na = \"\"\"\n[rules]\n\"\"\"\nb = '''\n[rules]\n'''\n")), "data ");
  EXPECT_EQ(Names(*Read("[data]\n/*\n[rules]\n*/\n")), "data ");
  EXPECT_EQ(Names(*Read("[rules]\np(\"\n[data]\n\").\nq('\n[data]\n').\n")), "rules ");
  EXPECT_EQ(Names(*Read("[policies]\npermit \"\n[data]\n\"\n[rules]\n")), "policies rules ");
  // Each grammar has its own quotes: an apostrophe in a policy is no text, an escaped quote ends
  // none.
  EXPECT_EQ(Names(*Read("[policies]\n// don't\n'\n[rules]\n")), "policies rules ");
  EXPECT_EQ(Names(*Read("[rules]\np(\"\\\"\n[data]\n\").\n[data]\n")), "rules data ");
  // A text of one line ends there, closed or not.
  EXPECT_EQ(Names(*Read("[data]\na = \"open\n[rules]\n")), "data rules ");
  EXPECT_EQ(Names(*Read("[data]\na = 'it''s'\n[rules]\n")), "data rules ");
}

TEST(DocumentTest, OnlyAWholeLineAtColumnOneIsAHeader) {
  EXPECT_EQ(Names(*Read("[data]\n [rules]\n[rules] x\nx = [rules]\n[1]\n[true]\n[\"a\"]\n")),
            "data ");
  EXPECT_EQ(Names(*Read("[data]\r\na = 1\r\n[rules]\r\n")), "data rules ");
}

TEST(DocumentTest, SubtablesFollowTheirSectionAtOnce) {
  EXPECT_EQ(
      Names(*Read("[data.x]\n[data.\"y z\".b]\n[[data.l]]\n[[tests.case]]\n[[links.link]]\n")),
      "data tests links ");
  const auto o = Read("[data]\n[rules]\n[data.x]\n");
  ASSERT_EQ(o->findings.size(), 1U);
  EXPECT_EQ(o->findings[0].code, "RUNE-C0006");
  EXPECT_EQ(o->findings[0].place.line, 3U);
  EXPECT_EQ(Read("[[tests]]\n")->findings.size(), 1U);
  EXPECT_EQ(Read("[rules.x]\n")->findings.size(), 1U);
}

TEST(DocumentTest, PoliciesHaveTwoNamesAndOneSection) {
  EXPECT_EQ(Names(*Read("[cedar_policies]\npermit\n")), "policies ");
  EXPECT_EQ(Read("[cedar_policies]\n[policies]\n")->findings.size(), 1U);
}

TEST(DocumentTest, UnknownSectionsAreErrorsWithASuggestion) {
  const auto o = Read("[polices]\n[zzz]\n");
  ASSERT_EQ(o->findings.size(), 2U);
  EXPECT_EQ(o->findings[0].help, "did you mean `[policies]`?");
  EXPECT_EQ(o->findings[1].code, "RUNE-C0005");
}

TEST(DocumentTest, WhatIsNoUtf8IsNotRead) {
  EXPECT_FALSE(Read("version = \"\xff\"")->document);
  const auto o = Read("\xEF\xBB\xBF[data]\n");
  ASSERT_EQ(o->findings.size(), 1U);
  EXPECT_EQ(o->findings[0].code, "RUNE-C0003");
  EXPECT_EQ(Names(*o), "data ");
}

}  // namespace
}  // namespace rune::config
