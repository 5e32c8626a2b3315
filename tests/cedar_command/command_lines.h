// Command lines for both commands, and what each made of them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace rune::tests {

enum class Comparison { kExact, kLines, kDecision, kJson, kCode };

struct CommandLine {
  Comparison comparison = Comparison::kExact;
  std::string arguments;  // as a shell sees them, behind the command's name
};

// Lines `exact authorize -p ..`; `#` begins a comment.
std::vector<CommandLine> ReadCommandLines(const std::string& path);
// The lines of a `.cmd` case that both commands understand, compared by what they print.
std::vector<CommandLine> ReadCase(const std::string& path);

struct Outcome {
  int exit_code = 0;
  std::string printed;                       // stdout
  std::map<std::string, std::string> files;  // of the folder, afterwards
};

// Runs `program arguments` in a fresh copy of `folder`.
Outcome Run(const std::string& program, const std::string& arguments, const std::string& folder);

// Empty where the two agree, else why they do not.
std::string Difference(Comparison comparison, const Outcome& reference, const Outcome& ours);

}  // namespace rune::tests
