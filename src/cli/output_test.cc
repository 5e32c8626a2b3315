// What becomes of an answer that stdout does not take.
#include "cli/output.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/run.h"

namespace rune::cli {
namespace {

// Takes `room` bytes, then no more.
class FullDisk : public std::streambuf {
 public:
  explicit FullDisk(std::size_t room) : room_(room) {}

 protected:
  int_type overflow(int_type c) override {
    if (room_ == 0) return traits_type::eof();
    --room_;
    return c;
  }

 private:
  std::size_t room_;
};

struct Ended {
  int code = 0;
  std::string err;
};

Ended RunOn(std::streambuf& disk, const std::vector<std::string>& arguments) {
  std::ostream out(&disk);
  std::ostringstream err;
  Output output{out, err};
  const int code = RunCommandLine(arguments, output);
  return {code, err.str()};
}

TEST(Output, AnAnswerThatStdoutDoesNotTakeIsAFailure) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"version"},
                                             {"--version", "--format", "json"},
                                             {"--help"},
                                             {"explain", "limit"},
                                             {"completion", "bash"},
                                             {"eval", "--format", "json"},
                                             {"cedar", "language-version"},
                                             {"cedar", "--help"}}) {
    FullDisk full(5);
    const Ended ended = RunOn(full, arguments);
    EXPECT_EQ(ended.code, 1) << arguments.front();
    EXPECT_EQ(ended.err, "fault[unavailable]: stdout cannot be written\n") << arguments.front();
  }
}

TEST(Output, WhatIsTakenKeepsItsCode) {
  FullDisk roomy(1000);
  const Ended ended = RunOn(roomy, {"cedar", "language-version"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
}

}  // namespace
}  // namespace rune::cli
