#include "config/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/format.h"

namespace rune::config {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Fault> FileFault(const std::string& path, int error) {
  const bool missing = error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG;
  return MakeFault(
      missing ? FaultCode::kNotFound : FaultCode::kUnavailable,
      Format("cannot read `{}`: {}", path, missing ? "no such file" : std::strerror(error)));
}

bool SameState(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ctim.tv_sec == b.st_ctim.tv_sec &&
         a.st_ctim.tv_nsec == b.st_ctim.tv_nsec;
}

std::unexpected<Fault> Changed(const std::string& path) {
  return MakeFault(FaultCode::kUnavailable,
                   Format("`{}` changed while it was read; try again once it is written", path));
}

// What kind of thing stands there instead of a file.
const char* KindOf(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

// Reads exactly `size` bytes; more or fewer mean that the file changed.
Result<std::string> ReadAll(const std::string& path, int fd, std::size_t size) {
  std::string content(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t n = ::read(fd, content.data() + filled, size - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FileFault(path, errno);
    if (n == 0) return Changed(path);
    filled += static_cast<std::size_t>(n);
  }
  char beyond = 0;
  ssize_t n = 0;
  do {
    n = ::read(fd, &beyond, 1);
  } while (n < 0 && errno == EINTR);
  if (n != 0) return Changed(path);
  return content;
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, std::uint64_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() < 0) return FileFault(path, errno);
  struct stat before{};
  if (::fstat(file.get(), &before) != 0) return FileFault(path, errno);
  if (!S_ISREG(before.st_mode)) {
    return MakeFault(FaultCode::kNotFound,
                     Format("`{}` is {}, and a file is needed here", path, KindOf(before.st_mode)));
  }
  if (static_cast<std::uint64_t>(before.st_size) > max_bytes) {
    return MakeFault(FaultCode::kLimit, Format("`{}` has {} bytes; at most {} are read", path,
                                               before.st_size, max_bytes));
  }
  auto content = ReadAll(path, file.get(), static_cast<std::size_t>(before.st_size));
  if (!content) return content;
  struct stat after{};
  if (::fstat(file.get(), &after) != 0) return FileFault(path, errno);
  if (!SameState(before, after)) return Changed(path);
  return content;
}

bool IsFolder(const std::string& path) {
  struct stat state{};
  return ::stat(path.c_str(), &state) == 0 && S_ISDIR(state.st_mode);
}

Result<std::vector<std::string>> ListFolder(const std::string& path) {
  const auto close = [](DIR* folder) { ::closedir(folder); };
  const std::unique_ptr<DIR, decltype(close)> folder(::opendir(path.c_str()), close);
  if (!folder) return FileFault(path, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
    errno = 0;
  }
  if (errno != 0) return FileFault(path, errno);
  std::ranges::sort(names);
  return names;
}

bool LiesInside(const std::string& path, const std::string& folder) {
  const auto resolve = [](const std::string& p) {
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(p.c_str(), nullptr),
                                                           &std::free);
    return real ? std::string(real.get()) : std::string();
  };
  const std::string inner = resolve(path);
  const std::string outer = resolve(folder);
  if (inner.empty() || outer.empty()) return false;
  if (outer == "/") return true;
  return inner.size() > outer.size() && inner.starts_with(outer) && inner[outer.size()] == '/';
}

}  // namespace rune::config
