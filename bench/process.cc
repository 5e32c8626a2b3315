#include "process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace rune::bench {

Process::Process(const std::vector<std::string>& command) {
  std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) return;
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    execv(words[0], words.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  to_ = fdopen(in[1], "w");
  from_ = fdopen(out[0], "r");
}

Process::~Process() {
  if (to_ != nullptr) fclose(to_);
  if (from_ != nullptr) fclose(from_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

std::expected<std::string, std::string> Process::Ask(const std::string& line) {
  if (to_ == nullptr || from_ == nullptr) return std::unexpected("it cannot be started");
  std::fputs((line + "\n").c_str(), to_);
  if (std::fflush(to_) != 0) return std::unexpected("it has ended");
  std::string answer;
  for (int c = 0; (c = std::fgetc(from_)) != '\n';) {
    if (c == EOF) return std::unexpected("it has ended");
    answer += static_cast<char>(c);
  }
  if (answer.starts_with("ok ")) return answer.substr(3);
  return std::unexpected(answer);
}

}  // namespace rune::bench
