// `rune cedar` beside Cedar's own command, command line by command line. See README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "command_lines.h"

namespace rune::tests {
namespace {

namespace fs = std::filesystem;

constexpr const char* kData = "tests/cases/cedar_command";

std::string Reference() {
  const char* named = std::getenv("RUNE_CEDAR_COMMAND");
  return named != nullptr ? named : RUNE_CEDAR_COMMAND_DEFAULT;
}

std::string Ours() {
  const char* named = std::getenv("RUNE_COMMAND_UNDER_TEST");
  return named != nullptr ? named : RUNE_COMMAND;
}

void CompareAll(const std::vector<CommandLine>& lines) {
  ASSERT_FALSE(lines.empty());
  for (const CommandLine& line : lines) {
    const Outcome reference = Run(Reference(), line.arguments, kData);
    const Outcome ours = Run(Ours(), "cedar " + line.arguments, kData);
    EXPECT_EQ(Difference(line.comparison, reference, ours), "") << line.arguments;
  }
}

class CedarCommand : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(Reference())) {
      GTEST_SKIP() << "skipped: Cedar's own command is not at " << Reference()
                   << " (tests/oracle/build cli makes it; RUNE_CEDAR_COMMAND names another)";
    }
    ASSERT_TRUE(fs::exists(Ours())) << Ours();
  }
};

TEST_F(CedarCommand, AnswersAreEqual) {
  CompareAll(ReadCommandLines("tests/cedar_command/commands.txt"));
}

TEST_F(CedarCommand, CasesEndAlike) {
  std::vector<CommandLine> lines;
  for (const auto& entry : fs::directory_iterator(kData)) {
    if (entry.path().extension() != ".cmd") continue;
    const std::vector<CommandLine> more = ReadCase(entry.path().string());
    lines.insert(lines.end(), more.begin(), more.end());
  }
  CompareAll(lines);
}

}  // namespace
}  // namespace rune::tests
