#include "cli/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "base/format.h"

namespace rune::cli {

namespace {

std::unexpected<Fault> SystemFault(const std::string& path, int error) {
  return MakeFault(FaultCode::kUnavailable,
                   Format("{} cannot be written: {}", path, std::strerror(error)));
}

// An open file that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  // Returns: whether all of it went well; errno says what did not.
  bool Close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// Room for `size` bytes. Returns: an error number, or 0.
int TakeRoom(int descriptor, const struct stat& now, off_t size) {
  if (!S_ISREG(now.st_mode) || size <= now.st_size) return 0;
  const int error = ::posix_fallocate(descriptor, 0, size);
  if (error != 0 && ::ftruncate(descriptor, now.st_size) != 0) return errno;
  return error;
}

Result<void> WriteInPlace(const std::string& path, const struct stat& now,
                          const std::string& content) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.open()) return SystemFault(path, errno);
  const auto size = static_cast<off_t>(content.size());
  if (const int error = TakeRoom(file.number(), now, size); error != 0) {
    return SystemFault(path, error);
  }
  if (!WriteAll(file.number(), content)) return SystemFault(path, errno);
  if (S_ISREG(now.st_mode) && ::ftruncate(file.number(), size) != 0) {
    return SystemFault(path, errno);
  }
  return file.Close() ? Result<void>() : SystemFault(path, errno);
}

Result<void> WriteNew(const std::string& path, const std::string& content) {
  constexpr mode_t kMode = 0666;  // less the process's mask
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode));
  if (!file.open()) return SystemFault(path, errno);
  if (WriteAll(file.number(), content) && file.Close()) return {};
  const int error = errno;
  ::unlink(path.c_str());
  return SystemFault(path, error);
}

// Fills a new file with what `path` is to hold, as its owner has it. Returns: false where that
// cannot be done here, with nothing left behind.
bool WriteBeside(const std::string& beside, const struct stat& now, const std::string& content) {
  constexpr mode_t kPrivate = 0600;
  constexpr mode_t kModeBits = 07777;
  Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate));
  if (!file.open()) return false;
  const bool written = ::fchown(file.number(), now.st_uid, now.st_gid) == 0 &&
                       ::fchmod(file.number(), now.st_mode & kModeBits) == 0 &&
                       WriteAll(file.number(), content) && ::fsync(file.number()) == 0 &&
                       file.Close();
  if (!written) ::unlink(beside.c_str());
  return written;
}

bool MayBeWritten(const std::string& path, const struct stat& now) {
  const bool anybody = (now.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) != 0;
  return anybody && ::access(path.c_str(), W_OK) == 0;
}

}  // namespace

Result<void> WriteFile(const std::string& path, const std::string& content) {
  struct stat now{};
  if (::stat(path.c_str(), &now) != 0) {
    return errno == ENOENT ? WriteNew(path, content) : SystemFault(path, errno);
  }
  if (!MayBeWritten(path, now)) {
    return MakeFault(FaultCode::kUnavailable, Format("{} is read-only; it stays as it is", path));
  }
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (real == nullptr) return SystemFault(path, errno);
  const std::string target = real.get();
  const std::string beside = Format("{}.{}.tmp", target, ::getpid());
  if (!S_ISREG(now.st_mode) || now.st_nlink > 1 || !WriteBeside(beside, now, content)) {
    return WriteInPlace(target, now, content);
  }
  if (::rename(beside.c_str(), target.c_str()) == 0) return {};
  const int error = errno;
  ::unlink(beside.c_str());
  return SystemFault(path, error);
}

}  // namespace rune::cli
