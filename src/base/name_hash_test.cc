#include "base/name_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace rune {
namespace {

TEST(NameHashTest, EveryByteOfANameCounts) {
  std::set<std::uint64_t> seen;
  std::size_t names = 1;
  seen.insert(HashName(""));
  for (std::size_t size = 1; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (const char c : {'b', 'c'}) {
        std::string name(size, 'a');
        name[at] = c;
        seen.insert(HashName(name));
        ++names;
      }
    }
  }
  EXPECT_EQ(seen.size(), names);
}

// Neither the overlapping words nor the last of them alone tell these apart.
TEST(NameHashTest, SizesCount) {
  std::set<std::uint64_t> seen;
  for (std::size_t size = 0; size <= 100; ++size) seen.insert(HashName(std::string(size, 'a')));
  for (const char c : {'b', 'c', 'd', 'e', 'f', 'g'})
    seen.insert(HashName("a" + std::string(1, c)));
  for (const char c : {'b', 'c', 'd', 'e', 'f', 'g'})
    seen.insert(HashName("aa" + std::string(1, c)));
  EXPECT_EQ(seen.size(), 113U);
}

TEST(NameHashTest, PartsHaveTheirPlaces) {
  EXPECT_NE(HashName("a", HashName("b")), HashName("b", HashName("a")));
  EXPECT_NE(HashName("bc", HashName("a")), HashName("c", HashName("ab")));
  EXPECT_NE(HashName("", HashName("a")), HashName("a", HashName("")));
  const std::string text = "some text";
  EXPECT_EQ(HashName(std::string_view(text).substr(5), 7), HashName("text", 7));
}

// Where the low half of a product is all there is, such texts meet whatever the seed may be: the
// greatest bit of a word is the greatest bit of its product.
TEST(NameHashTest, WhatMeetsDependsOnTheKey) {
  for (char c = 'a'; c <= 'z'; ++c) {
    std::string a(16, c);
    std::string b = a;
    b[7] ^= '\x80';
    b[11] ^= '\x80';
    b[15] ^= '\x80';
    EXPECT_NE(HashName(a), HashName(b));
  }
}

TEST(NameHashTest, NamesSpread) {
  constexpr std::size_t kPlaces = 1 << 12;
  for (const unsigned shift : {0U, 32U}) {
    std::vector<int> places(kPlaces);
    for (std::size_t i = 0; i < kPlaces; ++i) {
      ++places[(HashName("name" + std::to_string(i)) >> shift) % kPlaces];
    }
    EXPECT_LT(*std::ranges::max_element(places), 20);
  }
}

TEST(NameHashTest, AnotherKeyEachTime) {
  const NameKey a = NameKey::Random();
  const NameKey b = NameKey::Random();
  EXPECT_NE(a.seed, b.seed);
  EXPECT_NE(a.factor, b.factor);
}

}  // namespace
}  // namespace rune
