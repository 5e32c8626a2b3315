// What the shell offers, asked of bash itself.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "cli/run.h"

namespace rune::tests {
namespace {

std::string Script(const std::string& shell) {
  std::ostringstream out;
  std::ostringstream err;
  cli::Output output{out, err};
  EXPECT_EQ(cli::RunCommandLine({"completion", shell}, output), 0) << err.str();
  return out.str();
}

// The offers of bash for the last of `words`, each followed by a blank.
std::string Offered(const std::string& words) {
  const std::string file = testing::TempDir() + "/rune_completion.bash";
  std::ofstream(file) << Script("bash");
  const std::string line = "bash -c 'source \"" + file + "\"; COMP_WORDS=(" + words +
                           "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _rune; "
                           "printf \"%s \" \"${COMPREPLY[@]}\"'";
  std::FILE* bash = popen(line.c_str(), "r");
  if (bash == nullptr) return "no shell";
  std::array<char, 4096> block{};
  const std::size_t n = std::fread(block.data(), 1, block.size(), bash);
  EXPECT_EQ(pclose(bash), 0);
  return std::string(block.data(), n);
}

TEST(Completion, OffersCommandsOptionsAndValues) {
  EXPECT_EQ(Offered("rune ev"), "eval ");
  EXPECT_EQ(Offered("rune eval --princ"), "--principal --principal-attr ");
  EXPECT_EQ(Offered("rune eval --explain \"\""), "none reasons full ");
  EXPECT_EQ(Offered("rune --format json compile --dump t"), "tokens tree ");
  EXPECT_EQ(Offered("rune completion \"\""), "bash zsh fish ");
}

TEST(Completion, KnowsTheSubcommandsOfCedar) {
  EXPECT_EQ(Offered("rune cedar trans"), "translate-schema translate-policy ");
  EXPECT_EQ(Offered("rune cedar -f json validate --le"), "--level ");
  EXPECT_EQ(Offered("rune cedar translate-policy --direction \"\""),
            "cedar-to-json json-to-cedar ");
  EXPECT_EQ(Offered("rune cedar validate -f \"\""), "human plain json ");
  EXPECT_EQ(Offered("rune validate --le"), " ");
}

TEST(Completion, OffersFilesWhereAnythingMayStand) {
  const std::string file = testing::TempDir() + "rune_completion_file";
  std::ofstream(file) << "here";
  const std::string begun = file.substr(0, file.size() - 2);
  EXPECT_EQ(Offered("rune eval -c " + begun), file + " ");
  EXPECT_EQ(Offered("rune cedar format -p " + begun), file + " ");
  EXPECT_EQ(Offered("rune validate " + begun), file + " ");
}

TEST(Completion, FishKnowsThemToo) {
  const std::string script = Script("fish");
  EXPECT_NE(script.find("complete -c rune -n '__fish_seen_subcommand_from cedar; and "
                        "__fish_seen_subcommand_from link' -s n -l new-id -r"),
            std::string::npos);
  EXPECT_NE(script.find("-l dump -x -a 'tokens tree checked program'"), std::string::npos);
}

}  // namespace
}  // namespace rune::tests
