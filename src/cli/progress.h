// One line on stderr about work that takes longer than a second, so that nobody waits in front of a
// silent terminal. Gone when the work ends.
//
// A thread of its own waits and writes; it alone writes to the stream while it lives, so whoever
// makes a Progress writes nothing to stderr until it is gone. Nothing happens with --format json or
// where stderr is no terminal.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "cli/output.h"

namespace rune::cli {

class Progress {
 public:
  // `what` is in the author's words: `loading agents.rune`.
  Progress(Output& output, std::string what,
           std::chrono::milliseconds interval = std::chrono::seconds(1));
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  void Show();

  Output& output_;
  const std::string what_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace rune::cli
