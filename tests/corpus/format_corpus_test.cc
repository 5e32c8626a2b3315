// The texts of Cedar's corpus, formatted: what comes out says the same (the formatter sees to that)
// and is not changed by formatting it again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "archive.h"
#include "cedar/format/format.h"
#include "reading.h"

namespace rune::corpus {
namespace {

namespace fs = std::filesystem;

using Formatter = Result<std::string> (*)(text::Slice, const cedar::FormatOptions&,
                                          text::Diagnostics&);

std::string CheckText(const std::string& text, std::size_t width, Formatter format) {
  cedar::FormatOptions options;
  options.line_width = width;
  Source source("text", text);
  const auto once = format(source.Whole(), options, source.diagnostics);
  if (!once) return once.error().message + ": " + source.Error();
  Source formatted("formatted", *once);
  const auto twice = format(formatted.Whole(), options, formatted.diagnostics);
  if (!twice) return "cannot be formatted again: " + formatted.Error();
  return *once == *twice ? "" : "changes when it is formatted again";
}

void CheckArchive(const std::string& name, const std::string& suffix, Formatter format,
                  std::initializer_list<std::size_t> widths, std::size_t expected) {
  const fs::path path = DataFolder() / name;
  if (!fs::exists(path)) GTEST_SKIP() << "skipped: there is no Cedar test data at " << path;
  const std::optional<Archive> files = ReadArchive(path);
  ASSERT_TRUE(files.has_value()) << path << " cannot be read";
  std::size_t texts = 0;
  std::size_t failed = 0;
  for (const auto& [file, content] : *files) {
    if (!file.ends_with(suffix)) continue;
    ++texts;
    for (const std::size_t width : widths) {
      const std::string problem = CheckText(content, width, format);
      if (problem.empty()) continue;
      if (++failed <= 10) ADD_FAILURE() << file << " at " << width << ": " << problem;
    }
  }
  std::cout << name << ": " << texts << " texts, " << failed << " failures\n";
  EXPECT_EQ(failed, 0u);
  EXPECT_GE(texts, expected);
}

TEST(FormatCorpusTest, Policies) {
  CheckArchive("corpus-tests.tar.gz", ".cedar", cedar::FormatPolicies, {40, 80}, 7'809);
}
TEST(FormatCorpusTest, HandwrittenPolicies) {
  CheckArchive("handwritten-tests.tar.gz", ".cedar", cedar::FormatPolicies, {20, 40, 80, 120}, 20);
}
TEST(FormatCorpusTest, Schemas) {
  CheckArchive("corpus-tests.tar.gz", ".cedarschema", cedar::FormatSchema, {80}, 7'700);
}

}  // namespace
}  // namespace rune::corpus
