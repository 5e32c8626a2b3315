#include "value/glob.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <span>
#include <string>

#include "value/escape.h"
#include "value/path.h"

namespace rune::value {
namespace {

// `*` is a wildcard, `\*` a star; nothing else is special, so that this test needs no other parser.
std::vector<char32_t> Pattern(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\*")) {
      out.push_back(U'*');
      ++i;
    } else if (text[i] == '*') {
      out.push_back(kPatternWildcard);
    } else {
      out.push_back(static_cast<unsigned char>(text[i]));
    }
  }
  return out;
}

enum Answer { kNo, kYes, kNone };

Answer Ask(std::string_view pattern, std::string_view id, bool path_like) {
  const std::optional<bool> answer = Glob(Pattern(pattern), path_like).Matches(id);
  if (!answer) return kNone;
  return *answer ? kYes : kNo;
}

struct Case {
  const char* pattern;
  const char* id;
  Answer answer;
};

TEST(Glob, PathLike) {
  const Case kCases[] = {
      {"/tmp/*", "/tmp/a", kYes},
      {"/tmp/*", "/tmp/a/b/c", kYes},
      {"/tmp/*", "/tmp", kNo},
      {"/tmp/*", "/tmp/", kNo},
      {"/tmp/*", "/tmp/.", kNo},
      {"/tmp/*", "/tmp/../etc/passwd", kNo},
      {"/tmp/*", "/tmp/a/../../etc", kNo},
      {"/tmp/*", "/var/../tmp/x", kYes},
      {"/tmp/*", "//tmp//x", kYes},
      {"/tmp/*", "/tmpx/a", kNo},
      {"/tmp/*", "/TMP/a", kNo},
      {"/*", "/a", kYes},
      {"/*", "/a/b", kYes},
      {"/*", "/", kNo},
      {"/tmp/*.txt", "/tmp/a.txt", kYes},
      {"/tmp/*.txt", "/tmp/.txt", kYes},
      {"/tmp/*.txt", "/tmp/a/b.txt", kNo},
      {"/home/*/docs/*", "/home/ann/docs/a/b", kYes},
      {"/home/*/docs/*", "/home/ann/x/docs/a", kNo},
      {"/home/*/docs/*", "/home/ann/docs", kNo},
      {"/home/*/docs", "/home/docs", kNo},
      {"/a*b*c", "/abc", kYes},
      {"/a*b*c", "/axxbyybzc", kYes},
      {"/a*b*c", "/acb", kNo},
      {"/aba*aba", "/aba", kNo},
      {"/aba*aba", "/abaaba", kYes},
      {"/a\\*b/*", "/a*b/c", kYes},
      {"/a\\*b/*", "/axb/c", kNo},
      {"/tmp/\\*", "/tmp/*", kYes},
      {"/tmp/\\*", "/tmp/a", kNo},
      {"/tmp/**", "/tmp/a/b", kYes},
      {"/a/**/b", "/a/x/b", kYes},
      {"/a/**/b", "/a/x/y/b", kNo},
      {"/tmp//./x/../*", "/tmp/a", kYes},
      {"/../tmp/*", "/tmp/a", kYes},
      {"/tmp/*/", "/tmp/a", kYes},
      {"/tmp/*/", "/tmp/a/b", kNo},
      {"/tmp/*/.", "/tmp/a/b", kNo},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(Ask(c.pattern, c.id, true), c.answer) << c.pattern << " " << c.id;
}

TEST(Glob, RelativePaths) {
  const Case kCases[] = {
      {"/tmp/*", "tmp/a", kNone},
      {"/tmp/*", "", kNone},
      {"/tmp/*", "../tmp/a", kNone},
      {"src/*", "../src/a", kNone},
      {"src/*", "src/../../a", kNone},
      {"src/*", "..", kNone},
      {"src/*", "src/a/b", kYes},
      {"src/*", "./src//a", kYes},
      {"src/*", "src", kNo},
      {"src/*", "src/../x", kNo},
      {"src/*", "/src/a", kNo},
      {"*", "/a", kNo},
      {"*", "a", kYes},
      {"*", "a/b", kNo},
      {"*", ".", kNo},
      {"*", "", kNo},
      {"*.rs", "main.rs", kYes},
      {"./*", "a/b", kYes},
      {"./*", ".", kNo},
      {"./*", "", kNo},
      {"../x/*", "x/a", kNo},
      {"../x/*", "../x/a", kNone},
      {"", "", kYes},
      {".", "", kNo},
      {"", ".", kNo},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(Ask(c.pattern, c.id, true), c.answer) << c.pattern << " " << c.id;
}

TEST(Glob, ParentBehindAStarNeverWidens) {
  for (const char* pattern : {"/a/*/../*", "/a/x*/../b", "/a*/../../*", "../a*"}) {
    const Glob glob(Pattern(pattern), true);
    EXPECT_TRUE(glob.MatchesNothing()) << pattern;
    for (const char* id : {"/", "/a", "/b", "/a/b", "/a/x/b", "/a/b/c", "b"}) {
      EXPECT_NE(glob.Matches(id), true) << pattern << " " << id;
    }
  }
  EXPECT_FALSE(Glob(Pattern("/a/../*"), true).MatchesNothing());
}

TEST(Glob, OtherIds) {
  const Case kCases[] = {
      {"api/*", "api/v1/users", kYes},
      {"api/*", "api", kNo},
      {"api/*", "api/", kNo},
      {"api/*", "api//", kNo},
      {"api/*", "api//x", kYes},
      {"api/*", "/api/x", kNo},
      {"/api/*", "/api/x", kYes},
      {"/api/*", "api/x", kNo},
      {"*", "", kYes},
      {"*", "a b", kYes},
      {"*", "a/b", kNo},
      {"git *", "git status", kYes},
      {"git *", "git ", kYes},
      {"git *", "git show a/b", kNo},
      {"a/*/b", "a//b", kYes},
      {"a//b", "a/b", kNo},
      {"*", ".", kNone},
      {"api/*", "api/../etc", kNone},
      {"api/*", "api/./x", kNone},
      {"api/*", "..", kNone},
      {"api/*", "api/...", kYes},
      {"api/../*", "x", kNo},
      {"github*", "github.com", kYes},
      {"", "", kYes},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(Ask(c.pattern, c.id, false), c.answer) << c.pattern << " " << c.id;
  EXPECT_TRUE(Glob(Pattern("api/../*"), false).MatchesNothing());
}

// The judge: characters one by one, trying every length of every star. Never for anything but this
// test.
bool Naive(const std::vector<char32_t>& pattern, std::size_t p, std::string_view id, bool slashes) {
  if (p == pattern.size()) return id.empty();
  if (pattern[p] != kPatternWildcard) {
    return !id.empty() && static_cast<unsigned char>(id[0]) == pattern[p] &&
           Naive(pattern, p + 1, id.substr(1), slashes);
  }
  for (std::size_t n = 0; n <= id.size(); ++n) {
    if (n > 0 && id[n - 1] == '/' && !slashes) break;
    if (Naive(pattern, p + 1, id.substr(n), slashes)) return true;
  }
  return false;
}

// What the language says of a pattern and an id that are both normal: the words of the clause, one
// to one.
bool NaiveGlob(const std::string& pattern, const std::string& id) {
  if (!pattern.ends_with("/*")) return Naive(Pattern(pattern), 0, id, false);
  const std::vector<char32_t> above = Pattern(pattern.substr(0, pattern.size() - 2));
  for (std::size_t cut = 0; cut + 1 < id.size(); ++cut) {
    const bool below = id.find_first_not_of('/', cut) != std::string::npos;
    if (id[cut] == '/' && below && Naive(above, 0, std::string_view(id).substr(0, cut), false))
      return true;
  }
  return false;
}

std::string AnyText(std::mt19937_64& random, std::span<const char* const> parts, std::size_t most) {
  std::string out;
  for (std::size_t n = random() % (most + 1); n > 0; --n) out += parts[random() % parts.size()];
  return out;
}

TEST(Glob, AgreesWithTheNaiveMatcher) {
  const char* const kPattern[] = {"/", "a", "b", "*", "ab", "*"};
  const char* const kId[] = {"/", "a", "b", "ab", "*"};
  std::mt19937_64 random(7);
  int matched = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string pattern = AnyText(random, kPattern, 8);
    if (pattern.find("**") != std::string::npos) continue;
    const std::string id = AnyText(random, kId, 8);
    const bool expected = NaiveGlob(pattern, id);
    matched += expected ? 1 : 0;
    ASSERT_EQ(Glob(Pattern(pattern), false).Matches(id), expected) << pattern << " " << id;

    if (pattern != NormalizePath(pattern) || id != NormalizePath(id)) continue;
    if (IsAbsolute(pattern) != IsAbsolute(id) || pattern.empty() || id.empty()) continue;
    ASSERT_EQ(Glob(Pattern(pattern), true).Matches(id), expected) << pattern << " " << id;
  }
  EXPECT_GT(matched, 1'000) << "the samples hardly ever match, so they prove nothing";
}

TEST(Glob, NormalisesBothSides) {
  const char* const kPattern[] = {"/", "/", "a", "..", ".", "*"};
  const char* const kId[] = {"/", "/", "a", "b", "..", "."};
  std::mt19937_64 random(8);
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = AnyText(random, kPattern, 8);
    const std::string id = AnyText(random, kId, 8);
    const Glob glob(Pattern(text), true);
    ASSERT_EQ(glob.Matches(id), glob.Matches(NormalizePath(id))) << text << " " << id;
    if (glob.Matches(id) != true) continue;
    // A match without any star is equality of normal forms.
    if (text.find('*') == std::string::npos) {
      EXPECT_EQ(NormalizePath(text), NormalizePath(id)) << text;
    }
    EXPECT_FALSE(ClimbsOut(NormalizePath(id)));
  }
}

TEST(Glob, HostilePatternsAreQuick) {
  std::string pattern = "/";
  for (int i = 0; i < 2'000; ++i) pattern += "*a";
  pattern += "b";
  const std::string id = "/" + std::string(100'000, 'a');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Ask(pattern, id, true), kNo);
  const std::string like = std::string(50'000, 'a') + "b";
  EXPECT_FALSE(MatchesLike(id, Pattern("*" + like + "*" + like)));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(Glob, CodePointsStayWhole) {
  const std::vector<char32_t> pattern = {U'/', kPatternWildcard, U'\u00FC'};
  EXPECT_EQ(Glob(pattern, true).Matches("/x\xC3\xBC"), true);
  EXPECT_EQ(Glob(pattern, true).Matches("/\xC3\xA4"), false);
}

TEST(Glob, PrintsItself) {
  EXPECT_EQ(Glob(Pattern("/tmp/*"), true).Text(), "/tmp/*");
  EXPECT_EQ(Glob(Pattern("/a\\*b/**"), true).Text(), "/a\\*b/*");
}

TEST(Like, AgreesWithTheNaiveMatcher) {
  const char* const kPattern[] = {"a", "b", "*", "/", "ab"};
  const char* const kId[] = {"a", "b", "/", "ab", "*"};
  std::mt19937_64 random(9);
  int matched = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::vector<char32_t> pattern = Pattern(AnyText(random, kPattern, 7));
    const std::string text = AnyText(random, kId, 9);
    const bool expected = Naive(pattern, 0, text, true);
    matched += expected ? 1 : 0;
    ASSERT_EQ(MatchesLike(text, pattern), expected) << text;
  }
  EXPECT_GT(matched, 1'000);
}

TEST(Like, Table) {
  EXPECT_TRUE(MatchesLike("", {}));
  EXPECT_FALSE(MatchesLike("a", {}));
  EXPECT_TRUE(MatchesLike("", Pattern("**")));
  EXPECT_TRUE(MatchesLike("a/b\nc", Pattern("a*c")));
  EXPECT_TRUE(MatchesLike("a*c", Pattern("a\\*c")));
  EXPECT_FALSE(MatchesLike("abc", Pattern("a\\*c")));
  EXPECT_FALSE(MatchesLike("ab", Pattern("ab*ab")));
}

}  // namespace
}  // namespace rune::value
