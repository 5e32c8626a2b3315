#include "cedar/validate/marked_span.h"

#include <gtest/gtest.h>

namespace rune::cedar {
namespace {

// What is marked of a text that stands behind other text.
std::string Marked(const std::string& text,
                   FindingKind kind = FindingKind::kUnrecognizedEntityType) {
  text::SourceMap sources;
  sources.Add("other", "permit");
  const std::string before = "before is T ";
  const std::uint32_t file = sources.Add("policy", before + text + " is behind");
  Finding finding;
  finding.kind = kind;
  finding.span = {file, static_cast<std::uint32_t>(before.size()),
                  static_cast<std::uint32_t>(before.size() + text.size())};
  return std::string(sources.Text(MarkedSpan(finding, sources)));
}

TEST(MarkedSpanTest, TheTypeOfATest) {
  EXPECT_EQ(Marked("principal is Note"), "Note");
  EXPECT_EQ(Marked("principal is A::Note in A::Folder::\"f\""), "A::Note");
  EXPECT_EQ(Marked("principal.is_in is // is X\n A :: Note"), "A :: Note");
  EXPECT_EQ(Marked("({a: x is B}[\"is\"]) is Note"), "Note");
  EXPECT_EQ(Marked("x is Note in (if y is B then y else z)"), "Note");
  EXPECT_EQ(Marked("A::\"is B\" is Note"), "Note");
}

TEST(MarkedSpanTest, TheTypeOfAnEntity) {
  EXPECT_EQ(Marked("A::Note::\"x is B\""), "A::Note");
  EXPECT_EQ(Marked("Note ::\n\"x\""), "Note");
}

TEST(MarkedSpanTest, WhatIsNotPolicyTextIsMarkedAsAWhole) {
  EXPECT_EQ(Marked(R"({"is": {"entity_type": "Note"}})"), R"({"is": {"entity_type": "Note"}})");
  EXPECT_EQ(Marked(R"("Note")"), R"("Note")");
}

TEST(MarkedSpanTest, OtherFindingsAreMarkedAsAWhole) {
  EXPECT_EQ(Marked("x is Note", FindingKind::kUnexpectedType), "x is Note");
}

TEST(MarkedSpanTest, WhatStandsInNoTextIsNotMarked) {
  text::SourceMap sources;
  Finding finding;
  finding.span = {3, 1, 2};
  EXPECT_EQ(MarkedSpan(finding, sources).end, 0u);
  finding.span = {};
  EXPECT_EQ(MarkedSpan(finding, sources).end, 0u);
}

}  // namespace
}  // namespace rune::cedar
