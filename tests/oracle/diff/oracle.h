// The reference as a process: lines of JSON in, lines of JSON out, in order.
//
// Lines may be sent ahead of reading their replies, so that both sides work at once; Send never
// blocks for ever, since replies that arrive meanwhile are kept. Belongs to one thread.
#pragma once

#include <sys/types.h>

#include <deque>
#include <string>

namespace rune::diff {

class Oracle {
 public:
  // Throws std::runtime_error where the program cannot be started.
  explicit Oracle(const std::string& program);
  Oracle(const Oracle&) = delete;
  Oracle& operator=(const Oracle&) = delete;
  ~Oracle();

  // Requires: no line end in `line`.
  void Send(const std::string& line);
  // The reply to the oldest line that was not answered yet. Throws when the process ends.
  std::string Receive();
  std::string Ask(const std::string& line) {
    Send(line);
    return Receive();
  }

 private:
  void ReadSome(bool wait);

  pid_t pid_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string partial_;
  std::deque<std::string> replies_;
};

}  // namespace rune::diff
