// What the shells offer, asked of the shells themselves. Those of zsh and fish skip where there is
// none.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/run.h"

namespace rune::tests {
namespace {

namespace fs = std::filesystem;

std::string Script(const std::string& shell) {
  std::ostringstream out;
  std::ostringstream err;
  cli::Output output{out, err};
  EXPECT_EQ(cli::RunCommandLine({"completion", shell}, output), 0) << err.str();
  return out.str();
}

std::string Quoted(const std::string& word) { return "'" + word + "'"; }

// What a command prints, the line ends as blanks.
std::string Printed(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "no shell";
  std::string out;
  std::array<char, 4096> block{};
  while (const std::size_t n = std::fread(block.data(), 1, block.size(), pipe)) {
    out.append(block.data(), n);
  }
  EXPECT_EQ(pclose(pipe), 0) << command;
  std::ranges::replace(out, '\n', ' ');
  return out;
}

bool IsThere(const std::string& shell) {
  return std::system(("command -v " + shell + " >/dev/null").c_str()) == 0;
}

// The offers for a line in a folder with two files, each followed by a blank. Each test has its own
// folder, since they may run side by side.
class Completion : public testing::Test {
 protected:
  Completion()
      : folder_(testing::TempDir() + "rune_completion_" +
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::create_directories(folder_);
    std::ofstream(folder_ + "/here.cedar") << "here";
    std::ofstream(folder_ + "/heretic") << "there";
  }

  std::string ScriptFile(const std::string& shell) {
    const std::string file = folder_ + "/rune." + shell;
    std::ofstream(file) << Script(shell);
    return file;
  }

  // For the last of `words`.
  std::string Bash(const std::string& words) {
    return Printed("cd " + folder_ + " && bash -c 'source " + ScriptFile("bash") +
                   "; COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _rune; " +
                   "printf \"%s \" \"${COMPREPLY[@]}\"'");
  }

  std::string Zsh(const std::string& line) {
    return ZshWith("compinit -D -u; source " + ScriptFile("zsh"), line);
  }
  std::string ZshWith(const std::string& setup, const std::string& line) {
    return Printed("cd " + folder_ +
                   " && timeout 60 zsh -f " RUNE_SOURCE_DIR "/tests/completion/zsh_offers " +
                   Quoted(setup) + " " + Quoted(line));
  }
  // In the order of fish, which sorts; without its descriptions.
  std::string Fish(const std::string& line) {
    return Printed("cd " + folder_ + " && HOME=" + folder_ + " fish --no-config -c " +
                   Quoted("source " + ScriptFile("fish") + "; complete -C \"" + line +
                          "\" | string replace -r \"\\t.*\" \"\"; true"));
  }

  std::string folder_;
};

TEST_F(Completion, OffersCommandsOptionsAndValues) {
  EXPECT_EQ(Bash("rune ev"), "eval ");
  EXPECT_EQ(Bash("rune eval --princ"), "--principal --principal-attr ");
  EXPECT_EQ(Bash("rune eval --explain \"\""), "none reasons full ");
  EXPECT_EQ(Bash("rune eval --explain ="), "none reasons full ");
  EXPECT_EQ(Bash("rune eval --explain = f"), "full ");
  EXPECT_EQ(Bash("rune --format json compile --dump t"), "tokens tree ");
  EXPECT_EQ(Bash("rune completion \"\""), "bash zsh fish ");
}

TEST_F(Completion, KnowsTheSubcommandsOfCedar) {
  EXPECT_EQ(Bash("rune cedar trans"), "translate-schema translate-policy ");
  EXPECT_EQ(Bash("rune cedar -f json validate --le"), "--level ");
  EXPECT_EQ(Bash("rune cedar translate-policy --direction \"\""), "cedar-to-json json-to-cedar ");
  EXPECT_EQ(Bash("rune cedar validate -f \"\""), "human plain json ");
  EXPECT_EQ(Bash("rune validate --le"), " ");
}

TEST_F(Completion, OffersFilesWhereAnythingMayStand) {
  EXPECT_EQ(Bash("rune eval -c he"), "here.cedar heretic ");
  EXPECT_EQ(Bash("rune cedar format -p he"), "here.cedar heretic ");
  EXPECT_EQ(Bash("rune validate he"), "here.cedar heretic ");
}

TEST_F(Completion, Zsh) {
  if (!IsThere("zsh")) GTEST_SKIP() << "there is no zsh";
  EXPECT_EQ(Zsh("rune ev"), "eval ");
  EXPECT_EQ(Zsh("rune eval --princ"), "--principal --principal-attr ");
  EXPECT_EQ(Zsh("rune eval --explain "), "none reasons full ");
  EXPECT_EQ(Zsh("rune eval --explain=f"), "full ");
  EXPECT_EQ(Zsh("rune --format json compile --dump t"), "tokens tree ");
  EXPECT_EQ(Zsh("rune cedar -f json validate --le"), "--level ");
  EXPECT_EQ(Zsh("rune cedar link --template-id link --n"), "--new-id ");
  EXPECT_EQ(Zsh("rune cedar format --policies=he"), "here.cedar heretic ");
  EXPECT_EQ(Zsh("rune validate he"), "here.cedar heretic ");
}

TEST_F(Completion, ZshFindsTheScriptAmongItsFunctions) {
  if (!IsThere("zsh")) GTEST_SKIP() << "there is no zsh";
  fs::create_directories(folder_ + "/functions");
  fs::copy_file(ScriptFile("zsh"), folder_ + "/functions/_rune",
                fs::copy_options::overwrite_existing);
  const std::string setup = "fpath=(" + folder_ + "/functions $fpath); compinit -D -u";
  EXPECT_EQ(ZshWith(setup, "rune cedar trans"), "translate-schema translate-policy ");
}

TEST_F(Completion, Fish) {
  if (!IsThere("fish")) GTEST_SKIP() << "there is no fish";
  EXPECT_EQ(Fish("rune ev"), "eval ");
  EXPECT_EQ(Fish("rune eval --princ"), "--principal --principal-attr ");
  EXPECT_EQ(Fish("rune eval --explain "), "full none reasons ");
  EXPECT_EQ(Fish("rune eval --explain=f"), "--explain=full ");
  EXPECT_EQ(Fish("rune --format json compile --dump t"), "tokens tree ");
  EXPECT_EQ(Fish("rune cedar -f json validate --le"), "--level ");
  EXPECT_EQ(Fish("rune validate --le"), "");
  EXPECT_EQ(Fish("rune cedar link --template-id link --n"), "--new-id ");
  EXPECT_EQ(Fish("rune cedar format -p he"), "here.cedar heretic ");
  EXPECT_EQ(Fish("rune validate he"), "here.cedar heretic ");
  EXPECT_EQ(Fish("rune eval cedar --princ"), "--principal --principal-attr ");
}

}  // namespace
}  // namespace rune::tests
