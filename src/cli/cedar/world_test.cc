#include "cli/cedar/world.h"

#include <gtest/gtest.h>

namespace rune::cli {
namespace {

cedar::DataFindings Findings(std::size_t count) {
  cedar::DataFindings findings;
  for (std::size_t i = 0; i < count; ++i) {
    findings.push_back({cedar::DataKind::kTypeMismatch, {}, {}, "no. " + std::to_string(i), ""});
  }
  return findings;
}

TEST(WorldTest, TwoHundredFindingsAreAllTold) {
  const Report report = ToReport(Findings(200), nullptr);
  EXPECT_EQ(report.message, "no. 0");
  ASSERT_EQ(report.related.size(), 199u);
  EXPECT_EQ(report.related.back().message, "no. 199");
}

TEST(WorldTest, BehindThemTheOthersAreCounted) {
  const Report report = ToReport(Findings(50'000), nullptr);
  EXPECT_EQ(report.kind, "TypeMismatch");
  EXPECT_EQ(report.severity, Severity::kError);
  ASSERT_EQ(report.related.size(), 200u);
  EXPECT_EQ(report.related[198].message, "no. 199");
  EXPECT_EQ(report.related.back().message, "49800 more are not shown");
  EXPECT_EQ(report.related.back().severity, Severity::kNote);
  EXPECT_NE(Render(report, CedarErrorFormat::kJson).find("49800 more are not shown"),
            std::string::npos);
}

}  // namespace
}  // namespace rune::cli
