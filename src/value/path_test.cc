#include "value/path.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rune::value {
namespace {

// A path of few different components, so that dots and slashes meet often.
std::string AnyPath(std::mt19937_64& random) {
  const char* const kParts[] = {"/", "/", "/", ".", "..", "a", "b", "a.b", "..."};
  std::string out;
  for (std::size_t n = random() % 10; n > 0; --n) out += kParts[random() % std::size(kParts)];
  return out;
}

TEST(Path, Normalizes) {
  const std::pair<const char*, const char*> kCases[] = {
      {"", ""},
      {"/", "/"},
      {"//", "/"},
      {".", "."},
      {"./", "."},
      {"..", ".."},
      {"../", ".."},
      {"a", "a"},
      {"a/", "a"},
      {"./a", "a"},
      {"a/.", "a"},
      {"a/..", "."},
      {"a/../", "."},
      {"a/../b", "b"},
      {"a//b", "a/b"},
      {"/a//b/", "/a/b"},
      {"/..", "/"},
      {"/../a", "/a"},
      {"/a/../../b", "/b"},
      {"../a", "../a"},
      {"a/../../b", "../b"},
      {"../../a", "../../a"},
      {"../a/../..", "../.."},
      {"/./.", "/"},
      {"...", "..."},
      {"a/.../b", "a/.../b"},
      {"..a", "..a"},
      {"/a/./b/./", "/a/b"},
      {"///a", "/a"},
      {"a b/c", "a b/c"},
      {"/tmp/../etc/passwd", "/etc/passwd"},
  };
  for (const auto& [path, normal] : kCases) EXPECT_EQ(NormalizePath(path), normal) << path;
}

TEST(Path, NormalFormIsNormal) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20'000; ++i) {
    const std::string path = AnyPath(random);
    const std::string normal = NormalizePath(path);
    EXPECT_EQ(NormalizePath(normal), normal) << path;
    EXPECT_EQ(IsAbsolute(normal), IsAbsolute(path)) << path;
    EXPECT_EQ(normal.find("//"), std::string::npos) << path;
    EXPECT_EQ(normal.find("/./"), std::string::npos) << path;
    if (!path.empty()) {
      EXPECT_EQ(NormalizePath(path + "/x/.."), normal) << path;
    }
  }
}

TEST(Path, Parts) {
  struct Case {
    const char* path;
    const char* directory;
    const char* name;
    const char* extension;
  };
  const Case kCases[] = {
      {"/a", "/", "a", "-"},
      {"a", ".", "a", "-"},
      {"/a/b.rs", "/a", "b.rs", "rs"},
      {"a/b.tar.gz", "a", "b.tar.gz", "gz"},
      {"/", "/", "", "-"},
      {"", "", "", "-"},
      {".env", ".", ".env", "-"},
      {"/x/.env", "/x", ".env", "-"},
      {".env.local", ".", ".env.local", "local"},
      {"a.", ".", "a.", "-"},
      {"/a.b/c", "/a.b", "c", "-"},
      {".", "..", ".", "-"},
      {"..", "../..", "..", "-"},
      {"../a", "..", "a", "-"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(PathDirectory(c.path), c.directory) << c.path;
    EXPECT_EQ(PathName(c.path), c.name) << c.path;
    EXPECT_EQ(PathExtension(c.path).value_or("-"), c.extension) << c.path;
  }
}

TEST(Path, RefusesControlCharacters) {
  using namespace std::string_literals;
  for (const std::string& id : {""s, "/a b/\xC3\xBC"s, "\xF0\x9F\x98\x80"s, "\xC2\xA0"s, "~"s}) {
    EXPECT_FALSE(PathIdProblem(id)) << id;
  }
  for (const std::string& id : {"a\0b"s, "a\nb"s, "\x1B[31m"s, "\x7F"s, "\xC2\x85"s, "\xFF"s,
                                "\xED\xA0\x80"s, "\xC0\xAF"s, "a\xC3"s}) {
    EXPECT_TRUE(PathIdProblem(id)) << id;
  }
  EXPECT_EQ(PathIdProblem("ab\0c"s), "a NUL at byte 2");
}

TEST(Path, Within) {
  struct Case {
    const char* path;
    const char* root;
    std::optional<bool> within;
  };
  const Case kCases[] = {
      {"/a/b", "/a", true},
      {"/a", "/a", true},
      {"/a/", "/a//", true},
      {"/ab", "/a", false},
      {"/a", "/a/b", false},
      {"/a/../b", "/a", false},
      {"/a/../a/c", "/a", true},
      {"/x", "/", true},
      {"/", "/", true},
      {"/../x", "/", true},
      {"a/b", "a", true},
      {"a", ".", true},
      {"a/../b", "a", false},
      {"src-evil/x", "src", false},
      {"a", "/a", std::nullopt},
      {"/a", "a", std::nullopt},
      {"../a", "a", std::nullopt},
      {"a", "../a", std::nullopt},
      {"../a/b", "../a", std::nullopt},
      {"a/../../b", ".", std::nullopt},
      {"", "/a", std::nullopt},
      {"", "a", false},
      {"", ".", false},
      {"", "", true},
      {"a", "", false},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(Within(c.path, c.root), c.within) << c.path << " " << c.root;
}

TEST(Path, ExactlyWhatLiesBelowIsWithin) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 20'000; ++i) {
    const std::string root = AnyPath(random);
    const std::string rest = AnyPath(random);
    const std::string normal = NormalizePath(rest);
    if (ClimbsOut(NormalizePath(root)) || root.empty()) continue;
    if (IsAbsolute(rest) || ClimbsOut(normal)) continue;
    EXPECT_EQ(Within(root + "/" + rest, root), true) << root << " + " << rest;
  }
}

}  // namespace
}  // namespace rune::value
