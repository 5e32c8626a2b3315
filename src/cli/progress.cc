#include "cli/progress.h"

#include <utility>

#include "base/format.h"

namespace rune::cli {

namespace {

// To the first column, and the rest of the line away.
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

Progress::Progress(Output& output, std::string what, std::chrono::milliseconds interval)
    : output_(output), what_(std::move(what)), interval_(interval) {
  if (!output.json && output.terminal_err) thread_ = std::thread([this] { Show(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void Progress::Show() {
  std::unique_lock lock(mutex_);
  const auto start = std::chrono::steady_clock::now();
  bool shown = false;
  while (!ended_.wait_for(lock, interval_, [this] { return done_; })) {
    const auto elapsed = std::chrono::steady_clock::now() - start;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
    output_.err << kClearLine << Format("{} .. {} s", Safe(what_), seconds) << std::flush;
    shown = true;
  }
  if (shown) output_.err << kClearLine << std::flush;
}

}  // namespace rune::cli
