#include <filesystem>

#include "config/load_for_test.h"
#include "gtest/gtest.h"

namespace rune::config {
namespace {

namespace fs = std::filesystem;

// The programs of the whitepaper and the readme, as printed, where their folder lies beside the
// project.
TEST(SeedProgramsTest, LoadAsPrinted) {
  const fs::path folder = fs::path(RUNE_SOURCE_DIR) / ".." / "shared" / "seed-programs";
  if (!fs::exists(folder)) GTEST_SKIP() << "the seed's programs are not here";
  int loaded = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".rune") continue;
    LoadInput input;
    input.variables = {{"ENV", "production"}};
    const TestLoad load = LoadPath(entry.path().string(), input);
    EXPECT_TRUE(load.configuration) << entry.path() << "\n" << load.Text();
    const std::string stem = entry.path().stem().string();
    const bool warned = stem == "w3.3-base" || stem == "rm-readme";
    EXPECT_EQ(load.Has("RUNE-C0037"), warned) << stem << "\n" << load.Text();
    ++loaded;
  }
  EXPECT_GE(loaded, 10);
}

}  // namespace
}  // namespace rune::config
