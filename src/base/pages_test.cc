#include "base/pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

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

}  // namespace
}  // namespace rune
