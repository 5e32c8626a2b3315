#include "base/pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace rune {
namespace {

TEST(PagesTest, WhatIsThereStays) {
  std::vector<char> memory(100'000, 'x');
  for (const std::size_t from : {0u, 1u, 4095u, 4096u, 50'000u}) {
    TouchPages(memory.data() + from, memory.size() - from);
  }
  EXPECT_EQ(std::ranges::count(memory, 'x'), 100'000);
}

TEST(PagesTest, NothingAndLittleAreNoMistake) {
  char one = 'x';
  TouchPages(nullptr, 0);
  TouchPages(&one, 1);
  EXPECT_EQ(one, 'x');
}

#ifdef __GLIBC__
TEST(PagesTest, WhatIsFreedIsKept) {
  constexpr std::size_t kPieces = 200;
  constexpr std::size_t kPiece = 64 << 10;
  KeepFreedPages();
  std::vector<std::vector<char>> pieces(kPieces, std::vector<char>(kPiece, 'x'));
  if (mallinfo2().arena < kPieces * kPiece) GTEST_SKIP() << "the allocator is a sanitizer's";
  pieces.clear();
  EXPECT_GE(mallinfo2().arena, kPieces * kPiece);
}
#endif

}  // namespace
}  // namespace rune
