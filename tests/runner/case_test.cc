// Every file below tests/cases, in every mode, against its golden.
//
// - `<name>.rune` is a configuration; its golden holds the findings and what each of its [tests]
//   decides. `<name>.folder/` is a folder configuration.
// - `<name>.cmd` holds command lines; the golden holds what they print.
//
// The programs of examples/ are run in the same way; they have expectations, and no goldens.
//
// A name that begins with fail_ must not load. RUNE_UPDATE_GOLDENS=1 writes the goldens of the
// plain mode instead of comparing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "case_run.h"
#include "command_case.h"
#include "mode.h"

namespace rune::tests {
namespace {

namespace fs = std::filesystem;

std::string ReadText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void CompareWithGolden(const std::string& path, const std::string& actual) {
  const char* update = std::getenv("RUNE_UPDATE_GOLDENS");
  if (update != nullptr && *update == '1') {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  ASSERT_TRUE(fs::exists(path)) << "no golden; write it with RUNE_UPDATE_GOLDENS=1 and read it";
  EXPECT_EQ(ReadText(path), actual);
}

class RuneCase : public testing::Test {
 public:
  RuneCase(std::string path, std::string mode) : path_(std::move(path)), mode_(std::move(mode)) {}

  void TestBody() override {
    const bool must_fail = fs::path(path_).filename().string().starts_with("fail_");
    const CaseOutput plain = RunCase(path_);
    if (mode_ == "plain") {
      CheckPlain(plain, must_fail);
    } else if (mode_ == "print-and-reparse") {
      EXPECT_EQ(plain.decisions, RunCaseText(path_, PrintAndReparse(ReadText(path_))).decisions);
    } else if (mode_ == "through-json") {
      EXPECT_EQ(plain.decisions, RunCaseText(path_, ThroughJson(ReadText(path_))).decisions);
    } else if (mode_ == "shuffled") {
      CheckShuffled(plain);
    } else {
      FAIL() << "no such mode";
    }
  }

 private:
  void CheckPlain(const CaseOutput& plain, bool must_fail) const {
    const bool failed = plain.findings.starts_with("error ") ||
                        plain.findings.find("\nerror ") != std::string::npos ||
                        plain.findings.find("fault ") != std::string::npos;
    EXPECT_EQ(failed, must_fail) << plain.findings;
    EXPECT_EQ(plain.decisions.find("MISMATCH"), std::string::npos) << plain.decisions;
    if (path_.starts_with("examples/")) return;
    CompareWithGolden(fs::path(path_).replace_extension(".golden").string(),
                      plain.findings + "--\n" + plain.decisions);
  }

  void CheckShuffled(const CaseOutput& plain) const {
    const std::string content = ReadText(path_);
    for (const unsigned seed : {1U, 2U, 3U}) {
      EXPECT_EQ(WithoutRuleNumbers(plain.decisions),
                WithoutRuleNumbers(RunCaseText(path_, Shuffle(content, seed)).decisions))
          << "seed " << seed;
    }
  }

  std::string path_;
  std::string mode_;
};

class CommandCase : public testing::Test {
 public:
  explicit CommandCase(std::string path) : path_(std::move(path)) {}

  void TestBody() override {
    const fs::path before = fs::current_path();
    const std::string golden = fs::absolute(fs::path(path_).replace_extension(".golden")).string();
    const std::string content = ReadText(path_);
    fs::current_path(fs::path(path_).parent_path());
    const std::string actual = RunCommandCase(content);
    fs::current_path(before);
    CompareWithGolden(golden, actual);
  }

 private:
  std::string path_;
};

class SkippedCase : public testing::Test {
 public:
  explicit SkippedCase(std::string reason) : reason_(std::move(reason)) {}
  void TestBody() override { GTEST_SKIP() << reason_; }

 private:
  std::string reason_;
};

std::string TestName(const std::string& path) {
  std::string name = fs::path(path).replace_extension().string();
  if (name.starts_with("tests/cases/")) name = name.substr(12);
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

void Register(const std::string& path, const std::vector<Mode>& modes) {
  if (path.ends_with(".cmd")) {
    testing::RegisterTest("command", TestName(path).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [=]() -> testing::Test* { return new CommandCase(path); });
    return;
  }
  // The other modes change the text of a file, so they are for files that load.
  const bool plain_only =
      fs::is_directory(path) || fs::path(path).filename().string().starts_with("fail_");
  for (const Mode& mode : modes) {
    if (plain_only && mode.name != "plain") continue;
    const auto skip = mode.skip.find(path);
    const std::string reason = skip == mode.skip.end() ? "" : skip->second;
    testing::RegisterTest(mode.name.c_str(), TestName(path).c_str(), nullptr, nullptr, __FILE__,
                          __LINE__, [=, mode_name = mode.name]() -> testing::Test* {
                            if (!reason.empty()) return new SkippedCase(reason);
                            return new RuneCase(path, mode_name);
                          });
  }
}

std::vector<std::string> CasePaths() {
  std::vector<std::string> paths;
  for (const char* root : {"tests/cases", "examples"}) {
    for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
      const std::string path = it->path().string();
      const bool folder = it->is_directory() && path.ends_with(".folder");
      if (folder) it.disable_recursion_pending();
      if (folder || path.ends_with(".rune") || path.ends_with(".cmd")) paths.push_back(path);
    }
  }
  std::ranges::sort(paths);
  return paths;
}

void RegisterAll() {
  const std::vector<Mode> modes = ReadModes("tests/modes");
  for (const std::string& path : CasePaths()) Register(path, modes);
}

TEST(Cases, AreThere) { EXPECT_GT(CasePaths().size(), 50U); }

}  // namespace
}  // namespace rune::tests

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::filesystem::current_path(RUNE_SOURCE_DIR);
  rune::tests::RegisterAll();
  return RUN_ALL_TESTS();
}
