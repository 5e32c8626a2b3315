// A program that answers each line with a line: one side of a benchmark.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <expected>
#include <string>
#include <vector>

namespace rune::bench {

class Process {
 public:
  // A program that cannot be started is found at the first question.
  explicit Process(const std::vector<std::string>& command);
  // Ends it by closing its input, and waits.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Requires: `line` without a line end.
  // Returns: what stands behind `ok `; or what went wrong.
  std::expected<std::string, std::string> Ask(const std::string& line);

 private:
  pid_t pid_ = -1;
  FILE* to_ = nullptr;
  FILE* from_ = nullptr;
};

}  // namespace rune::bench
