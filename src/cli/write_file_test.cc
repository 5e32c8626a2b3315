// What a file keeps when its content changes.
#include "cli/write_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rune::cli {
namespace {

namespace fs = std::filesystem;

class WriteFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "write_file_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Make(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
    return Path(name);
  }
  static std::string Read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static struct stat Stat(const std::string& path) {
    struct stat out{};
    EXPECT_EQ(::stat(path.c_str(), &out), 0);
    return out;
  }
  std::size_t Files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(WriteFileTest, ANewFileIsMade) {
  ASSERT_TRUE(WriteFile(Path("new"), "text"));
  EXPECT_EQ(Read(Path("new")), "text");
  const auto nowhere = WriteFile(Path("no/where"), "text");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, FaultCode::kUnavailable);
}

TEST_F(WriteFileTest, ModeAndOwnerStay) {
  const std::string path = Make("plain", "before");
  constexpr mode_t kMode = 0640;
  ASSERT_EQ(::chmod(path.c_str(), kMode), 0);
  // Only root may give a file away; others test with their own.
  const uid_t owner = ::geteuid() == 0 ? 4242 : ::geteuid();
  ASSERT_EQ(::chown(path.c_str(), owner, static_cast<gid_t>(-1)), 0);
  const ino_t before = Stat(path).st_ino;
  ASSERT_TRUE(WriteFile(path, "after"));
  EXPECT_EQ(Read(path), "after");
  EXPECT_EQ(Stat(path).st_mode & 07777U, kMode);
  EXPECT_EQ(Stat(path).st_uid, owner);
  EXPECT_NE(Stat(path).st_ino, before) << "a file with one name is replaced, never half written";
  EXPECT_EQ(Files(), 1U);
}

TEST_F(WriteFileTest, LinksStay) {
  const std::string path = Make("first", "a longer text before");
  fs::create_hard_link(path, Path("second"));
  fs::create_symlink("first", Path("pointer"));
  ASSERT_TRUE(WriteFile(Path("pointer"), "after"));
  EXPECT_TRUE(fs::is_symlink(Path("pointer")));
  EXPECT_EQ(Read(Path("first")), "after");
  EXPECT_EQ(Read(Path("second")), "after");
  EXPECT_EQ(Stat(path).st_nlink, 2U);
  EXPECT_EQ(Files(), 3U);
}

TEST_F(WriteFileTest, AReadOnlyFileIsRefused) {
  const std::string path = Make("locked", "before");
  ASSERT_EQ(::chmod(path.c_str(), S_IRUSR), 0);
  const auto written = WriteFile(path, "after");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, path + " is read-only; it stays as it is");
  EXPECT_EQ(Read(path), "before");
}

// A process may not write more than so many bytes: what a full disk does, without one.
TEST_F(WriteFileTest, AFullDiskLosesNothing) {
  const std::string plain = Make("plain", "before");
  const std::string linked = Make("linked", "before too");
  fs::create_hard_link(linked, Path("other"));
  struct rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = old;
  small.rlim_cur = 100;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string much(1000, 'x');
  const bool first = WriteFile(plain, much).has_value();
  const bool second = WriteFile(linked, much).has_value();
  const bool third = WriteFile(Path("new"), much).has_value();
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(first || second || third);
  EXPECT_EQ(Read(plain), "before");
  EXPECT_EQ(Read(linked), "before too");
  EXPECT_EQ(Files(), 3U);
}

}  // namespace
}  // namespace rune::cli
