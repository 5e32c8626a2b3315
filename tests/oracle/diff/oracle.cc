#include "oracle.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace rune::diff {

Oracle::Oracle(const std::string& program) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe(in.data()) != 0 || pipe(out.data()) != 0) throw std::runtime_error("no pipe");
  signal(SIGPIPE, SIG_IGN);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("no process");
  if (pid_ == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    for (const int fd : {in[0], in[1], out[0], out[1]}) close(fd);
    execl(program.c_str(), program.c_str(), nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  to_ = in[1];
  from_ = out[0];
  fcntl(to_, F_SETFL, O_NONBLOCK);
  fcntl(to_, F_SETPIPE_SZ, 1 << 20);
  fcntl(from_, F_SETPIPE_SZ, 1 << 20);
}

Oracle::~Oracle() {
  close(to_);
  close(from_);
  waitpid(pid_, nullptr, 0);
}

void Oracle::ReadSome(bool wait) {
  pollfd poller{from_, POLLIN, 0};
  if (poll(&poller, 1, wait ? -1 : 0) <= 0) return;
  std::array<char, 1 << 16> buffer{};
  const ssize_t count = read(from_, buffer.data(), buffer.size());
  if (count <= 0) throw std::runtime_error("the oracle ended");
  for (ssize_t i = 0; i < count; ++i) {
    if (buffer[static_cast<std::size_t>(i)] == '\n') {
      replies_.push_back(std::move(partial_));
      partial_.clear();
    } else {
      partial_ += buffer[static_cast<std::size_t>(i)];
    }
  }
}

void Oracle::Send(const std::string& line) {
  const std::string text = line + "\n";
  std::size_t sent = 0;
  while (sent < text.size()) {
    const ssize_t count = write(to_, text.data() + sent, text.size() - sent);
    if (count > 0) {
      sent += static_cast<std::size_t>(count);
    } else if (count < 0 && errno == EAGAIN) {
      std::array<pollfd, 2> pollers{{{to_, POLLOUT, 0}, {from_, POLLIN, 0}}};
      poll(pollers.data(), pollers.size(), -1);
      ReadSome(false);
    } else if (count < 0 && errno != EINTR) {
      throw std::runtime_error("the oracle does not listen");
    }
  }
}

std::string Oracle::Receive() {
  while (replies_.empty()) ReadSome(true);
  std::string reply = std::move(replies_.front());
  replies_.pop_front();
  return reply;
}

}  // namespace rune::diff
