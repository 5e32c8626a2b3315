#include "command_case.h"

#include <cctype>
#include <sstream>

#include "base/format.h"
#include "cli/run.h"

namespace rune::tests {

namespace {

std::vector<std::string> Words(const std::string& line) {
  std::vector<std::string> words;
  bool inside = false;
  char quote = 0;
  for (const char c : line) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        words.back() += c;
      }
    } else if (c == ' ') {
      inside = false;
    } else {
      if (!inside) words.emplace_back();
      inside = true;
      if (c == '"' || c == '\'') {
        quote = c;
      } else {
        words.back() += c;
      }
    }
  }
  return words;
}

// Times differ from run to run.
std::string WithoutTimes(const std::string& text) {
  constexpr std::string_view kKey = "\"evaluation_ns\":";
  std::string out = text;
  for (std::size_t at = out.find(kKey); at != std::string::npos; at = out.find(kKey, at + 1)) {
    std::size_t end = at + kKey.size();
    while (end < out.size() && std::isdigit(static_cast<unsigned char>(out[end]))) ++end;
    out.replace(at + kKey.size(), end - at - kKey.size(), "0");
  }
  return out;
}

}  // namespace

std::string RunCommandCase(const std::string& content) {
  std::istringstream lines(content);
  std::string line;
  std::string out;
  while (std::getline(lines, line)) {
    if (line.empty() || line.starts_with('#')) continue;
    std::vector<std::string> words = Words(line);
    if (words.empty() || words.front() != "rune") {
      out += "not a rune command: " + line + "\n";
      continue;
    }
    words.erase(words.begin());
    std::ostringstream stdout_text;
    std::ostringstream stderr_text;
    cli::Output output{stdout_text, stderr_text};
    const int code = cli::RunCommandLine(words, output);
    out += Format("$ {}\n{}", line, WithoutTimes(stdout_text.str()));
    if (!stderr_text.str().empty()) out += "stderr:\n" + stderr_text.str();
    out += Format("exit {}\n\n", code);
  }
  return out;
}

}  // namespace rune::tests
