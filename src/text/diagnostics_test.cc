#include "text/diagnostics.h"

#include <gtest/gtest.h>

namespace rune::text {
namespace {

class DiagnosticsTest : public testing::Test {
 protected:
  DiagnosticsTest() {
    sources_.Add("z.rune", "first line\nsecond line\n");
    sources_.Add("a.rune", "other file\n");
  }
  static Span At(std::uint32_t begin, std::uint32_t file = 0) { return {file, begin, begin + 1}; }

  SourceMap sources_;
  Diagnostics diagnostics_{sources_};
};

TEST_F(DiagnosticsTest, TakesCodeAndSeverityFromTheRegistry) {
  diagnostics_.Add(Code::kJsonNull, At(11), "null is not a value");
  ASSERT_EQ(diagnostics_.all().size(), 1u);
  const Diagnostic& d = diagnostics_.all()[0];
  EXPECT_EQ(d.code, "RUNE-E0004");
  EXPECT_EQ(d.severity, Severity::kError);
  EXPECT_EQ(d.place.line, 2u);
  EXPECT_TRUE(diagnostics_.has_errors());
}

TEST_F(DiagnosticsTest, DetailsGoToTheLastOne) {
  diagnostics_.Add(Code::kJsonSyntax, At(0), "a");
  diagnostics_.Add(Code::kJsonSyntax, At(1), "b")
      .Label("here")
      .Other(At(0, 1), "there")
      .Note("n1")
      .Note("n2")
      .Help("do this");
  const Diagnostic& d = diagnostics_.all()[1];
  EXPECT_EQ(d.label, "here");
  ASSERT_EQ(d.others.size(), 1u);
  EXPECT_EQ(d.others[0].place.file, "a.rune");
  EXPECT_EQ(d.notes, (std::vector<std::string>{"n1", "n2"}));
  EXPECT_EQ(d.help, "do this");
  EXPECT_TRUE(diagnostics_.all()[0].help.empty());
}

TEST_F(DiagnosticsTest, AsMovesTheCountOfErrors) {
  diagnostics_.Add(Code::kJsonSyntax, At(0), "a").As(Severity::kWarning);
  EXPECT_FALSE(diagnostics_.has_errors());
  diagnostics_.Add(Code::kTooManyDiagnostics, At(0), "b").As(Severity::kError).As(Severity::kError);
  EXPECT_EQ(diagnostics_.error_count(), 1u);
}

TEST_F(DiagnosticsTest, SortedByFileInOrderOfLoadingThenPlace) {
  diagnostics_.Add(Code::kJsonSyntax, At(0, 1), "4");
  diagnostics_.Add(Code::kJsonSyntax, At(12), "3");
  diagnostics_.Add(Code::kTooManyDiagnostics, At(1), "2");
  diagnostics_.Add(Code::kJsonSyntax, At(1), "1");
  diagnostics_.AddWhole(Code::kJsonSyntax, "elsewhere", "0");
  std::string order;
  for (const Diagnostic& d : diagnostics_.Sorted()) order += d.message;
  EXPECT_EQ(order, "01342") << "the word on those left out stands last";
}

TEST_F(DiagnosticsTest, ErrorsStandBeforeWarningsAtOnePlace) {
  diagnostics_.Add(Code::kJsonSyntax, At(1), "warning").As(Severity::kWarning);
  diagnostics_.Add(Code::kJsonSyntax, At(1), "error");
  EXPECT_EQ(diagnostics_.Sorted()[0].message, "error");
}

TEST_F(DiagnosticsTest, EqualOnesStandOnce) {
  for (int i = 0; i < 3; ++i) diagnostics_.Add(Code::kJsonSyntax, At(1), "same").Help("h");
  diagnostics_.Add(Code::kJsonSyntax, At(1), "same").Help("another");
  EXPECT_EQ(diagnostics_.all().size(), 4u);
  EXPECT_EQ(diagnostics_.Sorted().size(), 2u);
}

TEST_F(DiagnosticsTest, AFloodIsCutAndSaysSo) {
  for (int i = 0; i < 1000; ++i) {
    diagnostics_.Add(Code::kJsonSyntax, At(1), std::to_string(i)).Help("h").Other(At(2), "o");
  }
  EXPECT_EQ(diagnostics_.error_count(), 1000u);
  EXPECT_EQ(diagnostics_.all().size(), Diagnostics::kMost + 1);
  EXPECT_EQ(diagnostics_.Sorted().back().code, "RUNE-C0001");
}

TEST_F(DiagnosticsTest, AFloodOfWarningsHidesNoErrorAndIsNone) {
  for (int i = 0; i < 1000; ++i) {
    diagnostics_.Add(Code::kTooManyDiagnostics, At(1), std::to_string(i));
  }
  EXPECT_FALSE(diagnostics_.has_errors());
  diagnostics_.Add(Code::kJsonSyntax, At(1), "the one that matters");
  EXPECT_TRUE(diagnostics_.has_errors());
  EXPECT_EQ(diagnostics_.all().back().message, "the one that matters");
}

TEST_F(DiagnosticsTest, AnOptionMakesErrorsOfDroppedWarningsToo) {
  for (std::size_t i = 0; i < Diagnostics::kMost + 5; ++i) {
    diagnostics_.Add(Code::kTooManyDiagnostics, At(1), "w").As(Severity::kError);
  }
  EXPECT_EQ(diagnostics_.error_count(), Diagnostics::kMost + 5);
}

}  // namespace
}  // namespace rune::text
